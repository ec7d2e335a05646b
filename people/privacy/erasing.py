"""The way out: asked for by the person, decided by somebody else, done at once. Figures do not move."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from kit.clock import now
from people.actions import Refused
from people.models import ErasureRequest, Merge, Person, PotentialDuplicate, User
from people.privacy.consent import notices_of
from people.privacy.retention import delete_with_files, fields_of
from people.privacy.subject import rows_of

Decision = ErasureRequest.Decision


@transaction.atomic
def ask_erasure(person: Person, *, by, reason: str = "") -> ErasureRequest:
    """Ask to be forgotten. Asking again while it waits returns the same request."""
    # Held against a union in the same moment: the request belongs to the register that stays.
    person = Person.objects.select_for_update().get(pk=person.pk).present
    if person.erased_at:
        raise Refused(_("Los datos de esta persona ya se borraron."))
    notices = notices_of(person)
    facts = {
        "asked_at": now(),
        "asked_by": by,
        "reason": reason,
        "country": notices[0].country if notices else "",
    }
    request, created = ErasureRequest.objects.get_or_create(person=person, decided_at=None, defaults=facts)
    if created:
        log(instance=person, action="people.ask_erasure", user=by, data={"request": request.pk})
    return request


@transaction.atomic
def withdraw_erasure(request: ErasureRequest, *, by) -> ErasureRequest:
    """The person thought better of it. Twice is once; ``Refused`` when it was decided before."""
    return _close(request, Decision.WITHDRAWN, reason="", by=by)


@transaction.atomic
def refuse_erasure(request: ErasureRequest, *, reason: str, by) -> ErasureRequest:
    """Say no, and why. ``Refused`` without a reason, to the person herself, and when it was decided otherwise."""
    if not reason.strip():
        raise Refused(_("Escribe el motivo: la persona lo va a leer."))
    _be_another(request, by)
    return _close(request, Decision.REFUSED, reason=reason.strip(), by=by)


@transaction.atomic
def approve_erasure(request: ErasureRequest, *, by) -> ErasureRequest:
    """Forget the person now. Twice is once. ``Refused`` to the person herself, and when it was decided otherwise."""
    _be_another(request, by)
    request = _close(request, Decision.APPROVED, reason="", by=by)
    forget(request.person, by=by)
    return request


@transaction.atomic
def forget(person: Person, *, by) -> Person:
    """Take everything that names somebody, and leave what is only counted. Forgetting twice is forgetting once.

    What each field becomes is written in ``docs/privacy/retention.yaml``. Upper rooms do the rest through the hook
    ``people.erase``: a function of the person, called in this transaction while the names are still there.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return person
    # Registers that were united with hers still carry a name of hers.
    for other in person.merged.all():
        forget(other, by=by)
    for farewell in hooks.get_hooks("people.erase"):
        farewell(person)
    _clean_record(person)
    _leave(person)
    for label, entry, rows in list(rows_of(person))[::-1]:  # what hangs from others first, the person last
        if entry.get("erased") == "delete":
            delete_with_files(rows)
        else:
            _blank(label, rows)
    person.refresh_from_db()
    person.erased_at = now()
    person.save(update_fields=["erased_at"])
    log(instance=person, action="people.erase", user=by)
    return person


def _close(request: ErasureRequest, decision: str, *, reason: str, by) -> ErasureRequest:
    """One conditional UPDATE decides between two who decide at once."""
    closed = ErasureRequest.objects.filter(pk=request.pk, decided_at=None).update(
        decision=decision, decision_reason=reason, decided_at=now(), decided_by=by
    )
    request.refresh_from_db()
    if request.decision != decision:
        raise Refused(_("Esta solicitud ya se decidió de otra manera."))
    if closed:
        log(instance=request.person, action=f"people.erasure_{decision}", user=by, data={"request": request.pk})
    return request


def _be_another(request: ErasureRequest, by) -> None:
    if by is not None and by.pk in {request.person.user_id, request.asked_by_id}:
        raise Refused(_("Lo decide otra persona, no quien lo pidió."))


def _leave(person: Person) -> None:
    """Posts end, the account closes and its sessions with it; of the birth date stays the year.

    Whom she was like, and what was answered about it, has no more use.
    """
    PotentialDuplicate.objects.filter(Q(a=person) | Q(b=person)).delete()
    person.memberships.filter(until=None).update(until=timezone.localdate())
    if person.birth_date:
        Person.objects.filter(pk=person.pk).update(birth_year=person.birth_date.year)
    if person.user_id:
        gone = f"persona-{person.uuid}@borrada.invalid"
        User.objects.filter(pk=person.user_id).update(email=gone, password=make_password(None))
        _end_sessions(person.user_id)


def _end_sessions(user_id: int) -> None:
    """Who is inside is in the row, packed: each open session is looked into."""
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(user_id)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _blank(label: str, rows: models.QuerySet) -> None:
    changes = {name: facts["erase"] for name, facts in fields_of(label).items() if "erase" in facts}
    changes.pop("password", None)  # already another one, that nobody knows
    if changes:
        rows.update(**{name: None if value == "none" else value for name, value in changes.items()})


def _clean_record(person: Person) -> None:
    """What was done stays on record; the name in its titles does not, nor those she had in other registers."""
    words = {person.full_name, person.printed_name, *map(str, person.aliases.all())}
    if person.user:
        words.add(person.user.email)
    names = reduce(or_, [Q(label__icontains=word) for word in words])
    about_people = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Person))
    about_people.filter(object_id=str(person.pk)).update(label=_("Persona que dejó la red"))
    # While two registers were one, the other may have gone by her name.
    once_one = Merge.objects.filter(Q(kept=person) | Q(dropped=person)).values_list("kept", "dropped")
    others = [str(pk) for both in once_one for pk in both]
    about_people.filter(names, object_id__in=others).update(label=_("Persona que dejó la red"))
    for label, _entry, rows in rows_of(person):
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        kind = ContentType.objects.get_for_model(apps.get_model(label))
        theirs = ModelLogEntry.objects.filter(names, content_type=kind, object_id__in=keys)
        theirs.update(label=_("Persona que dejó la red"))

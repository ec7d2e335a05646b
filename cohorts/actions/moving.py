"""A seat that changes its person, a person who changes her cohort: what was there stays, linked to what follows."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.enrolling import facts_of_the_day, leave, seat
from cohorts.actions.seats import hold_seats, locked_cohort, promote, require_seats, take_off_the_lists
from cohorts.models import Cohort, Enrolment
from cohorts.seats import seats_for
from kit.text import name_key, tidy
from people.actions import Refused
from people.models import Person
from people.register import register_person
from people.tasks import look_for_duplicates

TRANSFERRED = Enrolment.Reason.TRANSFERRED
_OF_THE_DAY = ("organisation", "territory", "post", "area")


@transaction.atomic
def transfer(enrolment: Enrolment, *, to: Cohort, by) -> Enrolment:
    """Her enrolment in the other cohort, linked to this one, which ends; marks and lessons stay where they were.

    Organisation, place and post are those of this one. Asked again, the same comes back. ``Refused`` when she has
    left already, is in the other cohort, or that is full, over, or of another programme.
    """
    if known := Enrolment.objects.filter(moved_from=enrolment, cohort=to).first():
        return known
    if to.pk == enrolment.cohort_id or to.programme_id != enrolment.cohort.programme_id:
        raise Refused(_("Elige otro lugar del mismo programa."))
    held = {pk: locked_cohort(pk) for pk in sorted({to.pk, enrolment.cohort_id})}
    target = hold_seats(to)
    enrolment.refresh_from_db()
    if known := Enrolment.objects.filter(moved_from=enrolment, cohort=to).first():
        return known
    if enrolment.withdrawn_at:
        raise Refused(_("Ya está dada de baja: inscríbela en el otro lugar."))
    if Enrolment.objects.active().filter(cohort=target, person=enrolment.person_id).exists():
        raise Refused(_("Ya está inscrita ahí."))
    take_off_the_lists(target, [enrolment.person_id], by=by)
    require_seats(target, seats_for([enrolment]))
    now = timezone.now()
    leave(enrolment, reason=TRANSFERRED, by=by, at=now)
    facts = {name: getattr(enrolment, name) for name in _OF_THE_DAY}
    moved = seat(enrolment.person, cohort=target, source=Enrolment.Source.ASSISTED, by=by, at=now, **facts)
    _link(moved, moved_from=enrolment)
    log(instance=moved, action="cohorts.transfer", user=by, data={"from": enrolment.cohort_id, "to": target.pk})
    promote(held[enrolment.cohort_id])
    return moved


@transaction.atomic
def replace_by(
    enrolment: Enrolment, *, given_names, surname1, surname2="", email="", phone="", post="", reason="", by
) -> Enrolment:
    """:func:`replace` by somebody named: who has that name and that e-mail or telephone, else a new person.

    Sent twice it is done once.
    """
    locked_cohort(enrolment.cohort_id)
    key = name_key(tidy(given_names), tidy(surname1), tidy(surname2))
    known = Enrolment.objects.filter(replaces=enrolment, person__name_key=key).first()
    if known:
        return known
    reached = {name: value for name, value in (("email", email.strip().lower()), ("phone", phone)) if value}
    named = Person.objects.live().filter(name_key=key)
    person = next((found for one in reached.items() if (found := named.filter(**dict([one])).first())), None)
    if person is None:
        names = {"given_names": given_names, "surname1": surname1, "surname2": surname2}
        person = register_person(**names, email=email, phone=phone, by=by)
        look_for_duplicates(f"replaces:{enrolment.pk}", by=by)
    return replace(enrolment, person=person, reason=reason, post=post, by=by)


@transaction.atomic
def replace(enrolment: Enrolment, *, person: Person, reason: str, post: str = "", by) -> Enrolment:
    """The seat stays, the person changes: an enrolment of ``person`` for the same organisation, linked to this one.

    Who held the seat leaves with ``reason``, unless she has already; then a free seat is needed. Asked again, the same
    comes back. ``Refused`` when somebody else has replaced her, or ``person`` is in the cohort or is herself.
    """
    cohort = hold_seats(enrolment.cohort)
    enrolment.refresh_from_db()
    known = Enrolment.objects.filter(replaces=enrolment).select_related("person").first()
    if known and known.person_id == person.pk:
        return known
    if known:
        raise Refused(_("%(name)s ya la reemplazó en ese lugar.") % {"name": known.person.full_name})
    if Enrolment.objects.active().filter(cohort=cohort, person=person).exists():
        raise Refused(_("%(name)s ya está en la lista.") % {"name": person.full_name})
    if person.pk == enrolment.person_id:
        raise Refused(_("Es la misma persona: escribe quién ocupa su lugar."))
    if not enrolment.withdrawn_at and reason not in Enrolment.Reason.values:
        raise Refused(_("Elige el motivo de la baja."))
    take_off_the_lists(cohort, [person.pk], by=by)
    if enrolment.withdrawn_at:
        require_seats(cohort, seats_for([enrolment]))
    else:
        leave(enrolment, reason=reason, by=by)
    facts = facts_of_the_day(
        person,
        organisation=enrolment.organisation,
        territory=person.territory or enrolment.territory,
        post=post or enrolment.post,
        area="",
    )
    source = Enrolment.Source.ASSISTED
    follower = seat(person, cohort=cohort, source=source, by=by, at=timezone.now(), **facts)
    _link(follower, replaces=enrolment)
    log(instance=follower, action="cohorts.replace", user=by, data={"replaces": enrolment.pk})
    return follower


def _link(passage: Enrolment, **to: Enrolment) -> None:
    """Write on the new passage what it follows; on one that stood already, nothing is overwritten."""
    Enrolment.objects.filter(pk=passage.pk, **dict.fromkeys(to)).update(**to)
    passage.refresh_from_db()

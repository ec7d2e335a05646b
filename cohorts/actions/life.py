"""How a cohort ends: closed when its lists are settled, opened once more for a reason, or cancelled before it met."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log

from cohorts.actions.planning import cancel_session
from cohorts.actions.roll import MARKABLE, move_register
from cohorts.actions.seats import locked_cohort
from cohorts.models import Application, Cohort, Register, Session
from kit.audit import log_each
from kit.text import tidy
from notices.actions import post_each
from people.actions import Refused
from people.models import Person


@transaction.atomic
def close_cohort(cohort: Cohort, *, by) -> Cohort:
    """End it once the list of every meeting that has begun is approved or done without. Closing twice is closing once.

    From here on nobody is enrolled and nothing is marked. Meetings still to come count for nobody. ``Refused``
    otherwise.
    """
    cohort = locked_cohort(cohort.pk)
    if cohort.status == Cohort.Status.CLOSED:
        return cohort
    if cohort.status != Cohort.Status.RUNNING:
        raise Refused(_("Solo se cierra lo que está en marcha."))
    waiting = cohort.registers.unsettled().count()
    if waiting:
        raise Refused(_("Faltan listas por aprobar: %(count)s.") % {"count": waiting})
    cohort.status = Cohort.Status.CLOSED
    cohort.save(update_fields=["status"])
    log(instance=cohort, action="cohorts.close", user=by)
    return cohort


@transaction.atomic
def reopen_cohort(cohort: Cohort, *, reason: str, by) -> Cohort:
    """Set a closed cohort going again, saying why; what runs already stays as it is.

    Its lists stay as they are: each is reopened by itself. ``Refused`` without a reason, or when it was never closed.
    """
    cohort = locked_cohort(cohort.pk)
    if cohort.status == Cohort.Status.RUNNING:
        return cohort
    if cohort.status != Cohort.Status.CLOSED:
        raise Refused(_("Solo se reabre lo que se cerró."))
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(_("Escribe por qué se reabre: quedará en el historial."))
    cohort.status = Cohort.Status.RUNNING
    cohort.save(update_fields=["status"])
    log(instance=cohort, action="cohorts.reopen", user=by, data={"reason": reason})
    return cohort


@transaction.atomic
def waive_register(register: Register, *, version: int, reason: str, by) -> Register:
    """Do without the approval of this list, saying why: it is locked as it stands. Twice is once.

    A list that was never handed in leaves every count with its meeting; one that was counts as it stands.
    ``Refused`` without a reason, before the meeting begins, or when it is approved.
    """
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(_("Escribe por qué se prescinde de esta lista: quedará en el historial."))
    if register.session.starts_at > timezone.now():
        raise Refused(_("Todavía no empieza. Si no se va a hacer, cancélala."))
    states, waived = [*MARKABLE, Register.Status.SUBMITTED], Register.Status.WAIVED
    said = {"note": reason, "decided_at": timezone.now(), "decided_by": by}
    return move_register(register, states, waived, "cohorts.waive_register", version=version, by=by, **said)


@transaction.atomic
def cancel_cohort(cohort: Cohort, *, reason: str, by) -> Cohort:
    """It will not take place. Cancelling twice is cancelling once; the first reason stays.

    Its own meetings are cancelled with it, who wanted a seat is answered, and everybody concerned is written to: those
    enrolled, those who wanted to be, those who teach. ``Refused`` without a reason, or when something took place or
    was given already: then it is closed.
    """
    cohort = locked_cohort(cohort.pk)
    if cohort.status == Cohort.Status.CANCELLED:
        return cohort
    reason = tidy(reason)[:200]
    if not reason:
        raise Refused(_("Escribe por qué se cancela."))
    if problem := not_cancellable(cohort):
        raise Refused(problem)
    people = people_concerned(cohort)
    for session in Session.objects.filter(cohorts=cohort, cancelled_at=None).order_by("pk"):
        if not session.cohorts.exclude(pk=cohort.pk).exclude(status=Cohort.Status.CANCELLED).exists():
            cancel_session(session, reason=reason, tell=False, by=by)
    now = timezone.now()
    waiting = list(Application.objects.live().filter(cohort=cohort))
    answer = {"decision": Application.Decision.REJECTED, "decided_at": now, "decided_by": by, "note": reason}
    Application.objects.live().filter(cohort=cohort).update(**answer)
    log_each([(one, {"reason": reason}) for one in waiting], "cohorts.reject", user=by)
    cohort.status, cohort.cancelled_at, cohort.cancelled_reason = Cohort.Status.CANCELLED, now, reason
    cohort.save(update_fields=["status", "cancelled_at", "cancelled_reason"])
    log(instance=cohort, action="cohorts.cancel", user=by, data={"reason": reason, "people": len(people)})
    _tell(cohort, people)
    return cohort


def not_cancellable(cohort: Cohort) -> str:
    """Why it is to be closed and not cancelled, in a sentence; "" when it may be. Two queries."""
    if cohort.status == Cohort.Status.CLOSED:
        return _("Ya está cerrado: no se cancela lo que ocurrió.")
    if cohort.registers.held().exists():
        return _("Ya se realizó al menos una fecha: lo que ocurrió se conserva. Ciérralo en lugar de cancelarlo.")
    return next((said for asked in hooks.get_hooks("cohort_is_needed") if (said := asked(cohort))), "")


def people_concerned(cohort: Cohort) -> list[Person]:
    """Who is enrolled, wants a seat or teaches there today; each once. One query."""
    passages = (
        cohort.enrolments.active(),
        Application.objects.live().filter(cohort=cohort),
        cohort.facilitations.filter(ended_at=None),
    )
    anybody = Q(pk__in=[])
    for rows in passages:
        anybody |= Q(pk__in=rows.order_by().values("person"))
    return list(Person.objects.live().filter(anybody).select_related("user").order_by("pk"))


def _tell(cohort: Cohort, people: list[Person]) -> None:
    """Write to each through the outbox. Who left no address hears of it from the team."""
    letters = []
    for person in people:
        address = person.user.email if person.user else person.email
        if address:
            facts = {"person": person, "cohort": cohort, "programme": cohort.programme}
            letters.append((f"cohort_cancelled:{cohort.uuid}:{person.pk}", address, facts))
    post_each(letters, template="cohort_cancelled", language=settings.LANGUAGE_CODE)

"""Wanting a seat and getting one: by oneself, by asking, by waiting. Every act holds the cohort's seats."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.enrolling import facts_of_the_day, seat
from cohorts.actions.seats import hold_seats, locked_cohort, promote, tell
from cohorts.models import Application, Cohort, Enrolment, EnrolmentLink
from cohorts.seats import seat_for, seats_of
from kit.clock import today
from kit.text import tidy
from people.actions import Refused, give
from people.models import Organisation, Person, User
from people.register import register_person
from places.models import Territory

Decision = Application.Decision


def shut_because(cohort: Cohort) -> str:
    """Why nobody comes in by the cohort's own door today, in a sentence; "" while it is open. No query."""
    day = today(cohort.programme.time_zone)
    if cohort.door == Cohort.Door.CLOSED or cohort.over:
        return _("Las inscripciones están cerradas.")
    if cohort.door_opens_on and day < cohort.door_opens_on:
        return _("Las inscripciones todavía no empiezan.")
    if day > (cohort.door_closes_on or cohort.ends_on):
        return _("Las inscripciones ya terminaron.")
    return ""


@transaction.atomic
def person_of(user: User, *, given_names: str = "", surname1: str = "", surname2: str = "") -> Person:
    """The person of the account; registered now, under these names, when it has none. Asked twice, one is made."""
    User.objects.select_for_update().get(pk=user.pk)
    person = Person.objects.of(user).first()
    if person is None:
        new = register_person(given_names=given_names, surname1=surname1, surname2=surname2, email=user.email, by=user)
        person = give(new, user)
    return person


@transaction.atomic
def apply(
    person: Person,
    *,
    cohort: Cohort,
    by,
    link: EnrolmentLink | None = None,
    organisation: Organisation | None = None,
    territory: Territory | None = None,
    message: str = "",
) -> Enrolment | Application:
    """Her live enrolment when a seat is free and nobody has to be asked; else her application, in its turn.

    Asking again returns what there is. ``Refused`` when the door is shut, is another one than the ``link``'s, or she
    belongs to the team of the cohort.
    """
    locked = hold_seats(cohort)
    enrolment = Enrolment.objects.active().filter(cohort=locked, person=person).first()
    known = Application.objects.live().filter(cohort=locked, person=person).first()
    if enrolment or known:
        return enrolment or known
    _require_door(locked, link, person)
    facts = facts_of_the_day(person, organisation=organisation, territory=territory, post="", area="")
    now = timezone.now()
    asks = locked.door == Cohort.Door.REQUEST
    application = Application.objects.create(
        cohort=locked,
        person=person,
        door=locked.door,
        organisation=organisation,
        territory=facts["territory"],
        message=tidy(message)[:500],
        applied_at=now,
        approved_at=None if asks else now,
    )
    log(instance=application, action="cohorts.apply", user=by, data={"door": locked.door})
    return application if asks else _seated(application, locked, by=by) or application


def _require_door(cohort: Cohort, link: EnrolmentLink | None, person: Person) -> None:
    if sentence := shut_because(cohort):
        raise Refused(sentence)
    if cohort.door == Cohort.Door.LINK and not _opens(link, cohort):
        raise Refused(_("Ese enlace ya no sirve. Pide otro a quien te lo dio."))
    if person.user_id and Cohort.objects.staffed_by(person.user).filter(pk=cohort.pk).exists():
        raise Refused(_("Formas parte del equipo: no ocupas un lugar aquí."))


def _opens(link: EnrolmentLink | None, cohort: Cohort) -> bool:
    working = EnrolmentLink.objects.working().filter(cohort=cohort)
    return link is not None and working.filter(pk=link.pk).exists()


def _seated(application: Application, cohort: Cohort, *, by) -> Enrolment | None:
    """Her enrolment when a seat of hers is free; None when she has to wait."""
    wanted = seat_for(territory=application.territory, organisation=application.organisation)
    return None if seats_of(cohort).full_for(wanted) else _take_in(application, cohort, by=by)


def _take_in(application: Application, cohort: Cohort, *, by) -> Enrolment:
    person, now = application.person, timezone.now()
    _decide(application, Decision.ACCEPTED, by=by)
    facts = facts_of_the_day(
        person, organisation=application.organisation, territory=application.territory, post="", area=""
    )
    return seat(person, cohort=cohort, source=Enrolment.Source.SELF, by=by, at=now, **facts)


def _decide(application: Application, decision: str, *, by, note: str = "") -> bool:
    """Write the decision once; whether it was now."""
    news = {"decision": decision, "decided_at": timezone.now(), "decided_by": by, "note": note}
    done = Application.objects.live().filter(pk=application.pk).update(**news)
    application.refresh_from_db(fields=["approved_at", "offered_at", "offer_until", *news])
    return bool(done)


@transaction.atomic
def confirm(application: Application, *, by) -> Enrolment:
    """Take the seat that was offered. Confirming twice is confirming once.

    ``Refused`` when none was offered, its time ran out, or the application was decided otherwise.
    """
    cohort = hold_seats(application.cohort)
    application.refresh_from_db()
    passage = Enrolment.objects.active().filter(cohort=cohort, person=application.person).first()
    if passage and application.decision == Decision.ACCEPTED:
        return passage
    if application.state in {"late", Decision.EXPIRED}:
        raise Refused(_("Pasaron las 48 horas para confirmar y el lugar se ofreció a la siguiente persona."))
    if application.state != "offered":
        raise Refused(_("Ahora no hay un lugar por confirmar."))
    log(instance=application, action="cohorts.confirm_seat", user=by)
    return _take_in(application, cohort, by=by)


@transaction.atomic
def give_up(application: Application, *, by) -> Application:
    """She wants the seat no more: what was offered goes to the next one. Twice is once; what was decided stays."""
    cohort = locked_cohort(application.cohort_id)
    if _decide(application, Decision.WITHDRAWN, by=by):
        log(instance=application, action="cohorts.give_up", user=by)
        promote(cohort)
    return application


@transaction.atomic
def accept(cohort: Cohort, applications: Collection[int], *, by) -> dict[str, int]:
    """Say yes to these requests of the cohort, in the order in which they came: ``enrolled`` and ``waiting``, counted.

    Who finds no seat joins the waiting list at the place her day of asking gives her. What was decided before stays.
    Each who is enrolled is told.
    """
    locked, now = hold_seats(cohort), timezone.now()
    asked = Application.objects.asked().filter(cohort=locked, pk__in=applications)
    done = {"enrolled": 0, "waiting": 0}
    for application in asked.select_related("person__user", "territory__parent", "organisation").order_by("applied_at"):
        Application.objects.filter(pk=application.pk).update(approved_at=now, approved_by=by)
        log(instance=application, action="cohorts.accept", user=by)
        seated = _seated(application, locked, by=by)
        done["enrolled" if seated else "waiting"] += 1
        application.cohort = locked
        tell([application], "request_accepted" if seated else "request_waits")
    return done


@transaction.atomic
def reject(cohort: Cohort, applications: Collection[int], *, reason: str, by) -> int:
    """Say no to these, whether asked for, waiting or offered; each is told why. How many were decided now.

    ``Refused`` without a reason.
    """
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(_("Escribe el motivo: se lo diremos a la persona."))
    locked = locked_cohort(cohort.pk)
    live = Application.objects.live().filter(cohort=locked, pk__in=applications).select_related("person__user")
    done = [one for one in live if _decide(one, Decision.REJECTED, by=by, note=reason)]
    for application in done:
        application.cohort = locked
        log(instance=application, action="cohorts.reject", user=by, data={"reason": reason})
    tell(done, "request_rejected")
    promote(locked)
    return len(done)


def sweep_offers() -> int:
    """End the offers whose time ran out and offer what is free to the next; how many ended. Safe to repeat.

    A transaction for each cohort where somebody waits or an offer ended: also seats that came free by uniting two
    registers, or by a worker that stopped halfway, are given on.
    """
    live = Application.objects.live().filter(approved_at__isnull=False)
    ended = 0
    for pk in list(live.order_by("cohort").values_list("cohort", flat=True).distinct()):
        with transaction.atomic():
            cohort = locked_cohort(pk)
            late = Application.objects.offered().filter(cohort=cohort, offer_until__lte=timezone.now())
            for application in late.select_related("person__user"):
                if _decide(application, Decision.EXPIRED, by=None):
                    application.cohort = cohort
                    log(instance=application, action="cohorts.offer_expired")
                    tell([application], "offer_expired")
                    ended += 1
            promote(cohort)
    return ended

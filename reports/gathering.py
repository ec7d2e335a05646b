"""Reading a programme once, in a fixed number of queries whatever its size."""

from collections import defaultdict
from collections.abc import Iterable

from certificates.models import Certificate
from cohorts.attendance import IN_THE_ROOM, standing_marks
from cohorts.models import Cohort, Enrolment, Guest, Register
from kit.clock import local
from learning.verdicts import verdicts_in
from programmes.models import FundingPeriod, Programme, Region
from reports.facts import Attendance, Body, Earlier, Issued, Ledger, Meeting, Seat


def ledger_of(
    programme: Programme,
    *,
    cohorts: Iterable[Cohort] | None = None,
    region: Region | None = None,
    period: FundingPeriod | None = None,
) -> Ledger:
    """What the programme's figures are counted from.

    ``cohorts`` narrows it to those somebody may see (all of the programme when None), ``region`` to one region.
    ``period`` keeps the sessions held and the certificates issued within it, by the programme's calendar; the
    enrolments of the cohorts stay whole, so that rates keep their base.
    """
    chosen = programme.cohorts.all() if cohorts is None else cohorts
    kept = [cohort for cohort in chosen if cohort.status != Cohort.Status.CANCELLED]
    if region:
        kept = [cohort for cohort in kept if cohort.region_id == region.pk]
    registers = list(Register.objects.held().filter(cohort__in=kept).select_related("session"))
    enrolments = list(Enrolment.objects.filter(cohort__in=kept).select_related("person", "organisation__territory"))
    became = _moves(programme)
    ledger = Ledger(
        seats=_seats(kept, enrolments, became),
        meetings=_meetings(programme, registers),
        attendances=_attendances(registers),
        earlier=_earlier(programme, enrolments, became),
        issued=_issued(programme, kept),
        bodies=_bodies(enrolments),
        unapproved_registers=sum(1 for register in registers if register.status not in Register.SETTLED),
    )
    return ledger.between(period.starts_on, period.ends_on) if period else ledger


def _seats(cohorts: list[Cohort], enrolments: list[Enrolment], became: dict[int, int]) -> tuple[Seat, ...]:
    verdicts = verdicts_in(cohorts)
    home = {cohort.pk: cohort for cohort in cohorts}
    return tuple(
        Seat(
            enrolment=enrolment.pk,
            person=enrolment.person_id,
            sex=enrolment.person.sex,
            area=enrolment.area,
            cohort=enrolment.cohort_id,
            region=home[enrolment.cohort_id].region_id,
            profile=home[enrolment.cohort_id].profile,
            organisation=enrolment.organisation_id,
            attendance_met=verdicts[enrolment.pk].attendance_met,
            became=became.get(enrolment.pk),
        )
        for enrolment in enrolments
    )


def _meetings(programme: Programme, registers: list[Register]) -> tuple[Meeting, ...]:
    guests: dict[int, int] = defaultdict(int)
    for register_id, count in Guest.objects.filter(register__in=registers).values_list("register", "count"):
        guests[register_id] += count
    together: dict[int, list[Register]] = defaultdict(list)
    for register in sorted(registers, key=lambda one: (one.session.starts_at, one.session_id)):
        together[register.session_id].append(register)
    return tuple(
        Meeting(
            session=session,
            title=rows[0].session.title,
            held_on=local(rows[0].session.starts_at, programme.time_zone).date(),
            cohorts=frozenset(row.cohort_id for row in rows),
            guests=sum(guests[row.pk] for row in rows),
        )
        for session, rows in together.items()
    )


def _attendances(registers: list[Register]) -> tuple[Attendance, ...]:
    sessions = {register.pk: register.session for register in registers}
    return tuple(
        Attendance(session=sessions[register].pk, enrolment=enrolment, minutes=sessions[register].minutes)
        for (register, enrolment), status in standing_marks(sessions).items()
        if status in IN_THE_ROOM
    )


def _earlier(programme: Programme, enrolments: list[Enrolment], became: dict[int, int]) -> tuple[Earlier, ...]:
    """What those transferred into these cohorts attended in others. Two queries, where there is somebody."""
    here = {enrolment.pk for enrolment in enrolments}
    elsewhere = {before: now for before, now in became.items() if before not in here and now in here}
    if not elsewhere:
        return ()
    left = Register.objects.held().filter(cohort__enrolments__in=elsewhere).distinct().select_related("session")
    days = {register.pk: local(register.session.starts_at, programme.time_zone).date() for register in left}
    return tuple(
        Earlier(enrolment=elsewhere[before], came_on=days[register])
        for (register, before), status in standing_marks(days, elsewhere).items()
        if status in IN_THE_ROOM
    )


def _moves(programme: Programme) -> dict[int, int]:
    """What each enrolment of the programme that was transferred is now, after however many transfers."""
    moved = Enrolment.objects.filter(cohort__programme=programme, moved_from__isnull=False)
    became = {before: now for before, now in moved.values_list("moved_from", "pk") if before}
    return {before: _last(now, became) for before, now in became.items()}


def _last(enrolment: int, became: dict[int, int]) -> int:
    while enrolment in became:
        enrolment = became[enrolment]
    return enrolment


def _issued(programme: Programme, cohorts: list[Cohort]) -> tuple[Issued, ...]:
    valid = Certificate.objects.valid().filter(enrolment__cohort__in=cohorts, kind=Certificate.Kind.COMPLETION)
    return tuple(
        Issued(enrolment=enrolment, person=person, issued_on=local(issued_at, programme.time_zone).date())
        for enrolment, person, issued_at in valid.values_list("enrolment", "person", "issued_at")
    )


def _bodies(enrolments: list[Enrolment]) -> tuple[Body, ...]:
    seen = {body.pk: body for body in (enrolment.organisation for enrolment in enrolments) if body}
    return tuple(
        Body(
            organisation=body.pk,
            name=body.name,
            kind=body.kind,
            place=body.territory.name if body.territory else "",
            declared_members=body.declared_members,
        )
        for body in sorted(seen.values(), key=lambda one: one.name)
    )

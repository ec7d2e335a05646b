"""Two registers of one person who may have been enrolled, and marked, twice in the same cohort."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Application, AttendanceMark, Cohort, Enrolment, Facilitation, FormerEnrolment, Register
from cohorts.parting import parting
from people.merging.journal import Journal
from people.merging.rooms import Line, Room, Union
from people.models import Area, Person

# What the union of two decisions says: she was there if one of the two lists says so.
STRONGEST = (
    AttendanceMark.Status.PRESENT,
    AttendanceMark.Status.LATE,
    AttendanceMark.Status.EXCUSED,
    AttendanceMark.Status.ABSENT,
)


def united(keep: Person, drop: Person) -> list[tuple[Enrolment, Enrolment]]:
    """(the passage that stays, the one that becomes part of it), for every cohort where both were enrolled.

    The live one of ``keep`` stays, else her last. Two queries; the same answer until :func:`move` has run.
    """
    stays: dict[int, Enrolment] = {}
    for passage in keep.enrolments.order_by("enrolled_at", "pk"):
        before = stays.get(passage.cohort_id)
        if before is None or before.withdrawn_at:
            stays[passage.cohort_id] = passage
    theirs = drop.enrolments.order_by("enrolled_at", "pk")
    return [(stays[passage.cohort_id], passage) for passage in theirs if passage.cohort_id in stays]


def preview(keep: Person, drop: Person) -> list[Line]:
    pairs = united(keep, drop)
    joined = ngettext(
        "%(count)d se une con la que ya tiene en el mismo lugar: queda una, con la asistencia de ambas.",
        "%(count)d se unen con las que ya tiene ahí mismo: queda una por lugar, con la asistencia de ambas.",
        len(pairs),
    )
    return [
        Line(_("Inscripciones"), drop.enrolments.count(), joined % {"count": len(pairs)} if pairs else ""),
        Line(_("Solicitudes de inscripción"), drop.applications.count()),
        Line(_("Marcas de asistencia"), AttendanceMark.objects.filter(enrolment__person=drop).count()),
        Line(_("Grupos que facilita"), drop.facilitations.filter(ended_at=None).count()),
    ]


def refusal(union: Union) -> str:
    """A charge must not pass to another account through somebody who could not have given it."""
    if union.by is None or union.by.is_superuser:
        return ""
    moving = [side.pk for side in (union.keep, union.drop) if side.user_id != union.account]
    charges = Facilitation.objects.filter(person__in=moving, ended_at=None)
    if charges.exclude(cohort__in=Cohort.objects.coordinated_by(union.by)).exists():
        return _(
            "Uno de los dos registros facilita donde no coordinas. Pide la unión a quien administra la plataforma."
        )
    return ""


def move(union: Union, journal: Journal) -> None:
    pairs = united(union.keep, union.drop)
    cohorts = {stays.cohort_id for stays, _goes in pairs}
    # Whoever is marking there now finishes first; whoever comes next finds the union.
    list(Register.objects.select_for_update().filter(cohort__in=cohorts).order_by("pk"))
    for stays, goes in pairs:
        _unite_marks(stays, goes, union, journal)
        _unite_passages(stays, goes, journal)
    for passage in union.drop.enrolments.order_by("pk"):
        journal.change(passage, person=union.keep)
    _move_applications(union, journal)
    _move_charges(union, journal)


def _unite_marks(stays: Enrolment, goes: Enrolment, union: Union, journal: Journal) -> None:
    """All marks are kept under the one passage. Where both lists spoke, a new mark says what both together say."""
    mine, theirs = _decisions(stays), _decisions(goes)
    for mark in goes.marks.order_by("pk"):
        journal.change(mark, enrolment=stays)
    for register in sorted(mine.keys() & theirs.keys()):
        both = (mine[register][-1], theirs[register][-1])
        best = min((mark.status for mark in both), key=STRONGEST.index)
        last = max(both, key=lambda mark: (mark.decided_at, mark.pk))
        # One human was in the call once: the longer of the two, never their sum.
        minutes = max((mark.minutes for mark in both if mark.minutes is not None), default=None)
        if (last.status, last.minutes) != (best, minutes):
            journal.create(
                AttendanceMark(
                    register_id=register,
                    enrolment=stays,
                    status=best,
                    minutes=minutes,
                    method=AttendanceMark.Method.MERGE,
                    decided_at=last.decided_at,
                    marked_by=union.by,
                )
            )


def _decisions(passage: Enrolment) -> dict[int, list[AttendanceMark]]:
    found = defaultdict(list)
    for mark in passage.marks.order_by("decided_at", "pk"):
        found[mark.register_id].append(mark)
    return found


def _unite_passages(stays: Enrolment, goes: Enrolment, journal: Journal) -> None:
    """From the earlier day, live if one of the two is, with what only one of them took down."""
    news = {"enrolled_at": min(stays.enrolled_at, goes.enrolled_at), **_leaving((stays, goes))}
    for field in ("organisation_id", "territory_id", "post"):
        news[field] = getattr(stays, field) or getattr(goes, field)
    news["area"] = stays.area if stays.area != Area.NOT_REPORTED else goes.area
    for former in goes.former.order_by("pk"):
        journal.change(former, kept=stays)
    _unite_links(stays, goes, journal)
    journal.create(FormerEnrolment(number=goes.pk, kept=stays))
    journal.delete(goes)
    changed = {field: value for field, value in news.items() if getattr(stays, field) != value}
    if changed:
        journal.change(stays, **changed)


def _unite_links(stays: Enrolment, goes: Enrolment, journal: Journal) -> None:
    """What followed the passage that goes follows the one that stays; a passage never follows itself."""
    for link in ("replaces", "moved_from"):
        before = getattr(goes, link)
        if before is not None:
            _point(goes, link, None, journal)
        taken = Enrolment.objects.filter(**{link: stays}).exists()
        for row in Enrolment.objects.filter(**{link: goes}):
            _point(row, link, None if taken or row.pk == stays.pk else stays, journal)
        stays.refresh_from_db(fields=[link])
        if before is not None and before.pk != stays.pk and getattr(stays, link) is None:
            _point(stays, link, before, journal)


def _point(row: Enrolment, link: str, to: Enrolment | None, journal: Journal) -> None:
    target: dict[str, Any] = {link: to}
    journal.change(row, **target)


def _move_applications(union: Union, journal: Journal) -> None:
    """One live application a cohort: the earlier one; none where the person is enrolled by now."""
    live: dict[int, Application] = {}
    for mine in union.keep.applications.live():
        live[mine.cohort_id] = mine
    for theirs in union.drop.applications.order_by("applied_at", "pk"):
        mine = live.get(theirs.cohort_id) if not theirs.decision else None
        if mine is not None:
            later = max(mine, theirs, key=lambda one: (one.applied_at, one.pk))
            journal.change(later, decision=Application.Decision.WITHDRAWN, decided_at=union.at)
        journal.change(theirs, person=union.keep)
    enrolled = union.keep.enrolments.active().values("cohort")
    for answered in union.keep.applications.live().filter(cohort__in=enrolled):
        journal.change(answered, decision=Application.Decision.ACCEPTED, decided_at=union.at)


def _leaving(passages: Iterable[Enrolment]) -> dict:
    left = [(passage.withdrawn_at, passage.withdrawn_reason) for passage in passages if passage.withdrawn_at]
    at, reason = max(left) if len(left) == 2 else (None, "")
    return {"withdrawn_at": at, "withdrawn_reason": reason}


def _move_charges(union: Union, journal: Journal) -> None:
    """Who has charge of a cohort twice has it once from now on; both beginnings stay readable."""
    held = set(union.keep.facilitations.filter(ended_at=None).values_list("cohort", flat=True))
    for charge in union.drop.facilitations.order_by("pk"):
        twice = charge.ended_at is None and charge.cohort_id in held
        journal.change(charge, person=union.keep, ended_at=union.at if twice else charge.ended_at)


ROOM = Room(
    keys=(
        "cohorts.Enrolment.person",
        "cohorts.Enrolment.replaces",
        "cohorts.Enrolment.moved_from",
        "cohorts.Application.person",
        "cohorts.Facilitation.person",
        "cohorts.AttendanceMark.enrolment",
        "cohorts.FormerEnrolment.kept",
    ),
    preview=preview,
    move=move,
    refusal=refusal,
    parting=parting,
)

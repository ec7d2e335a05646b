"""The report of one online session: minutes of each person, looked at first, then marked in one go."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.actions.attendance_files import differences_in, held, settle, write_cells
from cohorts.actions.roll import add_guest
from cohorts.attendance_lists.facts import Cell, Claim, Meeting, Seat
from cohorts.attendance_lists.judging import judge
from cohorts.attendance_lists.knowing import meetings_of, seats_of, staff_of, standing_of
from cohorts.attendance_lists.matching import Match, Roster
from cohorts.attendance_lists.words import shut_words
from cohorts.models import AttendanceDraft, AttendanceMark, Cohort, Register
from cohorts.video_calls.facts import Participant, plain, read_plain, seconds_of
from cohorts.video_calls.reading import Report, names_in
from people.actions import Refused

_GUESTS = UUID("3f1d7a52-8a0e-4b53-9d0b-6c1f8a2f4e60")
ONLINE_LOG = AttendanceMark.Method.ONLINE_LOG
Status = AttendanceMark.Status


@dataclass(frozen=True)
class Wish:
    """How the report is to be read: from how many minutes somebody counts, and who the unknown ones are.

    ``picks`` gives the person, and ``guests`` are, the participants by their place in the report. ``rest_absent``:
    whoever the list names without a mark, and the report does not, was absent.
    """

    present_from: int
    late_from: int
    picks: Mapping[int, int] = field(default_factory=dict)
    guests: Collection[int] = ()
    rest_absent: bool = False

    def status(self, minutes: int) -> str:
        if minutes >= self.present_from:
            return Status.PRESENT
        return Status.LATE if minutes >= self.late_from else Status.ABSENT


@dataclass(frozen=True)
class Attending:
    """One participant: who it is (``match``), ``staff`` of the cohort or ``guest``, and what becomes of the person."""

    place: int
    participant: Participant
    match: Match
    minutes: int
    kind: str
    cell: Cell | None = None


@dataclass(frozen=True)
class ReportReview:
    """A report as it stands today. ``rest`` are the claims that those it does not name were absent."""

    meeting: Meeting
    seats: list[Seat]
    attending: list[Attending]
    rest: list[Cell]

    @property
    def cells(self) -> list[Cell]:
        """One a person, however many devices she came with."""
        of_seat = {one.cell.claim.seat.person: one.cell for one in self.attending if one.cell}
        return [*of_seat.values(), *self.rest]

    @property
    def counts(self) -> Counter:
        return Counter(cell.verdict for cell in self.cells)

    @property
    def differences(self) -> list[Cell]:
        return differences_in(self.cells)

    @property
    def unknown(self) -> list[Attending]:
        return [one for one in self.attending if one.kind == "unknown"]


def thresholds(cohort: Cohort, minutes: int) -> tuple[int, int]:
    """From how many of ``minutes`` somebody was present by the cohort's own percent, and late by half of that."""
    present = max(1, -(-minutes * cohort.attendance_percent // 100))
    return present, max(1, present // 2)


def meeting_of(register: Register) -> Meeting:
    """The session of that list among those of its cohort. ``Refused`` when it was cancelled."""
    for meeting in meetings_of(register.cohort):
        if meeting.register == register.pk:
            return meeting
    raise Refused(_("La sesión se canceló: su lista ya no recibe cambios."))


def draft_report(register: Register, report: Report, *, source: str, by) -> AttendanceDraft:
    """Keep who was there, for its dry run; of the file nothing else. ``Refused`` for a list that takes no marks."""
    if (meeting := meeting_of(register)).shut:
        raise Refused(shut_words(meeting))
    day = report.day.isoformat() if report.day else ""
    content = {"people": plain(report.people), "day": day, "source": source[:200]}
    return AttendanceDraft.objects.create(cohort=register.cohort, register=register, content=content, created_by=by)


def day_told(draft: AttendanceDraft) -> date | None:
    """The day the report speaks of, when it gives days."""
    return date.fromisoformat(draft.content["day"]) if draft.content["day"] else None


def review_report(draft: AttendanceDraft, wish: Wish) -> ReportReview:
    """What would become of each participant if the report were committed so. Five queries whatever it says."""
    assert draft.register is not None, draft
    people = read_plain(draft.content["people"])
    meeting, seats = meeting_of(draft.register), seats_of(draft.cohort)
    matches = _matched(people, Roster(seats), Roster(staff_of(draft.cohort)), wish)
    together: dict[int, list[Participant]] = defaultdict(list)
    for one, (match, kind) in zip(people, matches, strict=True):
        if match.seat and kind == "known":
            together[match.seat.person].append(one)
    minutes = {person: min(seconds_of(many) // 60, meeting.minutes) for person, many in together.items()}
    by_person = {seat.person: seat for seat in seats}
    claims = [
        Claim(together[person][0].lines[0], by_person[person], meeting, wish.status(spent), spent)
        for person, spent in minutes.items()
    ]
    standing = standing_of([meeting.register])
    cells = {cell.claim.seat.person: cell for cell in judge(claims, standing)}
    attending = [
        Attending(
            place,
            one,
            match,
            minutes[match.seat.person] if match.seat and kind == "known" else one.seconds // 60,
            kind,
            cells.get(match.seat.person) if match.seat and kind == "known" else None,
        )
        for place, (one, (match, kind)) in enumerate(zip(people, matches, strict=True))
    ]
    rest = _rest(seats, meeting, standing, minutes) if wish.rest_absent else []
    return ReportReview(meeting, seats, attending, rest)


@transaction.atomic
def commit_report(draft: AttendanceDraft, wish: Wish, *, taken: Collection[str], by) -> AttendanceDraft:
    """Mark those known, note the guests, all or none; differences only where they were ``taken`` (``Cell.key``).

    Judged again now, under the lock of the list. Committing twice marks once; the same report in another draft finds
    everything the same and every guest noted. ``Refused`` when the list takes no marks any more.
    """
    register = draft.register
    assert register is not None, draft
    if held(draft).committed_at:
        return draft
    review = review_report(draft, wish)
    if review.meeting.shut:
        raise Refused(shut_words(review.meeting))
    marked, changed = write_cells(draft, review.cells, taken=taken, method=ONLINE_LOG, by=by)
    guests = [one for one in review.attending if one.kind == "guest"]
    for one in guests:
        who = uuid5(_GUESTS, f"{register.pk}:{one.participant.email or one.participant.name}")
        name = names_in(one.participant.name or one.participant.email)[0]
        add_guest(register, name=name, organisation="", count=1, by=by, client_uuid=who)
    told = {
        "new": marked,
        "changed": changed,
        "kept": review.counts["different"] - changed,
        "same": review.counts["same"],
        "guests": len(guests),
        "unknown": len(review.unknown),
    }
    left = [{"name": one.participant.name, "minutes": one.minutes} for one in review.unknown]
    settle(draft, told, left, by=by, present_from=wish.present_from, late_from=wish.late_from)
    return draft


def _matched(people: Sequence[Participant], roster: Roster, staff: Roster, wish: Wish) -> list[tuple[Match, str]]:
    """Who each is: ``known``, ``staff``, ``guest`` or ``unknown``. What was chosen on the page goes before."""
    by_person = {seat.person: seat for seat in roster.seats}
    found = []
    for place, one in enumerate(people):
        names = names_in(one.name)
        if (picked := by_person.get(wish.picks.get(place, 0))) is not None:
            found.append((Match(picked, "picked"), "known"))
            continue
        match = roster.find(names, email=one.email)
        if match.why == "other_name":
            # A device is called as it likes: here the account it came with says whose it is.
            match = roster.find([], email=one.email)
        if match.seat is None and staff.find(names, email=one.email).seat:
            found.append((match, "staff"))
        elif match.seat is None or match.why == "part":
            # Half a name is a suggestion: somebody has to say so.
            found.append((match, "guest" if place in wish.guests else "unknown"))
        else:
            found.append((match, "known"))
    return found


def _rest(seats: Sequence[Seat], meeting: Meeting, standing: Mapping, there: Collection[int]) -> list[Cell]:
    """Those whom the list expects, whom the report does not name, and of whom nothing was said yet."""
    cells = []
    for seat in seats:
        enrolment = seat.passage_at(meeting)
        expected = any(pk == enrolment and since <= meeting.ends_at for pk, since, _until in seat.passages)
        if seat.person not in there and expected and (meeting.register, enrolment) not in standing:
            cells.append(Cell(Claim(0, seat, meeting, Status.ABSENT, 0), "new", enrolment))
    return cells

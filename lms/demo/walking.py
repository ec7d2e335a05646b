"""The walks that people take: a list pasted, a roll called, lessons read, a certificate asked for."""

import csv
import io
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from certificates.actions import issue_many
from cohorts.actions.planning import plan_session
from cohorts.actions.roll import Mark, approve_register, mark_roll, submit_register
from cohorts.actions.roster import commit_roster, draft_roster
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register
from kit.spreadsheet import read_pasted
from lms.demo.sessions import DemoSession
from lms.demo.team import coordinator, trainer

ACTS = uuid.UUID("1d4b9f0a-52c7-4d7e-8e0f-3a9c6b27d805")  # every act of the demo has a name, and its number from it
Name = tuple[str, str, str]


def number(*parts: object) -> uuid.UUID:
    """The number of an act, the same at every loading: an act repeated is the same act."""
    return uuid.uuid5(ACTS, "/".join(map(str, parts)))


def at(day: date, hour: int, zone: str, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone))


def call_meeting(cohorts: list[Cohort], text: DemoSession, *, starts_at: datetime):
    """Put a session of the demo's texts on the calendar of these cohorts."""
    zone = cohorts[0].programme.time_zone
    room = f"https://salas.paralelo.example/{cohorts[0].code.lower()}" if not text.venue else ""
    return plan_session(
        cohorts,
        title=text.title,
        modality=text.modality,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=text.minutes),
        time_zone=zone,
        venue=text.venue,
        url=room,
        outline=text.outline,
        by=coordinator(),
    )


def paste_list(cohort: Cohort, header: list[str], rows: Iterable[list[str]], *, when: datetime) -> None:
    """Enrol by pasting a list, dry run and commit; nothing when the cohort has its people."""
    if cohort.enrolments.exists():
        return
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([header, *rows])
    draft = draft_roster(cohort, read_pasted(out.getvalue()), source="lista.csv", by=coordinator())
    commit_roster(draft, decisions={}, by=coordinator(), at=when)


def enrolled(cohort: Cohort) -> dict[Name, Enrolment]:
    """The enrolments of the cohort by the person's names."""
    rows = cohort.enrolments.select_related("person", "cohort")
    return {(row.person.given_names, row.person.surname1, row.person.surname2): row for row in rows}


def call_roll(register: Register, statuses: Mapping[int, str], *, approve: bool = True) -> None:
    """The trainer calls the roll during the session and hands it in; the coordinator approves it two days later.

    ``statuses`` by enrolment. A register that was handed in already stays as it is.
    """
    if register.status == Register.Status.NOT_TAKEN:
        moment = register.session.starts_at + timedelta(minutes=20)
        marks = [
            Mark(
                enrolment_id=enrolment,
                status=status,
                client_uuid=number(register.uuid, enrolment),
                decided_at=moment,
                method=AttendanceMark.Method.ROLL_CALL,
            )
            for enrolment, status in statuses.items()
        ]
        mark_roll(register, marks, by=trainer())
        register.refresh_from_db()
        submit_register(register, version=register.version, by=trainer(), at=register.session.ends_at)
        register.refresh_from_db()
    if approve and register.status == Register.Status.SUBMITTED:
        decided = register.session.ends_at + timedelta(days=2)
        approve_register(register, version=register.version, by=coordinator(), at=decided)


def issue_earned(cohort: Cohort, *, when: datetime) -> None:
    """Give a certificate to everybody who earned one and was never given one, with the date it was given."""
    issue_many(cohort, cohort.enrolments.values_list("pk", flat=True), by=coordinator(), at=when)

"""The attendance list: marks that are only ever added, and the way of a list from the trainer to the coordinator.

Two rules hold everything here. A mark is a row with the sender's own UUID: each new UUID is a new decision, the same
one again is the same decision. A list moves by one conditional UPDATE on its ``version``: who comes second is told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cohorts.actions.enrolling import enrol
from cohorts.actions.former import followed, restated
from cohorts.models import AttendanceMark, Cohort, Enrolment, Guest, Register
from cohorts.models.cohort import OVER
from kit.text import name_key, tidy
from people.actions import Refused
from people.models import Person
from people.register import compact_phone, register_organisation, register_person

MAX_MARKS = 1_000
MAX_GUESTS = 2_000
CLOCK_TOLERANCE = timedelta(minutes=5)
MARKABLE = [Register.Status.NOT_TAKEN, Register.Status.DRAFT, Register.Status.RETURNED]
_PHONE = re.compile(r"[\d\s+().\-/]*")


class Stale(Refused):
    """The list moved on while somebody looked at an older state of it."""


@dataclass(frozen=True)
class Mark:
    """What somebody decided about one person, before it is kept. ``decided_at`` is aware; None is now."""

    enrolment_id: int
    status: str
    client_uuid: UUID
    decided_at: datetime | None = None
    method: str = AttendanceMark.Method.ROLL_CALL
    minutes: int | None = None  # how long she was there, where it was measured


@dataclass(frozen=True)
class Outcome:
    """What became of a mark: kept, or refused with a code.

    Codes: ``locked`` ``cancelled`` ``closed`` (the whole list; its cohort is over), ``too_many``, ``not_enrolled``
    (nobody of this cohort), ``withdrawn`` (before the session), ``unknown_status``, ``unknown_method``, ``future``,
    ``other_content``.
    """

    mark: Mark
    refused: str = ""

    @property
    def kept(self) -> bool:
        return not self.refused


@transaction.atomic
def mark_roll(register: Register, marks: Sequence[Mark], *, by) -> list[Outcome]:
    """Keep these decisions; one outcome a mark, in their order. Four queries however many there are.

    Append-only (decision 5 of the house): every new ``client_uuid`` is a new row, also when it says what already
    stood. A known one with the same person and status is kept and adds nothing, even after the list was locked; with
    other content it is refused. One for a passage that became part of another since (two registers were united) is
    kept for that one, and never takes away what stands there. A ``decided_at`` up to five minutes ahead of us counts as
    now. ``MAX_MARKS`` at once.
    """
    if len(marks) > MAX_MARKS:
        return [Outcome(mark, "too_many") for mark in marks]
    # One statement asks whether the list is open, moves it to draft, and holds it against whoever hands it in now.
    takes_marks = Register.objects.filter(pk=register.pk, status__in=MARKABLE, session__cancelled_at=None)
    opened = takes_marks.exclude(cohort__status__in=OVER).update(
        status=Case(When(status=Register.Status.NOT_TAKEN, then=Value(Register.Status.DRAFT)), default=F("status"))
    )
    heard = list(marks)
    if opened:
        heard, left = _heard(register, marks)
        refusals = _refusals(register, heard, left)
        _keep(register, marks, heard, refusals, by=by)
        if register.status == Register.Status.NOT_TAKEN:
            register.status = Register.Status.DRAFT
    else:
        register.refresh_from_db()
        refusals = [_why_shut(register)] * len(marks)
    kept = _kept(mark.client_uuid for mark in marks)
    # A resend for a passage that became part of another since is the same mark, also on a list that is locked by now.
    moved = {m.enrolment_id for m in heard if m.client_uuid in kept and kept[m.client_uuid][1] != m.enrolment_id}
    verdicts = map(partial(_verdict, kept, register), followed(heard, moved), refusals)
    return [Outcome(mark, verdict) for mark, verdict in zip(marks, verdicts, strict=True)]


@transaction.atomic
def submit_register(register: Register, *, version: int, by, at: datetime | None = None) -> Register:
    """Hand the list in: from here on nobody marks. Pressing twice hands it in once.

    People may still lack a mark: approval is where every one is asked for. ``Refused`` before the session starts, when
    it was cancelled or when nothing at all was noted; ``Stale`` when the list moved on since ``version``.
    """
    moment = _moment(at)
    if register.session.starts_at > moment:
        raise Refused(_("La sesión todavía no empieza. Podrás enviar la lista cuando empiece."))
    if register.status in MARKABLE and not register.marks.exists() and not register.guests.exists():
        raise Refused(_("No has registrado a nadie. Si la sesión no se hizo, pide que se cancele."))
    return move_register(
        register,
        MARKABLE,
        Register.Status.SUBMITTED,
        "cohorts.submit_register",
        version=version,
        by=by,
        submitted_at=moment,
        submitted_by=by,
        first_submitted_at=Coalesce(F("first_submitted_at"), Value(moment)),
    )


@transaction.atomic
def approve_register(register: Register, *, version: int, by, at: datetime | None = None) -> Register:
    """The coordinator vouches for the list. Approving twice is approving once.

    ``Refused`` while somebody who was enrolled on the day has no mark: not recorded is not absent.
    """
    missing = unmarked(register)
    if missing and register.status != Register.Status.APPROVED:
        raise Refused(
            ngettext(
                "Falta %(count)d persona por registrar. Devuelve la lista para que la completen.",
                "Faltan %(count)d personas por registrar. Devuelve la lista para que la completen.",
                missing,
            )
            % {"count": missing}
        )
    return move_register(
        register,
        [Register.Status.SUBMITTED],
        Register.Status.APPROVED,
        "cohorts.approve_register",
        version=version,
        by=by,
        decided_at=_moment(at),
        decided_by=by,
        note="",
    )


@transaction.atomic
def return_register(register: Register, *, version: int, reason: str, by) -> Register:
    """Back to the trainer, saying why: the list opens again. ``Refused`` without a reason."""
    return _give_back(register, [Register.Status.SUBMITTED], "cohorts.return_register", version, reason, by)


@transaction.atomic
def reopen_register(register: Register, *, version: int, reason: str, by) -> Register:
    """Open an approved list for a correction, or one that was done without, saying why; it is approved afterwards."""
    return _give_back(register, list(Register.SETTLED), "cohorts.reopen_register", version, reason, by)


@transaction.atomic
def add_walk_in(
    register: Register,
    *,
    given_names: str,
    surname1: str,
    contact: str,
    by,
    client_uuid: UUID,
    method: str = AttendanceMark.Method.WALK_IN,
) -> Enrolment:
    """Enrol somebody at the door, or from an empty row of the sheet, and mark her present.

    The same ``client_uuid`` again returns the same enrolment. ``contact`` is a telephone (seven digits or more, nothing
    but signs beside them), an e-mail, or else an organisation's name. A person of that very name and telephone or
    e-mail is taken for the same one. ``Refused`` when somebody of that name is on the list already (mark her there),
    when the list is locked or the cohort full.
    """
    before = AttendanceMark.objects.select_related("enrolment").filter(client_uuid=client_uuid, register=register)
    if known := before.first():
        return known.enrolment
    require_open(register)
    key = name_key(tidy(given_names), tidy(surname1))
    twin = on_roll(register).filter(person__name_key=key).select_related("person").first()
    if twin:
        raise Refused(_("%(name)s ya está en la lista: marca ahí su asistencia.") % {"name": twin.person.full_name})
    person, organisation = _whoever(given_names, surname1, contact, key, by=by)
    now = timezone.now()
    at = min(now, register.session.starts_at)
    source = Enrolment.Source.WALK_IN
    enrolment = enrol(person, cohort=register.cohort, organisation=organisation, source=source, by=by, at=at)
    (outcome,) = mark_roll(
        register, [Mark(enrolment.pk, AttendanceMark.Status.PRESENT, client_uuid, now, method)], by=by
    )
    if not outcome.kept:
        raise Refused(_("No se pudo anotar a esta persona. Recarga la página e inténtalo de nuevo."))
    return enrolment


def _whoever(given_names: str, surname1: str, contact: str, key: str, *, by):
    """The person, known by that name and ``contact`` or new, and the organisation when ``contact`` names one."""
    reached = _reached(contact)
    organisation = register_organisation(name=contact, by=by) if tidy(contact) and not reached else None
    person = Person.objects.live().filter(name_key=key, **reached).first() if reached else None
    if person is None:
        phone, email = reached.get("phone", ""), reached.get("email", "")
        person = register_person(given_names=given_names, surname1=surname1, phone=phone, email=email, by=by)
    return person, organisation


@transaction.atomic
def add_guest(register: Register, *, name: str, organisation: str, count: int, by, client_uuid: UUID) -> Guest:
    """Note who is in the room without being enrolled: a name, or only how many. Never counted in a rate.

    The same ``client_uuid`` again returns the same row. ``Refused`` when the list is locked or ``count`` is not from 1
    to 2,000.
    """
    if known := Guest.objects.filter(client_uuid=client_uuid, register=register).first():
        return known
    if not 1 <= count <= MAX_GUESTS:
        raise Refused(_("Escribe cuántas personas son: de 1 a %(limit)d.") % {"limit": MAX_GUESTS})
    require_open(register)
    words = {"name": tidy(name)[:160], "organisation": tidy(organisation)[:160]}
    guest, _new = Guest.objects.get_or_create(
        client_uuid=client_uuid, defaults={"register": register, "count": count, "noted_by": by, **words}
    )
    return guest


def on_roll(register: Register):
    """The enrolments this list names: those of its cohort who had not left when the session began."""
    left = Q(withdrawn_at=None) | Q(withdrawn_at__gt=register.session.starts_at)
    return Enrolment.objects.filter(left, cohort=register.cohort_id)


def unmarked(register: Register) -> int:
    """How many of those enrolled by the end of the session have no mark on this list. Who came later may lack one."""
    expected = on_roll(register).filter(enrolled_at__lte=register.session.ends_at)
    return expected.exclude(pk__in=AttendanceMark.objects.filter(register=register).values("enrolment")).count()


def require_open(register: Register) -> None:
    """``Refused`` when nobody writes on this list any more. Holds it until the transaction ends."""
    held = Register.objects.select_for_update(of=("self",)).select_related("session", "cohort").get(pk=register.pk)
    if held.session.cancelled_at:
        raise Refused(_("La sesión se canceló: su lista ya no recibe cambios."))
    require_running(held.cohort)
    if held.locked:
        raise Stale(_("La lista ya se envió: no recibe cambios. Quien coordina puede devolverla."))


def require_running(cohort: Cohort) -> None:
    """``Refused`` when nobody writes on the lists of this cohort any more."""
    if cohort.over:
        raise Refused(_("Ya se cerró: sus listas no reciben cambios. Quien coordina puede reabrir."))


def _why_shut(register: Register) -> str:
    if register.session.cancelled_at:
        return "cancelled"
    return "closed" if register.cohort.over else "locked"


def _heard(register: Register, marks: Sequence[Mark]) -> tuple[list[Mark], dict[int, datetime | None]]:
    """The marks as they are to be understood today, and when each passage they name ended.

    One query; three when a number is unknown here: of another cohort, or of a passage that became part of another.
    """
    left = _left(register, marks)
    unknown = {mark.enrolment_id for mark in marks} - left.keys()
    heard = followed(marks, unknown)
    return heard, _left(register, heard) if unknown else left


def _left(register: Register, marks: Iterable[Mark]) -> dict[int, datetime | None]:
    asked = {mark.enrolment_id for mark in marks}
    passages = Enrolment.objects.filter(cohort=register.cohort_id, pk__in=asked)
    return dict(passages.values_list("pk", "withdrawn_at"))


def _refusals(register: Register, marks: Iterable[Mark], left: dict[int, datetime | None]) -> list[str]:
    """A code for each mark that cannot be kept, "" for the others."""
    latest = timezone.now() + CLOCK_TOLERANCE

    def refusal(mark: Mark) -> str:
        if mark.enrolment_id not in left:
            return "not_enrolled"
        withdrawn_at = left[mark.enrolment_id]
        if withdrawn_at and withdrawn_at <= register.session.starts_at:
            return "withdrawn"
        if mark.status not in AttendanceMark.Status.values:
            return "unknown_status"
        if mark.method not in AttendanceMark.Method.values:
            return "unknown_method"
        return "future" if mark.decided_at and mark.decided_at > latest else ""

    return [refusal(mark) for mark in marks]


def _keep(register: Register, marks: Sequence[Mark], heard: Sequence[Mark], refusals: Iterable[str], *, by) -> None:
    """Write what is not refused: first what was said of those on the list, then what was said of a former number."""
    fine = [(mark, sent) for mark, sent, refusal in zip(heard, marks, refusals, strict=True) if not refusal]
    _write(register, [mark for mark, sent in fine if mark is sent], by=by)
    if late := [mark for mark, sent in fine if mark is not sent]:
        _write(register, late + restated(register, late), by=by)


def _write(register: Register, marks: Iterable[Mark], *, by) -> None:
    now = timezone.now()
    rows = [
        AttendanceMark(
            register=register,
            enrolment_id=mark.enrolment_id,
            status=mark.status,
            method=mark.method,
            minutes=mark.minutes,
            client_uuid=mark.client_uuid,
            decided_at=min(mark.decided_at or now, now),
            marked_by=by,
        )
        for mark in marks
    ]
    # The unique UUID decides which are new: never a check and a hope.
    AttendanceMark.objects.bulk_create(rows, ignore_conflicts=True)


def _kept(uuids: Iterable[UUID]) -> dict[UUID, tuple[int, int, str]]:
    rows = AttendanceMark.objects.filter(client_uuid__in=list(uuids))
    return {row[0]: row[1:] for row in rows.values_list("client_uuid", "register", "enrolment", "status")}


def _verdict(kept: dict, register: Register, mark: Mark, refusal: str) -> str:
    stored = kept.get(mark.client_uuid)
    if stored is None:
        return refusal
    return "" if stored == (register.pk, mark.enrolment_id, mark.status) else "other_content"


def _give_back(register: Register, states: list[str], action: str, version: int, reason: str, by) -> Register:
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(_("Escribe el motivo: quien tomó la lista necesita saber qué corregir."))
    returned = Register.Status.RETURNED
    return move_register(
        register, states, returned, action, version=version, by=by, note=reason, decided_at=_moment(None), decided_by=by
    )


def move_register(
    register: Register, states: Sequence[str], to: str, action: str, *, version: int, by, **fields
) -> Register:
    """One conditional UPDATE and one audit line. The same move by the same account again changes nothing."""
    # Whoever closes the cohort holds it: a decision about a list comes before or after, never in between.
    require_running(Cohort.objects.select_for_update().get(pk=register.cohort_id))
    before = register.status
    moved = Register.objects.filter(
        pk=register.pk, version=version, status__in=states, session__cancelled_at=None
    ).update(status=to, version=F("version") + 1, **fields)
    register.refresh_from_db(fields=["status", "version", "note", "submitted_at", "submitted_by", "first_submitted_at",
                                     "decided_at", "decided_by"])  # fmt: skip
    if moved:
        data = {"from": str(before), "version": register.version}
        log(instance=register, action=action, user=by, data=data | ({"reason": register.note} if register.note else {}))
        return register
    actor = register.submitted_by_id if to == Register.Status.SUBMITTED else register.decided_by_id
    if register.status == to and register.version == version + 1 and actor == getattr(by, "pk", None):
        return register
    raise Stale(_("La lista cambió mientras la mirabas. Aquí está como quedó; revísala y vuelve a decidir."))


def _moment(at: datetime | None) -> datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise Refused(_("Esa fecha todavía no llega."))
    return at or now


def _reached(contact: str) -> dict[str, str]:
    """``phone`` or ``email`` when it is one."""
    phone = compact_phone(contact)
    if len(phone) >= 7 and _PHONE.fullmatch(contact.strip()):
        return {"phone": phone}
    try:
        validate_email(contact.strip())
    except ValidationError:
        return {}
    return {"email": contact.strip().lower()}

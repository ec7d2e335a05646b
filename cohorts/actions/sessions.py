"""Meetings announced, a series at a time; what may still change of one, and until when. Who is concerned is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cohorts.actions.planning import plan_session, require_free
from cohorts.actions.roll import Stale
from cohorts.models import Cohort, Register, Session
from cohorts.telling import registers_in, tell_added, tell_changed
from kit.text import tidy, tidy_lines
from people.actions import Refused

# What attendance and certificates are reckoned from: it stands once a list was handed in.
FROZEN = ("title", "modality", "starts_at", "ends_at", "time_zone", "required")
TEXTS = ("venue", "reference", "latitude", "longitude", "url", "outline")


@dataclass(frozen=True)
class Move:
    """One change of day or hour: who, when, from what moment to what moment."""

    at: datetime
    by: object
    before: datetime
    after: datetime


@transaction.atomic
def plan_sessions(cohorts: Iterable[Cohort], meetings: Iterable[dict], *, by) -> list[Session]:
    """``plan_session`` for each of ``meetings``: all of them or, ``Refused``, none.

    What is new for a cohort that has opened is told to its people in one letter; the same series again tells nothing.
    """
    groups = list(cohorts)
    before = set(Register.objects.filter(cohort__in=groups).values_list("pk", flat=True))
    planned = [plan_session(groups, **meeting, by=by) for meeting in meetings]
    tell_added([register for register in registers_in(planned) if register.pk not in before])
    return planned


@transaction.atomic
def change_session(session: Session, *, version: int, by, **fields) -> Session:
    """Write the given fields of ``FROZEN`` and ``TEXTS``; the same again changes nothing. Moving it keeps the old day.

    Who comes is told of another day, hour or place (``cohorts.telling.TOLD``).

    ``Stale`` when somebody else changed the meeting since ``version``. ``Refused`` when it was cancelled, would end
    before it starts, would fall on another meeting of one of its cohorts, or when a field of ``FROZEN`` would change
    after one of its lists was handed in or one of its cohorts was closed.
    """
    unknown = fields.keys() - {*FROZEN, *TEXTS}
    if unknown:
        raise TypeError(f"change_session: {sorted(unknown)}")
    # The lists first, as whoever hands one in or cancels the meeting does.
    registers = list(session.registers.select_for_update(of=("self",)).select_related("cohort"))
    session = Session.objects.select_for_update().get(pk=session.pk)
    changed = {key: value for key, value in _clean(fields).items() if getattr(session, key) != value}
    if not changed:
        return session
    if session.version != version:
        raise Stale(_("Alguien más cambió esta sesión mientras la editabas. Compara lo tuyo con lo que está guardado."))
    _require_changeable(session, registers, changed)
    before = {key: getattr(session, key) for key in changed}
    moved = "starts_at" in changed
    if moved:
        session.moved_from = session.starts_at
    for key, value in changed.items():
        setattr(session, key, value)
    _require_sound(session, registers)
    if changed.keys() & {"starts_at", "ends_at", "required"}:
        require_free(session, [register.cohort_id for register in registers])
    session.version += 1
    session.save(update_fields=[*changed, "moved_from", "version"])
    data = {"before": _written(before), "after": _written(changed)}
    log(instance=session, action=f"cohorts.{'move' if moved else 'change'}_session", user=by, data=data)
    tell_changed(session, before)
    return session


def moves_of(session: Session) -> list[Move]:
    """Every change of day or hour, the last one first. One query."""
    rows = ModelLogEntry.objects.for_instance(session).filter(action="cohorts.move_session").select_related("user")
    moment = datetime.fromisoformat
    return [
        Move(row.timestamp, row.user, moment(row.data["before"]["starts_at"]), moment(row.data["after"]["starts_at"]))
        for row in rows.order_by("-timestamp", "-pk")
    ]


def is_settled(session: Session) -> bool:
    """Whether only the texts may still change: a list was handed in, or a cohort is over. One query."""
    return _settled(session.registers.select_related("cohort"))


def _settled(registers) -> bool:
    return any(register.locked or register.cohort.over for register in registers)


def _clean(fields: dict) -> dict:
    tidied = {"title": tidy, "venue": tidy, "reference": tidy, "outline": tidy_lines}
    return {key: tidied[key](value) if key in tidied else value for key, value in fields.items()}


def _written(values: dict) -> dict:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


def _require_changeable(session: Session, registers, changed: dict) -> None:
    if session.cancelled_at:
        raise Refused(_("Está cancelada: ya no cambia."))
    if changed.keys() & set(FROZEN) and _settled(registers):
        raise Refused(
            _("Su lista ya fue enviada o el grupo cerró: solo cambian el lugar, el enlace y lo que se trabaja.")
        )


def _require_sound(session: Session, registers) -> None:
    if session.ends_at <= session.starts_at:
        raise Refused(_("La sesión termina antes de empezar. Corrige la hora de cierre."))
    twins = Session.objects.filter(title=session.title, starts_at=session.starts_at, cancelled_at=None)
    groups = [register.cohort_id for register in registers]
    if twins.filter(registers__cohort__in=groups).exclude(pk=session.pk).exists():
        raise Refused(_("Ya hay una sesión con ese tema a esa misma hora."))

"""The report of a video call as the programme wrote it: titles above, several tables below each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cohorts.video_calls.facts import Participant
from cohorts.video_calls.moments import DAY, Moment, moment_said, order_of_days, second_of, seconds_said
from kit.spreadsheet import Row, match_headers
from kit.text import fold, name_key, tidy

SPELLINGS = {
    "name": {"name (original name)", "nombre (nombre original)", "name", "nombre", "full name", "nombre completo",
             "participant", "participante", "participant name", "nombre del participante", "nombre de usuario",
             "user name", "attendee", "attendee name", "asistente", "first name", "nombres", "nombre de pila"},
    "surname": {"last name", "surname", "family name", "apellido", "apellidos"},
    "email": {"user email", "email", "e-mail", "email address", "correo", "correo electronico", "e-mail del usuario",
              "email del usuario", "correo del usuario", "correo electronico del usuario",
              "direccion de correo electronico"},
    "account": {"participant id (upn)", "id. de participante (upn)", "id de participante (upn)",
                "id. del participante (upn)", "upn"},
    "join": {"join time", "joined at", "time joined", "joined", "hora de entrada", "hora para unirse",
             "hora de ingreso", "hora de union", "hora a la que se unio", "hora de incorporacion", "entrada"},
    "leave": {"leave time", "left at", "time exited", "time left", "left", "hora de salida", "hora para salir",
              "hora de abandono", "hora a la que salio", "salida"},
    "first_join": {"first join", "first join time", "primera union", "primera entrada", "primer ingreso",
                   "primera incorporacion"},
    "last_leave": {"last leave", "last leave time", "ultima salida", "ultimo abandono"},
    "duration": {"duration (minutes)", "duracion (minutos)", "total duration (minutes)", "duracion total (minutos)",
                 "duration", "duracion", "in-meeting duration", "duracion de la reunion", "duracion en la reunion",
                 "duracion en reunion", "time in call", "tiempo en la llamada", "attendance duration"},
    "action": {"user action", "accion del usuario", "accion de usuario"},
    "moment": {"timestamp", "marca de tiempo", "marca temporal"},
}  # fmt: skip
# What the programmes append to a name, in brackets.
_APPENDED = {"guest", "invitado", "invitada", "external", "externo", "externa", "unverified", "no comprobado",
             "no comprobada", "sin comprobar", "host", "anfitrion", "co-host", "coanfitrion", "me", "yo", "presenter",
             "moderador", "moderadora"}  # fmt: skip
_INSIDE = re.compile(r"(.*?)\s*\(([^()]+)\)\s*")
_GOES = {"left", "salio", "abandono", "se fue", "ha salido"}
_LONGEST = DAY


class NotAReport(ValueError):
    """No table of the file says who was there and how long."""


@dataclass(frozen=True)
class Report:
    """Who was there, and the day the report speaks of (None when it gives no days)."""

    people: list[Participant]
    day: date | None


@dataclass(frozen=True)
class _Block:
    at: dict[str, int]
    rows: list[Row]

    @property
    def rank(self) -> tuple[int, int]:
        """Comings and goings say more than sums: only they tell what overlaps."""
        fine = {"join", "leave"} <= self.at.keys() or {"action", "moment"} <= self.at.keys()
        return (2 if fine and self.rows else 1 if self.rows else 0, len(self.rows))


def read_report(lines: Sequence[Row], *, near: date) -> Report:
    """The people of a report, with their time. ``near`` is the day of the session. Raises ``NotAReport``."""
    block = max(_blocks(lines), key=lambda each: each.rank, default=None)
    if block is None or not block.rows:
        raise NotAReport
    moments = [moment for row in block.rows for moment in _moments(block, row) if moment]
    order = order_of_days(moments, near)
    seconds = [second for moment in moments if (second := second_of(moment, order, near)) is not None]
    people: dict[tuple[str, str], Participant] = {}
    for row in block.rows:
        _note(people, block, row, order, near)
    if "action" in block.at:
        _pair(people.values(), max(seconds, default=0))
    found = [one for one in people.values() if one.name or one.email]
    if not found:
        raise NotAReport
    told = any(day for day, _second in moments)
    return Report(found, date.fromordinal(min(seconds) // DAY) if told and seconds else None)


def names_in(written: str) -> list[str]:
    """The ways a name can be meant: without what the programme appends, what stands in brackets, what stands before."""
    text = tidy(written)
    while (found := _INSIDE.fullmatch(text)) and fold(found[2]).split(",")[0] in _APPENDED:
        text = found[1]
    inside = _INSIDE.fullmatch(text)
    names = [inside[2], inside[1], text] if inside else [text]
    return [name for name in names if name]


def _blocks(lines: Iterable[Row]) -> list[_Block]:
    """Each table of the file. A line with one cell alone is a title: it ends the table above it."""
    blocks: list[_Block] = []
    open_block: _Block | None = None
    for row in lines:
        full = [cell for cell in row.cells if cell]
        at = _heads(row.cells) if len(full) > 1 and not any(map(_has_digit, full)) else None
        if at is not None:
            open_block = _Block(at, [])
            blocks.append(open_block)
        elif len(full) == 1 and row.cells[0]:
            open_block = None
        elif open_block is not None:
            open_block.rows.append(row)
    return blocks


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _heads(cells: Sequence[str]) -> dict[str, int] | None:
    at, _unknown, _duplicated = match_headers(cells, SPELLINGS)
    says_when = "duration" in at or "join" in at or "first_join" in at or {"action", "moment"} <= at.keys()
    return at if "name" in at and says_when else None


def _cell(block: _Block, row: Row, field: str) -> str:
    at = block.at.get(field)
    return tidy(row.cells[at]) if at is not None and at < len(row.cells) else ""


def _moments(block: _Block, row: Row) -> list[Moment | None]:
    return [moment_said(_cell(block, row, field)) for field in ("join", "leave", "first_join", "last_leave", "moment")]


def _note(people: dict, block: _Block, row: Row, order: str, near: date) -> None:
    """Add what one line says to whom it speaks of: one name and one address are one participant."""
    name = " ".join(part for part in (_cell(block, row, "name"), _cell(block, row, "surname")) if part)
    address = next((said for field in ("email", "account") if "@" in (said := _cell(block, row, field).lower())), "")
    if not name and not address:
        return
    who = people.setdefault((address, "" if address else name_key(name, "")), Participant(name[:160], address[:254]))
    who.lines.append(row.number)
    joined, left, first, last, moment = (
        None if said is None else second_of(said, order, near) for said in _moments(block, row)
    )
    if moment is not None:
        goes = any(word in fold(_cell(block, row, "action")) for word in _GOES)
        # Until they are paired: a coming has no end yet, a going no beginning.
        who.spans.append((-1, moment) if goes else (moment, -1))
        return
    stayed = min(seconds_said(_cell(block, row, "duration")) or 0, _LONGEST)
    if joined is not None and left is None and stayed:
        left = joined + stayed
    if joined is not None and left is not None and left < joined and joined - left < DAY:
        left += DAY
    if joined is not None and left is not None and 0 <= left - joined <= _LONGEST:
        who.spans.append((joined, left))
    elif stayed:
        who.loose = max(who.loose, stayed)
    elif first is not None and last is not None and 0 <= last - first <= _LONGEST:
        who.loose = max(who.loose, last - first)


def _pair(people: Iterable[Participant], end: int) -> None:
    """Each coming with the going after it; who never left stayed until the last thing the report tells."""
    for one in people:
        told = sorted((start if start >= 0 else until, start < 0) for start, until in one.spans)
        spans, since = [], None
        for moment, goes in told:
            if not goes:
                since = moment if since is None else since
            elif since is not None:
                spans.append((since, moment))
                since = None
        if since is not None:
            spans.append((since, max(since, end)))
        one.spans = [span for span in spans if span[1] - span[0] <= _LONGEST]

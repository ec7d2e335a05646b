"""The words people write into attendance lists, in Spanish and English: heads of columns and marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cohorts.attendance_lists.facts import Meeting
from cohorts.attendance_lists.meetings import meant, names_a_session
from cohorts.roster.vocabulary import SPELLINGS as PEOPLE
from kit.spreadsheet import match_headers
from kit.text import fold

_NAMED = ("given_names", "surname1", "surname2", "surnames", "full_name", "email", "phone")
SPELLINGS = {name: PEOPLE[name] for name in _NAMED} | {
    "full_name": PEOPLE["full_name"] | {"estudiante", "alumno", "alumna", "student", "attendee", "persona inscrita"},
    "session": {"sesion", "numero de sesion", "n de sesion", "no de sesion", "num sesion", "numero", "session number",
                "taller", "clase", "encuentro", "workshop", "class", "titulo de la sesion", "tema"},
    "date": {"fecha", "dia", "fecha de la sesion", "fecha sesion", "day", "session date"},
    "status": {"asistencia", "asistio", "marca", "attendance", "mark", "presencia", "presente", "registro",
               "estado de asistencia", "attendance status"},
}  # fmt: skip
# fmt: off
_MARKS = {
    "present": {"p", "presente", "present", "si", "s", "yes", "y", "x", "1", "✓", "✔", "asistio", "asiste",
                "attended", "true", "verdadero", "ok", "*", "●", "•", "1.0", "presente (p)"},
    "late": {"r", "retardo", "retraso", "t", "tarde", "late", "l", "llego tarde", "atraso", "atrasado", "atrasada",
             "tardanza", "impuntual", "arrived late"},
    "excused": {"j", "justificada", "justificado", "justificacion", "falta justificada", "fj", "f.j.", "excused", "e",
                "permiso", "licencia", "con permiso", "con aviso"},
    "absent": {"a", "ausente", "ausencia", "absent", "f", "falta", "falto", "no", "n", "0", "inasistencia",
               "inasistente", "no asistio", "false", "falso", "did not attend", "fi", "injustificada"},
}
# fmt: on
_SILENT = {
    "",
    "-",
    "--",
    "–",
    "—",
    ".",
    "n/a",
    "na",
    "s/r",
    "sr",
    "sin registrar",
    "sin registro",
    "not recorded",
    "no registrado",
    "pendiente",
}  # fmt: skip
STATUS_OF = {word: status for status, words in _MARKS.items() for word in words}


def status_said(cell: str) -> str | None:
    """The status a cell says; "" when it says nothing, None when it is not understood."""
    text = fold(cell)
    return "" if text in _SILENT else STATUS_OF.get(text)


@dataclass(frozen=True)
class Heads:
    """Which column names the person, which says what about which session.

    A long list has ``session`` or ``date``, and ``status``, among ``at``; a matrix has ``sessions`` (column → meeting).
    ``unclear`` are heads that look like a session of which none, or more than one, fits: (head, how many fit).
    """

    at: dict[str, int]
    sessions: dict[int, Meeting] = field(default_factory=dict)
    unclear: list[tuple[str, int]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    duplicated: dict[str, list[str]] = field(default_factory=dict)
    twice: list[Meeting] = field(default_factory=list)

    @property
    def long(self) -> bool:
        return "status" in self.at and bool({"session", "date"} & self.at.keys()) and not self.sessions

    @property
    def names_people(self) -> bool:
        return bool({"full_name", "given_names", "email"} & self.at.keys())


def heads_of(header: Sequence[str], meetings: Sequence[Meeting]) -> Heads:
    """The columns we read. «Nombre» with no surname beside it is taken for the whole name."""
    at, unknown, duplicated = match_headers(header, SPELLINGS)
    if "given_names" in at and not {"surname1", "surnames", "full_name", "surname2"} & set(at):
        at["full_name"] = at.pop("given_names")
    heads = Heads(at, duplicated={**duplicated})
    taken = set(at.values())
    for column, title in enumerate(header):
        if column in taken or not title or title not in unknown:
            continue
        found = meant(title, meetings)
        if len(found) == 1:
            if found[0] in heads.sessions.values():
                heads.twice.append(found[0])
            heads.sessions[column] = found[0]
        elif found or names_a_session(title):
            heads.unclear.append((title, len(found)))
        else:
            heads.unread.append(title)
    return heads

"""The rows and figures of the pages of attendance in files, in words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from cohorts.actions.attendance_lists import JudgedLine, left_words
from cohorts.actions.video_calls import Attending
from cohorts.attendance_lists.words import counted, match_words, status_words

LINES = ("new", "different", "same", "shut", "unmatched", "wrong", "empty")


def line_words() -> dict[str, tuple[str, str, str]]:
    """For each verdict of a line: its badge, the badge's kind, and its name over a count."""
    return {
        "new": (_("Nueva"), "ok", _("Con marcas nuevas")),
        "different": (_("Distinta"), "warn", _("Con diferencias")),
        "same": (_("Igual"), "muted", _("Iguales a lo que está")),
        "shut": (_("No entra"), "warn", _("De listas cerradas")),
        "unmatched": (_("Sin persona"), "error", _("Sin persona")),
        "wrong": (_("Por revisar"), "error", _("Por revisar")),
        "empty": (_("Sin marcas"), "muted", _("Sin marcas")),
    }


def figures(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    words = line_words()
    return [(verdict, words[verdict][2], counts[verdict]) for verdict in LINES if counts.get(verdict)]


def line_rows(lines: Iterable[JudgedLine]) -> list[dict]:
    """Each line with its badge, whose it is, how many marks are what, and what of it stays out."""
    words = line_words()
    return [
        {
            "number": line.line.number,
            "name": line.line.name or line.line.email,
            "verdict": line.verdict,
            "badge": words[line.verdict],
            "who": match_words(line.match, line.line.name) if line.match.seat else "",
            "counts": counted(line.cells),
            "left": left_words(line),
        }
        for line in lines
    ]


def cell_words() -> dict[str, tuple[str, str]]:
    """For each verdict of one person's mark: its badge and the badge's kind."""
    return {
        "new": (_("Nueva"), "ok"),
        "minutes": (_("Con minutos"), "ok"),
        "same": (_("Igual"), "muted"),
        "different": (_("Distinta"), "warn"),
        "shut": (_("No entra"), "warn"),
        "left": (_("Ya se había dado de baja"), "error"),
        "contradicted": (_("Por revisar"), "error"),
    }


def participant_rows(attending: Iterable[Attending]) -> list[dict]:
    """Each participant: how it wrote itself, how long it was there, who it is and what will be noted."""
    kinds = {
        "staff": (_("Facilita: no está en la lista"), "muted"),
        "guest": (_("De visita: no cuenta en la asistencia"), "info"),
        "unknown": (_("Por decidir"), "warn"),
    }
    words = cell_words()
    return [
        {
            "name": one.participant.name or one.participant.email,
            "minutes": one.minutes,
            "times": len(one.participant.lines),
            "who": one.match.seat.name if one.match.seat and one.kind == "known" else "",
            "status": status_words(one.cell.claim.status) if one.cell else "",
            "badge": words[one.cell.verdict] if one.cell else kinds[one.kind],
        }
        for one in attending
    ]


def outcome_figures(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What became of a file, nothing left out that happened."""
    words = {
        "new": _("Marcas nuevas"),
        "changed": _("Marcas cambiadas"),
        "kept": _("Diferencias que quedaron como estaban"),
        "same": _("Ya estaban igual"),
        "shut": _("De listas que no reciben marcas"),
        "guests": _("De visita"),
        "unknown": _("Sin persona"),
        "unmatched": _("Líneas sin persona"),
        "wrong": _("Líneas por revisar"),
    }
    return [(label, counts[name]) for name, label in words.items() if name == "new" or counts.get(name)]

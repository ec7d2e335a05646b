"""What a file says and what becomes of it, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.attendance_lists.facts import Cell, Meeting
from cohorts.attendance_lists.matching import Match
from cohorts.models import AttendanceMark
from kit.clock import local


def status_words(status: str) -> str:
    return str(AttendanceMark.Status(status).label)


def shut_words(meeting: Meeting) -> str:
    """Why a list takes nothing, and who may open it."""
    words = {"number": meeting.number, "day": date_format(meeting.day, "SHORT_DATE_FORMAT")}
    if meeting.shut == "approved":
        said = _(
            "Fecha %(number)d (%(day)s): su lista ya está aprobada y no recibe marcas. Quien coordina puede reabrirla."
        )
    elif meeting.shut == "submitted":
        said = _(
            "Fecha %(number)d (%(day)s): su lista ya se envió y no recibe marcas. Quien coordina puede devolverla."
        )
    elif meeting.shut == "waived":
        said = _("Fecha %(number)d (%(day)s): su lista se dispensó y no recibe marcas. Quien coordina puede reabrirla.")
    elif meeting.shut == "closed":
        said = _("Fecha %(number)d (%(day)s): ya se cerró y su lista no recibe marcas. Quien coordina puede reabrir.")
    else:
        said = _("Fecha %(number)d (%(day)s): todavía no empieza. Su lista no recibe marcas de un archivo.")
    return said % words


def match_words(match: Match, name: str) -> str:
    """Whose line it is, or why nobody knows."""
    if match.seat is None:
        return {
            "several": _("Varias personas inscritas se llaman así. Escribe también su correo."),
            "other_name": _("El correo es de alguien que está en la lista con otro nombre."),
            "nobody": _("Ninguna persona inscrita se llama así ni tiene ese correo."),
        }[match.why]
    if match.why == "email":
        return _("Por su correo: %(name)s.") % {"name": match.seat.name}
    if match.why == "part" or match.seat.name != name:
        return _("Por su nombre: %(name)s.") % {"name": match.seat.name}
    return ""


def counted(cells: list[Cell]) -> str:
    """How many marks of a line are new, equal, and so on: «3 nuevas · 1 igual»."""
    told = [
        ("new", lambda count: ngettext("%(count)d nueva", "%(count)d nuevas", count)),
        ("minutes", lambda count: ngettext("%(count)d con sus minutos", "%(count)d con sus minutos", count)),
        ("same", lambda count: ngettext("%(count)d igual", "%(count)d iguales", count)),
        ("different", lambda count: ngettext("%(count)d distinta", "%(count)d distintas", count)),
        ("shut", lambda count: ngettext("%(count)d que no entra", "%(count)d que no entran", count)),
    ]
    counts = [(words, sum(1 for cell in cells if cell.verdict == verdict)) for verdict, words in told]
    return " · ".join(words(count) % {"count": count} for words, count in counts if count)


def trouble(cell: Cell) -> str:
    """Why a mark stays out, when nothing else on the page says so."""
    words = {"number": cell.claim.meeting.number}
    if cell.verdict == "left":
        return _("Fecha %(number)d: ya se había dado de baja.") % words
    if cell.verdict == "contradicted":
        return _("Fecha %(number)d: el archivo dice dos cosas de la misma persona. No entra ninguna.") % words
    return ""


def difference(cell: Cell, time_zone: str) -> str:
    """The question of one difference: what the file says, what stands, how it was said, by whom and when."""
    stands, meeting = cell.stands, cell.claim.meeting
    assert stands is not None, cell
    when = date_format(local(stands.at, time_zone), "SHORT_DATETIME_FORMAT")
    source = (str(AttendanceMark.Method(stands.method).label), stands.who, when)
    return _("%(name)s, fecha %(number)d (%(day)s): el archivo dice %(said)s; está %(stands)s (%(source)s).") % {
        "name": cell.claim.seat.name,
        "number": meeting.number,
        "day": date_format(meeting.day, "SHORT_DATE_FORMAT"),
        "said": status_words(cell.claim.status),
        "stands": status_words(stands.status),
        "source": ", ".join(part for part in source if part),
    }

"""Days on which nobody is called to a meeting. Only those whose date is the same every year, and Holy Week."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

_EVERYWHERE = {(1, 1): _("Año Nuevo"), (5, 1): _("Día del Trabajo"), (12, 25): _("Navidad")}
_OWN = {
    "MX": {(9, 16): _("Día de la Independencia")},
    "CO": {
        (7, 20): _("Día de la Independencia"),
        (8, 7): _("Batalla de Boyacá"),
        (12, 8): _("Inmaculada Concepción"),
    },
    "CL": {
        (5, 21): _("Glorias Navales"),
        (7, 16): _("Virgen del Carmen"),
        (8, 15): _("Asunción"),
        (9, 18): _("Fiestas Patrias"),
        (9, 19): _("Glorias del Ejército"),
        (11, 1): _("Día de Todos los Santos"),
        (12, 8): _("Inmaculada Concepción"),
    },
}


def holiday(country: str, day: date) -> str:
    """What is celebrated on that day, empty on an ordinary one. Days that a law moves every year are not known."""
    fixed = _EVERYWHERE | _OWN.get(country, {})
    if (day.month, day.day) in fixed:
        return str(fixed[day.month, day.day])
    before_easter = (easter(day.year) - day).days
    return {3: str(_("Jueves Santo")), 2: str(_("Viernes Santo"))}.get(before_easter, "")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the golden number and the epact (Meeus, Astronomical Algorithms)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    return date(year, 3, 22) + timedelta(days=moon + week - 7 * late)

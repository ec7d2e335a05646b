"""What funders ask, one function an indicator. Screens, files, commands and tests take each number from here.

Each function counts a ``Ledger`` (``reports.gathering.ledger_of``); the words beside it say how it was counted and are
printed wherever the number is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.facts import Ledger


@dataclass(frozen=True)
class Indicator:
    key: str
    label: Promise
    how: Promise
    count: Callable[[Ledger], int | Decimal]


INDICATORS: dict[str, Indicator] = {}


def indicator(label, how):
    """Enter the function among the indicators, in the order in which they are printed."""

    def enter(function):
        INDICATORS[function.__name__] = Indicator(function.__name__, label, how, function)
        return function

    return enter


@indicator(
    _("Inscripciones"),
    _(
        "Cada paso de una persona por un grupo, también si después se dio de baja. Quien cursa dos grupos cuenta dos; "
        "quien se trasladó, una vez, donde está ahora."
    ),
)
def enrolments(ledger: Ledger) -> int:
    return len(ledger.counted)


@indicator(
    _("Personas únicas"),
    _("Personas con al menos una inscripción. Quien cursa dos grupos cuenta una vez."),
)
def unique_persons(ledger: Ledger) -> int:
    return len({seat.person for seat in ledger.seats})


@indicator(
    _("Asistió al menos una vez"),
    _("Inscripciones con presente o llegó tarde en al menos una sesión con lista enviada."),
)
def attended_once(ledger: Ledger) -> int:
    return sum(1 for seat in ledger.counted if seat.enrolment in ledger.came)


@indicator(
    _("Cumplió la asistencia"),
    _("Inscripciones que alcanzan la asistencia que pide la regla de su grupo; el mínimo exacto cumple."),
)
def attendance_met(ledger: Ledger) -> int:
    return sum(1 for seat in ledger.counted if seat.attendance_met)


@indicator(
    _("Constancias"),
    _(
        "Constancias de acreditación vigentes por fecha de emisión, también las dadas por dispensa. Las anuladas y las "
        "reemplazadas no cuentan; tampoco las de participación, facilitación u organizaciones."
    ),
)
def certificates(ledger: Ledger) -> int:
    return len(ledger.issued)


@indicator(
    _("Personas con constancia"),
    _("Personas con al menos una constancia de acreditación vigente. Quien tiene dos cuenta una vez."),
)
def certified_persons(ledger: Ledger) -> int:
    return len({row.person for row in ledger.issued})


@indicator(
    _("Sesiones realizadas"),
    _("Sesiones no canceladas con lista enviada. Una sesión conjunta de varios grupos cuenta una vez."),
)
def sessions_held(ledger: Ledger) -> int:
    return len(ledger.meetings)


@indicator(
    _("Asistencias"),
    _("Veces que una persona inscrita estuvo en una sesión: presente o llegó tarde. Sin las personas invitadas."),
)
def attendances(ledger: Ledger) -> int:
    return len(ledger.attendances)


@indicator(
    _("Horas-persona"),
    _("La duración de cada sesión, sumada una vez por cada persona inscrita que estuvo en ella."),
)
def person_hours(ledger: Ledger) -> int | Decimal:
    minutes = sum(row.minutes for row in ledger.attendances)
    hours, rest = divmod(minutes, 60)
    return hours if not rest else (Decimal(minutes) / 60).quantize(Decimal("0.1"))


@indicator(
    _("Invitadas e invitados"),
    _("Personas en la sala sin inscripción. Van aparte: no entran en ningún porcentaje ni se suman a las personas."),
)
def guests(ledger: Ledger) -> int:
    return sum(meeting.guests for meeting in ledger.meetings)


@indicator(
    _("Organizaciones"),
    _("Organizaciones por las que se inscribió al menos una persona, según se anotó al inscribirla."),
)
def organisations(ledger: Ledger) -> int:
    return len(ledger.bodies)


@indicator(
    _("Integrantes declarados"),
    _("Lo que las organizaciones dicen tener. Es una declaración: no se suma a personas, asistencias ni aforos."),
)
def declared_members(ledger: Ledger) -> int:
    return sum(body.declared_members or 0 for body in ledger.bodies)


def figures(ledger: Ledger) -> dict[str, int | Decimal]:
    """Every indicator by its key."""
    return {key: one.count(ledger) for key, one in INDICATORS.items()}

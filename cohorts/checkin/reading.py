"""Whose code was shown at the door: found among those whose roll the asker takes at that meeting."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from cohorts.checkin.badge_code import PLACES, Shown, belongs, numbers_of, parse
from cohorts.models import AttendanceMark, Enrolment, FormerEnrolment, Register
from kit.pace import note, seconds_to_wait
from people.actions import Refused

# Of a million codes, those of a cohort of four hundred are found by guessing once in 2,500 tries.
WRONG, SECONDS = 60, 10 * 60


class Unknown(Refused):
    """Nobody of this meeting has that code."""


def read(text: str, registers: Sequence[Register], *, by) -> tuple[Register, Enrolment, str]:
    """The list, the seat and the way it was read: a badge's QR, six digits, or the name of a row of a signing sheet.

    ``registers`` have their ``cohort`` at hand. ``Refused``, saying why not; after sixty unknown ones of one account
    for some minutes.
    """
    pace = f"badges:{by.pk}"
    if seconds_to_wait(pace, most=WRONG, seconds=SECONDS):
        raise Refused(_("Se probaron demasiados códigos. Espera unos minutos o marca en la lista."))
    shown = parse(text)
    if shown is None:
        raise Refused(_("Ese código no está completo o tiene una cifra cambiada. Son seis cifras."))
    try:
        register, seat = _found(shown, registers)
    except Unknown:
        note(pace, seconds=SECONDS)
        raise
    method = AttendanceMark.Method.BADGE if shown.is_badge else AttendanceMark.Method.SELF_CODE
    return register, seat, method


def _found(shown: Shown, registers: Sequence[Register]) -> tuple[Register, Enrolment]:
    of = {register.cohort_id: register for register in registers}
    seats = _by_digits(shown.digits, registers) if shown.number is None else _by_number(shown.number, shown)
    here = [seat for seat in seats if seat.cohort_id in of]
    if seats and not here:
        raise Refused(_("Esa credencial es de otra lista. Si viene de visita, anótala abajo en la lista."))
    if len(here) > 1:
        raise Refused(_("Dos personas de esta sesión tienen ese código. Lee su QR o marca en la lista."))
    if not here:
        raise Unknown(_("Nadie de esta lista tiene ese código. Compáralo cifra por cifra o busca a la persona."))
    (seat,) = here
    register = of[seat.cohort_id]
    if seat.withdrawn_at and seat.withdrawn_at <= register.session.starts_at:
        raise Refused(_("%(name)s se dio de baja antes de esta sesión.") % {"name": seat.person.full_name})
    return register, seat


def _by_number(number: int, shown: Shown) -> list[Enrolment]:
    """The one that is named; the letter of a row, or the digits of a badge, have to agree with it."""
    seats = Enrolment.objects.select_related("person", "cohort")
    found = list(seats.filter(pk=number))
    issued = found or [each.kept for each in _former().filter(number=number)]
    return [seat for seat in issued if not shown.digits or belongs(shown, seat.cohort.uuid)]


def _by_digits(digits: str, registers: Sequence[Register]) -> list[Enrolment]:
    """Digits are of a cohort: they are looked for in each. By today's key first, by former ones when it knows none."""
    seats, former = Enrolment.objects.select_related("person", "cohort"), _former()
    for turn in range(len(numbers_of(digits, registers[0].cohort.uuid))):
        found: list[Enrolment] = []
        for register in registers:
            rest = numbers_of(digits, register.cohort.uuid)[turn]
            mine = seats.filter(cohort=register.cohort_id).annotate(rest=F("pk") % PLACES).filter(rest=rest)
            gone = former.filter(kept__cohort=register.cohort_id).annotate(rest=F("number") % PLACES).filter(rest=rest)
            found += list(mine) or [each.kept for each in gone]
        if found:
            return found
    return []


def _former():
    return FormerEnrolment.objects.select_related("kept__person", "kept__cohort")

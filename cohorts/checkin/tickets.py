"""What somebody who read the screen holds while she signs in: which door, and when she saw its code.

It lies in her own entrance, on our side: nothing that could be copied goes to the telephone. Signing in keeps it.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from cohorts.checkin.screen_code import serves
from cohorts.models import CheckIn, Register
from people.actions import Refused

LASTS = timedelta(minutes=15)
KEPT, TRIED = "checkin", "checkin_tries"
WRONG, SECONDS = 12, 10 * 60


@dataclass(frozen=True)
class Ticket:
    door: CheckIn
    seen_at: datetime

    @property
    def seconds_left(self) -> int:
        return int((self.seen_at + LASTS - datetime.now(UTC)).total_seconds())


def exchange(request, code: str) -> Register | None:
    """For a code that is on a screen now, the list it opens; the ticket is in the entrance. None when it is on none.

    One query, however many doors are open. ``Refused`` after twelve that were on none, for ten minutes: by entrance,
    never by address, and nobody is kept out by what others try.
    """
    now = datetime.now(UTC)
    since, wrong = request.session.get(TRIED, (0, 0))
    if since + SECONDS <= time.time():
        since, wrong = int(time.time()), 0
    if wrong >= WRONG:
        raise Refused(_("Se probaron demasiados códigos. Espera unos minutos o pide que te anoten en la puerta."))
    standing = CheckIn.objects.standing().select_related("register__session")
    door = next((each for each in standing if serves(code, each.uuid, now)), None)
    if door is None:
        request.session[TRIED] = (since, wrong + 1)
        return None
    request.session[KEPT] = {"door": door.pk, "seen": int(now.timestamp())}
    return door.register


def ticket_for(request, register: Register) -> Ticket:
    """The ticket this entrance holds for the session of that list. ``Refused``, saying why, when it holds none."""
    kept = request.session.get(KEPT)
    if not kept:
        raise Refused(
            _("Este enlace no basta: los pases no se prestan. Escanea tú el código que se ve ahora en la pantalla.")
        )
    door = CheckIn.objects.select_related("register__session").filter(pk=kept["door"]).first()
    if door is None or door.register.session_id != register.session_id:
        raise Refused(_("El código que escaneaste es de otra sesión. Escanea el que se ve en esta."))
    ticket = Ticket(door, datetime.fromtimestamp(kept["seen"], UTC))
    if ticket.seconds_left <= 0:
        raise Refused(_("Tu pase venció: dura quince minutos. Escanea otra vez el código de la pantalla."))
    return ticket


def carry(request, act) -> bool:
    """Do ``act``, which empties the entrance (leaving an account), and keep the ticket. Without one: nothing."""
    kept = request.session.get(KEPT)
    if kept:
        act(request)
        request.session[KEPT] = kept
    return bool(kept)

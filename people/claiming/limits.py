"""How often somebody may guess: by entrance, and all together. Never by address: a workshop has only one."""

import time

from kit.pace import note, seconds_to_wait

DOOR = "claim-codes"
# All who guess together: of 31⁹ codes, two months of this find one of four hundred with 1 in 30,000.
ALL_WRONG, ALL_SECONDS = 200, 10 * 60
ONE_WRONG, ONE_SECONDS = 8, 15 * 60
KEPT = "claim_guesses"


def wait_of(request) -> int:
    """Seconds until codes are looked at again, for this entrance; 0 when they are now."""
    since, wrong = request.session.get(KEPT, (0, 0))
    own = since + ONE_SECONDS - int(time.time()) if wrong >= ONE_WRONG else 0
    return max(own, 0, seconds_to_wait(DOOR, most=ALL_WRONG, seconds=ALL_SECONDS))


def note_guess(request) -> None:
    """A code nobody was given: counted for this entrance from its first one on, and for the door."""
    now = int(time.time())
    since, wrong = request.session.get(KEPT, (now, 0))
    if since + ONE_SECONDS <= now:
        since, wrong = now, 0
    request.session[KEPT] = (since, wrong + 1)
    note(DOOR, seconds=ALL_SECONDS)

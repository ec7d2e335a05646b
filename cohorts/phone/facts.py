"""When something was decided, as a telephone tells it: its clock may be wrong by minutes, or by years."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_MS = 4_102_444_800_000  # the year 2100: beyond it no clock is believed, and no sum overflows
# A request takes seconds to get here. Within these the telephone's own, steady measure of its error is the better one.
WAY_MS = 60_000
# A mark so far after our own moment is not explained by the way here: its clock was changed in between.
AHEAD = timedelta(minutes=5)


def milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def corrected(at: int, *, phone_now: int, skew: int | None, now: datetime) -> datetime:
    """The telephone's ``at`` on our clock, maybe later than ``now``; all in milliseconds since 1970.

    ``phone_now`` is what its clock said when it sent. ``skew`` is how much it has to add, as it measured once: with the
    same correction in every request, two decisions of one telephone never change places because one request was slow.
    It is believed while it agrees with ``phone_now`` within a minute: a clock set anew in between makes it worthless.
    """
    drift = milliseconds(now) - phone_now
    steady = skew is not None and abs(drift - skew) <= WAY_MS
    return EPOCH + timedelta(milliseconds=at + (skew if steady and skew is not None else drift))

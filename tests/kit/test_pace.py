"""So many in a stretch, wherever on the clock it begins."""

from functools import partial

import pytest

from kit.pace import note, seconds_to_wait, within_pace

PACE = {"most": 3, "seconds": 60}
HOUR = 3_600_000


@pytest.fixture
def clock(time_machine):
    """``clock(at)``: it is so many seconds now."""
    return partial(time_machine.move_to, tick=False)


@pytest.mark.parametrize("start", [HOUR, HOUR + 1, HOUR + 59])
def test_a_stretch_lasts_from_its_first_time_and_the_next_begins_anew(clock, start):
    clock(start)
    assert [within_pace("door", **PACE) for _time in range(4)] == [True, True, True, False]
    clock(start + 59)
    assert (within_pace("door", **PACE), within_pace("window", **PACE)) == (False, True)
    clock(start + 60)
    assert [within_pace("door", **PACE) for _time in range(4)] == [True, True, True, False]


def test_who_asked_too_often_is_told_how_long_to_wait(clock):
    clock(HOUR + 59)
    assert seconds_to_wait("door", **PACE) == 0
    assert [note("door", seconds=60) for _time in range(3)] == [1, 2, 3]
    assert seconds_to_wait("door", **PACE) == 60
    clock(HOUR + 59 + 45)
    assert seconds_to_wait("door", **PACE) == 15
    clock(HOUR + 59 + 60)
    assert (seconds_to_wait("door", **PACE), note("door", seconds=60), seconds_to_wait("door", **PACE)) == (0, 1, 0)

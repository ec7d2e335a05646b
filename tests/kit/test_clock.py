from datetime import UTC, date, datetime

import time_machine

from kit.clock import local, now, today


@time_machine.travel(datetime(2026, 3, 1, 4, 30, tzinfo=UTC), tick=False)
def test_the_day_is_the_day_of_the_place():
    assert today("America/Santiago") == date(2026, 3, 1)
    assert today("America/Mexico_City") == date(2026, 2, 28)


@time_machine.travel(datetime(2026, 3, 1, 4, 30, tzinfo=UTC), tick=False)
def test_a_moment_shown_elsewhere_is_the_same_moment():
    shown = local(now(), "America/Bogota")

    assert shown.strftime("%Y-%m-%d %H:%M") == "2026-02-28 23:30"
    assert shown == now()

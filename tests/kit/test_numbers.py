from decimal import Decimal

import pytest

from kit.numbers import whole_percent, write_number


@pytest.mark.parametrize(
    ("value", "country", "written"),
    [
        (1050, "MX", "1,050"),
        (Decimal("1050.5"), "MX", "1,050.5"),
        (Decimal("1050.5"), "CO", "1.050,5"),
        (Decimal("1050.50"), "CL", "1.050,50"),
        (13432, "", "13.432"),
        (-1234567, "CL", "-1.234.567"),
        (0, "MX", "0"),
        (1050.5, "MX", "1,050.5"),
        (None, "MX", "—"),
        ("", "CO", "—"),
        ("muchas", "CO", "—"),
        (Decimal("NaN"), "MX", "—"),
    ],
)
def test_a_number_is_written_as_its_country_does(value, country, written):
    assert write_number(value, country) == written


@pytest.mark.parametrize(
    ("part", "base", "rate"),
    [(4, 5, 80), (799, 1000, 79), (0, 3, 0), (3, 3, 100), (3, 0, None), (3, None, None), (None, 5, None)],
)
def test_a_percent_is_never_rounded_up(part, base, rate):
    assert whole_percent(part, base) == rate

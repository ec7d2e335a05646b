"""Numbers as each country writes them. Pure: no settings, no active language."""

from decimal import Decimal
from typing import Any

NOTHING = "—"
DOT_FOR_DECIMALS = {"MX"}  # Everywhere else we work, the comma parts the decimals and the dot the thousands.


def write_number(value: Any, country: str = "") -> str:
    """Write an int, Decimal or float: ``1,050.5`` in MX; ``1.050,5`` in CO, CL and where no country is known.

    Decimals are kept as given (no rounding); a float is written with its shortest form. ``None`` and what is
    not a number give ``—``.
    """
    if value is None or value == "" or isinstance(value, bool):
        return NOTHING
    try:
        number = value if isinstance(value, int | Decimal) else Decimal(str(value))
    except ArithmeticError:
        return NOTHING
    if isinstance(number, Decimal) and not number.is_finite():
        return NOTHING
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return text if country in DOT_FOR_DECIMALS else text.translate(str.maketrans(",.", ".,"))


def whole_percent(part: int | None, base: int | None) -> int | None:
    """Percent in whole numbers, rounded down: 79.9 % is never shown as 80 %. ``None`` without a base."""
    if part is None or not base:
        return None
    return part * 100 // base

"""When somebody is to be called: plain values, no database."""

from collections.abc import Set
from dataclasses import dataclass

# Why, the gravest first: what the message speaks of.
UNREACHABLE, ABSENT_TWICE, SILENT = "unreachable", "absent_twice", "silent"
CODES = (UNREACHABLE, ABSENT_TWICE, SILENT)
SILENT_DAYS = 7


@dataclass(frozen=True)
class Sign:
    """Why: a code and its number.

    | code | number |
    |---|---|
    | unreachable | sessions she would still need, more than there are to come |
    | absent_twice | |
    | silent | days without an act in a lesson |
    """

    code: str
    number: int = 0


def missed_twice(everybody: Set[int], came_before: Set[int], came_now: Set[int]) -> set[int]:
    """Of those expected at two meetings running, who came to neither."""
    return set(everybody) - came_before - came_now

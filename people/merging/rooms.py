"""How the rooms above take part when two registers become one: each moves what is its own.

A room registers ``people.merge`` with a function that gives its :class:`Room`. Rooms are asked from the roof down
(``order`` of the hook), so that what hangs from a row is moved before the row itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wagtail import hooks

from people.merging.journal import Journal
from people.models import Person, User

# Where a room stands in the order: the highest floor first.
CERTIFICATES, NETWORK, LEARNING, COHORTS, PROGRAMMES, PEOPLE = range(10, 70, 10)


@dataclass(frozen=True)
class Union:
    """Two registers about to be one. ``account`` stays with the person, ``left`` is the account that goes without.

    ``names``: (given names, surnames, key) of both, as they were before one side's were chosen.
    """

    keep: Person
    drop: Person
    account: int | None
    left: int | None
    by: User | None
    at: datetime
    names: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of what will happen: a word for the things, how many, and a sentence when more is to be said."""

    label: str
    count: int
    note: str = ""


def _nothing_against(_union: Union) -> str:
    return ""


def _nothing_against_parting(_entries: list[dict]) -> str:
    return ""


@dataclass(frozen=True)
class Room:
    """``keys``: every foreign key to a person, or to a row that a merge takes away, that ``move`` answers for.

    ``preview(keep, drop)`` gives lines in a fixed number of queries, ``refusal(union)`` a sentence when it must not be.
    ``parting(entries)``, given the journal, is a sentence when what it would bring back has no place any more; it is
    asked before the two are locked, and holds what it counted.
    """

    keys: tuple[str, ...]
    preview: Callable[[Person, Person], list[Line]]
    move: Callable[[Union, Journal], None]
    refusal: Callable[[Union], str] = _nothing_against
    parting: Callable[[list[dict]], str] = _nothing_against_parting


def rooms() -> list[Room]:
    return [room() for room in hooks.get_hooks("people.merge")]

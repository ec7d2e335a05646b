"""A line of a list of organisations, and what is to become of it: plain values, no database."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class OrganisationRow:
    """What one line says. ``problems`` are sentences; with one of them the line is wrong. ``kind`` empty: not said."""

    number: int
    name: str = ""
    key: str = ""
    kind: str = ""
    ref: str = ""
    territory_id: int | None = None
    place: str = ""
    members: int | None = None
    declared_on: date | None = None
    contact: tuple[str, str, str] = ("", "", "")
    contact_key: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation as it stands. ``mine``: the reader of the list may see it; others are only joined.

    ``key`` is its name today, ``former`` what it was called before.
    """

    id: int
    name: str
    key: str
    former: frozenset[str]
    kind: str
    territory_id: int | None
    ref: str
    members: int | None
    declared_on: date | None
    contact_key: str = ""
    mine: bool = True


@dataclass(frozen=True)
class JudgedOrganisation:
    """A line with its verdict: ``new``, ``changed``, ``same``, ``repeated`` or ``wrong``; ``why`` is a reason code.

    ``changes`` names what would change, with its new value.
    """

    row: OrganisationRow
    verdict: str
    why: str = ""
    known: KnownOrganisation | None = None
    changes: dict[str, object] = field(default_factory=dict)
    twin: int | None = None

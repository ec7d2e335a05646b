"""A line of a list, and what is to become of it: plain values, no database."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class RosterRow:
    """What one line says, checked cell by cell. ``number`` is the line seen in the spreadsheet.

    ``problems`` are sentences; with one of them the line is wrong. ``other_split`` is the other way to part a full
    name into (given names, first surname, second surname), when there are two good ones.
    """

    number: int
    given_names: str = ""
    surname1: str = ""
    surname2: str = ""
    key: str = ""
    email: str = ""
    phone: str = ""
    sex: str = ""
    area: str = ""
    birth_date: date | None = None
    organisation: str = ""
    organisation_key: str = ""
    post: str = ""
    place: str = ""
    territory_id: int | None = None
    other_split: tuple[str, str, str] | None = None
    problems: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given_names, self.surname1, self.surname2) if part)


@dataclass(frozen=True)
class Known:
    """A person whom the reader of the list may see: ``here`` in this cohort now, or ``near`` in its programme."""

    id: int
    uuid: str
    name: str
    key: str
    email: str = ""
    phone: str = ""
    organisation_keys: frozenset[str] = field(default_factory=frozenset)
    here: bool = False
    near: bool = False
    seen_in: str = ""
    other_keys: frozenset[str] = field(default_factory=frozenset)

    @property
    def keys(self) -> frozenset[str]:
        """The name as it is today, and those under which she was registered before."""
        return self.other_keys | {self.key}


@dataclass(frozen=True)
class Judged:
    """A line with its verdict.

    ``new`` and ``known`` will be enrolled, ``here`` already is, ``possible`` waits for a decision, ``repeated`` stands
    again in the list (see ``twin``, a line number), ``wrong`` cannot be read. ``why`` is a reason code.
    """

    row: RosterRow
    verdict: str
    why: str = ""
    person: Known | None = None
    twin: int | None = None

    @property
    def found(self) -> Known:
        """The person of a verdict that always names one: ``known``, ``here``, and ``possible`` but for a twin."""
        assert self.person is not None, self
        return self.person

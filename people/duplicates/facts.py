"""What is known of a person when two are compared: plain values, no database."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Known:
    """One person as registered. Names as typed; ``email`` lower-cased; empty or None is what nobody said.

    ``identities``: one word for each official identifier, ``country:kind:mark``, the mark equal for equal numbers.
    """

    id: int
    given_names: str
    surname1: str
    surname2: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    territory_id: int | None = None
    identities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """How likely two are one, from 0 to 100, and why.

    | code | what is equal |
    |---|---|
    | identity | the official identifier |
    | email | the mailbox |
    | phone | the last ten digits of the telephone |
    | same_name | the name, whatever the order, accents and abbreviations |
    | misspelt_name | the name, some of its words written otherwise |
    | shorter_name | the name, of which one side leaves out a part |
    | birth_date | the day of birth |
    | territory | the municipality |
    | other_birth_date | nothing: both days of birth are known and differ |
    | other_identity | nothing: both identifiers are known and differ |
    """

    score: int
    reasons: tuple[str, ...] = ()

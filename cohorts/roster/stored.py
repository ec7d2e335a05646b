"""What a worker found in a big list, kept with it: verdicts by line, shown a page at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cohorts.roster.facts import Judged, Known, RosterRow
from cohorts.roster.judging import WILL_ENROL

OTHER = "other"


@dataclass(frozen=True)
class Verdict:
    """One line without what it says: its number, the verdict, and the person or the line it speaks of."""

    number: int
    verdict: str
    why: str
    person: int | None
    twin: int | None


@dataclass(frozen=True)
class Stored:
    """``by`` is the account with whose eyes the list was judged: nobody else may read whom it met there."""

    by: int | None
    m_is: str
    lines: list[Verdict]
    people: dict[int, Known]
    # As ``Review.asked``.
    asked: dict[int, int]

    @property
    def counts(self) -> Counter:
        return Counter(line.verdict for line in self.lines)

    def entering(self, said: Mapping[int, str]) -> int:
        """How many would come in today, with what was decided so far."""
        return sum(1 for line in self.lines if line.verdict in WILL_ENROL or self._decided(line, said))

    def _decided(self, line: Verdict, said: Mapping[int, str]) -> bool:
        if line.verdict != "possible" or line.number not in said:
            return False
        return said[line.number] == OTHER or bool(line.person and not self.people[line.person].here)

    def of(self, verdict: str) -> list[Verdict]:
        """The lines of one verdict, or all for an empty word, in the order of the list."""
        return [line for line in self.lines if not verdict or line.verdict == verdict]

    def shown(self, lines: Sequence[Verdict], rows: Collection[RosterRow]) -> list[Judged]:
        """Those lines with what they say, for the pages that show judged lines."""
        said = {row.number: row for row in rows}
        return [
            Judged(said[line.number], line.verdict, line.why, self.people.get(line.person or 0), line.twin)
            for line in lines
        ]


def kept(judged: Sequence[Judged], *, m_is: str, by: int | None, asked: Mapping[int, int]) -> dict:
    """Plain values of :func:`stored`, to be stored."""
    people = {line.person.id: line.person for line in judged if line.person}
    return {
        "by": by,
        "m_is": m_is,
        "asked": {str(quota): wanted for quota, wanted in asked.items()},
        "lines": [
            [line.row.number, line.verdict, line.why, line.person.id if line.person else None, line.twin]
            for line in judged
        ],
        "people": [[one.id, one.uuid, one.name, one.seen_in, one.here] for one in people.values()],
    }


def stored(plain: dict) -> Stored | None:
    """What :func:`kept` made of it; None while the list has not been judged."""
    if not plain:
        return None
    people = {
        number: Known(number, uuid, name, "", seen_in=seen_in, here=here)
        for number, uuid, name, seen_in, here in plain["people"]
    }
    asked = {int(quota): wanted for quota, wanted in plain.get("asked", {}).items()}
    return Stored(plain["by"], plain["m_is"], [Verdict(*line) for line in plain["lines"]], people, asked)

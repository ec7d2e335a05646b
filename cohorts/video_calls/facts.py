"""Who was in a call, as its report says: plain values."""

from dataclasses import dataclass, field

from cohorts.attendance_lists.facts import Span
from cohorts.video_calls.spans import united_seconds


@dataclass
class Participant:
    """One name with one address of a report. ``lines`` are its lines, each a coming and going; ``loose`` seconds are
    the longest stay of which the report gives no moments.
    """

    name: str
    email: str = ""
    lines: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    loose: int = 0

    @property
    def seconds(self) -> int:
        return seconds_of([self])


def seconds_of(participants: list[Participant]) -> int:
    """How long these, who are one person, were there: what overlaps counts once."""
    spans = [span for one in participants for span in one.spans]
    return max([united_seconds(spans), *(one.loose for one in participants)])


def plain(people: list[Participant]) -> list[list]:
    return [[one.name, one.email, one.lines, [list(span) for span in one.spans], one.loose] for one in people]


def read_plain(rows: list[list]) -> list[Participant]:
    return [
        Participant(name, email, lines, [(a, b) for a, b in spans], loose) for name, email, lines, spans, loose in rows
    ]

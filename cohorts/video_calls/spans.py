"""How long somebody was there, from the moments at which devices came and went. Whole seconds."""

from collections.abc import Iterable

from cohorts.attendance_lists.facts import Span


def united_seconds(spans: Iterable[Span]) -> int:
    """The time covered by at least one of the spans: two devices at once count once."""
    total, until = 0, None
    for start, end in sorted(spans):
        if until is None or start > until:
            total += end - start
            until = end
        elif end > until:
            total += end - until
            until = end
    return total

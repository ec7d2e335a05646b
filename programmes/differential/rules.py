"""How answers may be shown as figures: nobody can be picked out, not even by subtracting."""

LEAST = 5


def shielded(counts: dict[str, int], least: int = LEAST) -> dict[str, int | None]:
    """The counts that may be read; None for those that may not.

    What counts fewer than ``least`` (and more than none) is hidden. When the hidden ones together are fewer than
    ``least``, the smallest of the others is hidden too: else the total would give them away.
    """
    hidden = {code for code, count in counts.items() if 0 < count < least}
    while hidden and sum(counts[code] for code in hidden) < least:
        others = [code for code, count in counts.items() if count and code not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda code: (counts[code], code)))
    return {code: None if code in hidden else count for code, count in counts.items()}


def readable_total(counts: dict[str, int], least: int = LEAST) -> int | None:
    """How many answered; None for fewer than ``least``."""
    total = sum(counts.values())
    return total if total >= least or not total else None

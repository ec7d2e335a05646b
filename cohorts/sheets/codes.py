"""The short name of a row on a signed sheet: a number and a letter that tells when the number was read wrong."""

import re

# Twenty-three letters that are not taken for a figure: a prime number of them, so that one wrong digit and two
# neighbours swapped always give another letter.
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CODE = re.compile(r"([0-9]{1,18})([A-Z])")


def row_code(enrolment_id: int) -> str:
    """``1234-X``: the same for an enrolment on every sheet, for as long as there are sheets."""
    return f"{enrolment_id}-{LETTERS[enrolment_id % len(LETTERS)]}"


def enrolment_of(code: str) -> int | None:
    """The enrolment that a typed code names; None when it is none or its letter disagrees.

    Case, spaces and dashes do not count. Whether it belongs to the list at hand is asked of the list; a number that
    became part of another since is found in ``FormerEnrolment``.
    """
    found = _CODE.fullmatch(re.sub(r"[\s\-–—.]", "", code[:40]).upper())
    if not found:
        return None
    number = int(found[1])
    return number if LETTERS[number % len(LETTERS)] == found[2] else None

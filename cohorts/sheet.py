"""One attendance list as it is read aloud: rows by surname, what stands for each, and the sums. Fixed queries."""

from collections import Counter
from dataclasses import dataclass, field

from cohorts.actions.roll import on_roll
from cohorts.models import Register
from kit.rows import rows
from kit.text import fold, listed

MARKS = "SELECT id, enrolment_id, status FROM cohorts_attendancemark WHERE register_id IN ({}) ORDER BY decided_at, id"
CHECKED = {"present": "p", "late": "l", "excused": "e", "absent": "a"}


@dataclass
class Sheet:
    """``rows`` are plain dicts, one a person, as the template prints them; ``standing`` what was last decided.

    ``seen`` is the id of the newest mark; ``expected`` who was enrolled by the end of the session: they need a mark.
    """

    rows: list[dict]
    standing: dict[int, str]
    expected: set[int]
    seen: int
    sums: dict[str, int] = field(default_factory=dict)

    @property
    def unmarked(self) -> set[int]:
        return {pk for pk in self.expected if pk not in self.standing}


def sheet_of(register: Register, typed: dict[int, str] | None = None, *, names_only: bool = False) -> Sheet:
    """The list with ``typed`` (enrolment → status, not kept yet) shown over what stands. Two queries.

    ``names_only``: for who helps, nothing beside the name.
    """
    standing, seen = standing_at(register)
    shown = standing | (typed or {})
    people = on_roll(register).values_list(
        "pk", "person__given_names", "person__surname1", "person__surname2", "organisation__name", "enrolled_at"
    )
    lines, expected, sums = [], set(), Counter()
    for pk, given, surname1, surname2, organisation, enrolled_at in people:
        name = listed(given, surname1, surname2)
        note = "" if names_only else organisation or ""
        late = enrolled_at > register.session.ends_at
        if not late:
            expected.add(pk)
        status = shown.get(pk)
        # Every key is there and the number is text: a template pays dearly for a missing key and for a number.
        row = {"pk": pk, "field": f"m-{pk}", "name": name, "note": note, "later": late, "status": status}
        row |= {letter: " checked" if status == value else "" for value, letter in CHECKED.items()}
        row["key"] = fold(name)
        if status or not late:
            sums[status or "none"] += 1
        lines.append(row)
    lines.sort(key=lambda row: row["key"])
    totals = {status: sums[status] for status in ("present", "late", "excused", "absent", "none")}
    totals["in_room"] = totals["present"] + totals["late"]
    return Sheet(lines, standing, expected, seen, totals)


def standing_at(register: Register, seen: int | None = None) -> tuple[dict[int, str], int]:
    """What stands for each enrolment, and the newest mark's id; with ``seen``, as it stood when that was the newest."""
    known = [row for row in rows(MARKS, [register.pk]) if seen is None or row[0] <= seen]
    return {enrolment: status for _pk, enrolment, status in known}, max((row[0] for row in known), default=0)

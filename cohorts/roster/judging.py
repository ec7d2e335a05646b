"""Who is new, who is known, who might be: decided from plain values, the same in any order of lines."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from difflib import SequenceMatcher

from cohorts.roster.facts import Judged, Known, RosterRow

WILL_ENROL = frozenset({"new", "known"})
_ALIKE = 85
_SHORT = 6
# One mailbox, or one name, shared by more people than this tells nobody apart: those beyond it are not compared one by
# one, or a list of ten thousand equal mailboxes would take minutes.
_SHARED = 50
_SAID = [each.name for each in fields(RosterRow) if each.name != "number"]


def judge(rows: Iterable[RosterRow], known: Iterable[Known]) -> list[Judged]:
    """One verdict for each line, in the order of the list.

    Fuller lines are heard first, so that which of two equal lines counts does not depend on where they stand.
    """
    hearing = _Hearing(known)
    judged = [hearing.decide(row) for row in sorted(rows, key=_fullest_first)]
    return sorted(judged, key=lambda verdict: verdict.row.number)


def same_name(one: str, other: str) -> bool:
    """Whether two name keys are one name: written in full and in part, or with one long word misspelt.

    «Luis» and «Luisa» are not: brothers and sisters share a mailbox more often than people forget a letter.
    """
    first, second = set(one.split()), set(other.split())
    shared = first & second
    if first == second or (len(shared) >= 2 and shared in (first, second)):
        return True
    rest, others = first - shared, second - shared
    return len(shared) >= 2 and len(rest) == len(others) == 1 and _misspelt(rest.pop(), others.pop())


def _misspelt(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORT or one.startswith(other) or other.startswith(one):
        return False
    return SequenceMatcher(None, one, other).ratio() * 100 >= _ALIKE


def same_phone(one: str, other: str) -> bool:
    """The last ten digits decide: the country's prefix is written or not."""
    return bool(_dialled(one)) and _dialled(one) == _dialled(other)


def _dialled(phone: str) -> str:
    return phone.lstrip("+")[-10:]


def _fullest_first(row: RosterRow):
    values = [str(getattr(row, name)) for name in _SAID]
    filled = sum(1 for value in values if value and value not in ("None", "()"))
    return (-filled, values, row.number)


class _Hearing:
    def __init__(self, known: Iterable[Known]):
        self.by_email: dict[str, list[Known]] = defaultdict(list)
        self.by_key: dict[str, list[Known]] = defaultdict(list)
        self.by_phone: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for person in sorted(known, key=_here_first):
            for key in person.keys:
                self.by_key[key].append(person)
                self.by_phone[key, _dialled(person.phone)].append(person)
            if person.email:
                self.by_email[person.email].append(person)
        self.heard_email: dict[str, list[Judged]] = defaultdict(list)
        self.heard_key: dict[str, list[Judged]] = defaultdict(list)
        self.taken: dict[int, int] = {}

    def decide(self, row: RosterRow) -> Judged:
        if row.problems:
            return Judged(row, "wrong", "unreadable")
        verdict = self._repeated(row) or self._known(row) or self._possible(row) or Judged(row, "new", "nobody")
        if verdict.person and verdict.verdict in {"here", "known"}:
            twin = self.taken.setdefault(verdict.person.id, row.number)
            if twin != row.number:
                return Judged(row, "repeated", "same_person", verdict.person, twin)
        if verdict.verdict != "repeated":
            self.heard_key[row.key].append(verdict)
            if row.email:
                self.heard_email[row.email].append(verdict)
        return verdict

    def _repeated(self, row: RosterRow) -> Judged | None:
        for heard in self.heard_email[row.email][:_SHARED] if row.email else ():
            if same_name(heard.row.key, row.key):
                return Judged(row, "repeated", "same_email", heard.person, heard.row.number)
        for heard in self.heard_key[row.key][:_SHARED]:
            if not _conflict(row.email, heard.row.email) and not _conflict(
                row.organisation_key, heard.row.organisation_key
            ):
                return Judged(row, "repeated", "same_name", heard.person, heard.row.number)
        return None

    def _known(self, row: RosterRow) -> Judged | None:
        """The same mailbox and name, or the same telephone and name; here in the cohort the name may be enough."""
        mailbox = [person for person in self._reached(row) if _goes_by(person, row.key)]
        for person in mailbox:
            return Judged(row, "here" if person.here else "known", "same_email", person)
        for person in self.by_phone[row.key, _dialled(row.phone)][:_SHARED] if row.phone else ():
            if not _conflict(row.email, person.email):
                return Judged(row, "here" if person.here else "known", "same_phone", person)
        for person in self.by_key[row.key][:_SHARED]:
            if person.here and not _conflict(row.email, person.email) and _same_organisation(row, person):
                return Judged(row, "here", "same_name", person)
        return None

    def _reached(self, row: RosterRow) -> list[Known]:
        return self.by_email[row.email][:_SHARED] if row.email else []

    def _possible(self, row: RosterRow) -> Judged | None:
        for person in self.by_key[row.key][:1]:
            if person.here or person.near:
                return Judged(row, "possible", "same_name", person)
        for heard in self.heard_key[row.key]:
            return Judged(row, "possible", "same_name_in_list", heard.person, heard.row.number)
        for person in self._reached(row):
            if any(set(key.split()) & set(row.key.split()) for key in person.keys):
                return Judged(row, "possible", "same_email", person)
        return None


def _goes_by(person: Known, key: str) -> bool:
    return any(same_name(known, key) for known in person.keys)


def _conflict(one: str, other: str) -> bool:
    """Both say something and it differs; silence contradicts nobody."""
    return bool(one) and bool(other) and one != other


def _same_organisation(row: RosterRow, person: Known) -> bool:
    return not row.organisation_key or not person.organisation_keys or row.organisation_key in person.organisation_keys


def _here_first(person: Known):
    return (not person.here, not person.near, person.id)

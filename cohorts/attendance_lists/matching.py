"""Whose line it is: by e-mail, then by name, then by a name written in part. Decided from plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cohorts.attendance_lists.facts import Seat
from cohorts.roster.judging import same_name, same_phone
from kit.text import name_key


@dataclass(frozen=True)
class Match:
    """``seat`` when it is clear. ``why`` is a code: ``email``, ``name``, ``part`` of a name; or, with nobody found,
    ``nobody``, ``several`` (of that name), ``other_name`` (the mailbox of somebody called otherwise).
    """

    seat: Seat | None
    why: str


class Roster:
    """The people of a cohort, to be found by what a file says of them."""

    def __init__(self, seats: Iterable[Seat]):
        self.seats = list(seats)
        self.by_email: dict[str, list[Seat]] = defaultdict(list)
        self.by_key: dict[str, list[Seat]] = defaultdict(list)
        for seat in self.seats:
            if seat.email:
                self.by_email[seat.email].append(seat)
            for key in seat.keys:
                self.by_key[key].append(seat)

    def find(self, names: Sequence[str], *, email: str = "", phone: str = "") -> Match:
        """``names`` are ways in which the file writes the one name, the likeliest first."""
        keys = [key for key in (name_key(name, "") for name in names) if key]
        if email in self.by_email:
            return self._of_mailbox(self.by_email[email], keys)
        for key in keys:
            if found := self.by_key.get(key):
                return self._one(found, phone, "name")
        for key in keys:
            if found := [seat for seat in self.seats if any(same_name(known, key) for known in seat.keys)]:
                return self._one(found, phone, "part")
        return Match(None, "nobody")

    def _of_mailbox(self, found: list[Seat], keys: list[str]) -> Match:
        """A mailbox is often a household's: whoever is called quite otherwise is somebody else."""
        if not keys:
            return self._one(found, "", "email")
        words = {word for key in keys for word in key.split()}
        called = [seat for seat in found if any(words & set(known.split()) for known in seat.keys)]
        exact = [seat for seat in called if seat.keys & set(keys)]
        return self._one(exact or called, "", "email") if called else Match(None, "other_name")

    @staticmethod
    def _one(found: Sequence[Seat], phone: str, why: str) -> Match:
        if len(found) > 1 and phone:
            found = [seat for seat in found if same_phone(seat.phone, phone)] or found
        return Match(found[0], why) if len(found) == 1 else Match(None, "several")

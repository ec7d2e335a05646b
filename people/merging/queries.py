"""What the pages about duplicates show, read in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Q

from kit.text import words_of
from people.merging.choices import DROP, KEEP
from people.merging.rooms import Line, rooms
from people.models import Merge, Person, PotentialDuplicate

_SIDES = ("a__territory", "b__territory")


def suggestions(user, *, status: str, look_for: str):
    """The pairs this account may decide about, likeliest first; ``look_for`` are words of either name."""
    pairs = PotentialDuplicate.objects.visible_to(user).filter(status=status).select_related(*_SIDES)
    for word in words_of(look_for):
        pairs = pairs.filter(Q(a__name_key__contains=word) | Q(b__name_key__contains=word))
    return pairs


def merges_of(user):
    """What was united where this account coordinates, the last first."""
    mine = Person.objects.coordinated_by(user).values("pk")
    return Merge.objects.filter(kept__in=mine).select_related("kept", "dropped", "by", "undone_by").defer("map")


@dataclass(frozen=True)
class Preview:
    """What will happen: a line for each thing that moves, with nothing said of what does not."""

    lines: list[Line]

    @property
    def moving(self) -> list[Line]:
        return [line for line in self.lines if line.count]


def preview_of(keep: Person, drop: Person) -> Preview:
    """Asked of every room of the house; as many queries whatever there is to move."""
    return Preview([line for room in rooms() for line in room.preview(keep, drop)])


def accounts_of(keep: Person, drop: Person) -> dict[str, str]:
    """The address of each side that has an account."""
    sides = {KEEP: keep.user, DROP: drop.user}
    return {side: user.email for side, user in sides.items() if user}

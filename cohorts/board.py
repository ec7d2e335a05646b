"""The people of a cohort at a glance, in a fixed number of queries however many they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.attendance import presence_of
from cohorts.facts import Presence
from cohorts.models import Cohort, Enrolment
from kit.templatetags.kit import percent
from kit.text import fold, listed
from people.models import Invitation

_KINDS = {"none": "muted", "invited": "info", "open": "ok"}
# Swapped into a prepared address: to build each of forty-six would cost more than to fetch their people.
_ANY = "00000000-0000-0000-0000-000000000000"
_FIELDS = (
    "pk", "uuid", "person__given_names", "person__surname1", "person__surname2", "person__email", "person__phone",
    "person__user", "organisation__name", "territory__name", "post", "withdrawn_at", "withdrawn_reason", "invited",
    "person__uuid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the board. ``account`` is none, invited or open; ``presence`` a rate with its base."""

    uuid: str
    name: str
    organisation: str
    place: str
    post: str
    email: str
    phone: str
    account: str
    account_word: str
    account_kind: str
    can_invite: bool
    attended: int
    held: int
    presence: str
    left: str
    withdraw_url: str
    person_url: str
    passage_url: str


class Line(NamedTuple):
    """One enrolment as it is looked for and put in order, before anything is counted for it."""

    enrolment: int
    uuid: UUID
    given_names: str
    surname1: str
    surname2: str
    email: str
    phone: str
    user: int | None
    organisation: str | None
    place: str | None
    post: str
    withdrawn_at: datetime | None
    reason: str
    invited: bool
    person: UUID

    @property
    def account(self) -> str:
        return "open" if self.user else "invited" if self.invited else "none"

    @property
    def can_invite(self) -> bool:
        return self.account == "none" and bool(self.email)

    def is_called(self, words: str) -> bool:
        """``words`` (folded) stand in her name, either way round, or in her organisation's."""
        given, first, second = self.given_names, self.surname1, self.surname2
        return words in fold(f"{first} {second} {given} {self.organisation or ''}") or words in fold(
            f"{given} {first} {second}"
        )


@dataclass(frozen=True)
class Board:
    active: list[Line]
    withdrawn: list[Line]

    @property
    def invitable(self) -> int:
        return sum(line.can_invite for line in self.active)


def board_of(cohort: Cohort, *, look_for: str = "") -> Board:
    """Everyone ever enrolled, by surname as people sort it (Á beside A). One query.

    ``look_for`` keeps those in whose name or organisation it stands, with or without accents.
    """
    open_ones = Invitation.objects.filter(person=OuterRef("person"), accepted_at=None, expires_at__gt=timezone.now())
    rows = Enrolment.objects.filter(cohort=cohort).annotate(invited=Exists(open_ones)).values_list(*_FIELDS)
    wanted = fold(look_for)
    lines = [line for line in map(Line._make, rows) if not wanted or line.is_called(wanted)]
    lines.sort(key=_place_in_list)
    return Board([one for one in lines if not one.withdrawn_at], [one for one in lines if one.withdrawn_at])


def _place_in_list(line: Line) -> tuple[str, str]:
    name = f"{line.surname1} {line.surname2} {line.given_names} {line.organisation or ''}"
    return fold(name), str(line.uuid)


def passages_of(cohort: Cohort, lines: Iterable[Line]) -> list[Passage]:
    """What the board shows of each of ``lines``, in their order. Two queries, three where minutes count.

    Presence is counted for these alone: of a large group a page shows a part.
    """
    lines = list(lines)
    presences = presence_of(cohort, enrolments=[line.enrolment for line in lines])
    words, rate = account_words(), cache(percent)
    patterns = tuple(reverse(name, args=[_ANY]) for name in ("cohorts:withdraw", "identity:person", "cohorts:passage"))
    return [_passage(line, presences.get(line.enrolment) or presences[0], words, rate, patterns) for line in lines]


def _passage(line: Line, presence: Presence, words: dict[str, str], rate, patterns: tuple[str, ...]) -> Passage:
    leave_pattern, person_pattern, passage_pattern = patterns
    text = str(line.uuid)
    return Passage(
        uuid=text,
        name=listed(line.given_names, line.surname1, line.surname2),
        organisation=line.organisation or "",
        place=line.place or "",
        post=line.post,
        email=line.email,
        phone=line.phone,
        account=line.account,
        account_word=words[line.account],
        account_kind=_KINDS[line.account],
        can_invite=line.can_invite,
        attended=presence.attended,
        held=presence.held,
        presence=rate(presence.attended, presence.held),
        left=str(Enrolment.Reason(line.reason).label) if line.withdrawn_at else "",
        withdraw_url=leave_pattern.replace(_ANY, text),
        person_url=person_pattern.replace(_ANY, str(line.person)),
        passage_url=passage_pattern.replace(_ANY, text),
    )


def account_words() -> dict[str, str]:
    return {"none": _("Sin cuenta"), "invited": _("Con invitación"), "open": _("Con cuenta")}


def sheet_of(cohort: Cohort) -> Sequence[Sequence[object]]:
    """The whole board as a sheet: a header, then a line for each person, those who left at the end."""
    header = [
        _("Persona"), _("Organización"), _("Cargo"), _("Municipio"), _("Correo"), _("Teléfono"), _("Cuenta"),
        _("Sesiones a las que asistió"), _("Sesiones realizadas"), _("Baja"),
    ]  # fmt: skip
    board, words = board_of(cohort), account_words()
    lines = [
        [one.name, one.organisation, one.post, one.place, one.email, one.phone, words[one.account], one.attended,
         one.held, one.left]
        for one in passages_of(cohort, [*board.active, *board.withdrawn])
    ]  # fmt: skip
    return [header, *lines]

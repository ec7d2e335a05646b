"""The people of a cohort at a glance, in four queries however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True)
class Board:
    active: list[Passage]
    withdrawn: list[Passage]

    @property
    def invitable(self) -> list[Passage]:
        return [passage for passage in self.active if passage.can_invite]


def board_of(cohort: Cohort, *, look_for: str = "") -> Board:
    """Everyone ever enrolled, by surname as people sort it (Á beside A).

    ``look_for`` keeps those in whose name or organisation it stands, with or without accents.
    """
    open_ones = Invitation.objects.filter(person=OuterRef("person"), accepted_at=None, expires_at__gt=timezone.now())
    rows = Enrolment.objects.filter(cohort=cohort).annotate(invited=Exists(open_ones)).values_list(*_FIELDS)
    presences = presence_of(cohort)
    words, rate = account_words(), cache(percent)
    patterns = tuple(reverse(name, args=[_ANY]) for name in ("cohorts:withdraw", "identity:person", "cohorts:passage"))
    wanted = fold(look_for)
    found = []
    for row in rows:
        _pk, _uuid, given, first, second, *_rest = row
        key = fold(f"{first} {second} {given} {row[8] or ''}")
        if not wanted or wanted in key or wanted in fold(f"{given} {first} {second}"):
            found.append((key, _passage(row, presences.get(row[0]) or presences[0], words, rate, patterns)))
    ordered = [passage for _key, passage in sorted(found, key=lambda pair: (pair[0], pair[1].uuid))]
    return Board([one for one in ordered if not one.left], [one for one in ordered if one.left])


def _passage(row: tuple, presence: Presence, words: dict[str, str], rate, patterns: tuple[str, ...]) -> Passage:
    _pk, uuid, given, first, second, email, phone, user, organisation, place, post, left, reason, invited, who = row
    leave_pattern, person_pattern, passage_pattern = patterns
    text = str(uuid)
    account = "open" if user else "invited" if invited else "none"
    return Passage(
        uuid=text,
        name=listed(given, first, second),
        organisation=organisation or "",
        place=place or "",
        post=post,
        email=email,
        phone=phone,
        account=account,
        account_word=words[account],
        account_kind=_KINDS[account],
        can_invite=account == "none" and bool(email),
        attended=presence.attended,
        held=presence.held,
        presence=rate(presence.attended, presence.held),
        left=str(Enrolment.Reason(reason).label) if left else "",
        withdraw_url=leave_pattern.replace(_ANY, text),
        person_url=person_pattern.replace(_ANY, str(who)),
        passage_url=passage_pattern.replace(_ANY, text),
    )


def account_words() -> dict[str, str]:
    return {"none": _("Sin cuenta"), "invited": _("Con invitación"), "open": _("Con cuenta")}


def sheet_of(board: Board) -> Sequence[Sequence[object]]:
    """The board as a sheet: a header, then a line for each person, those who left at the end."""
    header = [
        _("Persona"), _("Organización"), _("Cargo"), _("Municipio"), _("Correo"), _("Teléfono"), _("Cuenta"),
        _("Sesiones a las que asistió"), _("Sesiones realizadas"), _("Baja"),
    ]  # fmt: skip
    words = account_words()
    lines = [
        [one.name, one.organisation, one.post, one.place, one.email, one.phone, words[one.account], one.attended,
         one.held, one.left]
        for one in [*board.active, *board.withdrawn]
    ]  # fmt: skip
    return [header, *lines]

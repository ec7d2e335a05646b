"""Printing codes, and using them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.actions import Refused, give
from people.claiming.rules import code_of
from people.duplicates.search import ONE_ACCOUNT
from people.models import ClaimCode, Person, PotentialDuplicate, User

# Above what is merely alike, below what is certain: two people may share a telephone and its mailbox.
SCORE_OF_ONE_ACCOUNT = 60


class Unknown(Refused):
    """Nobody was given this code."""


@dataclass(frozen=True)
class Slip:
    """What one person is handed. The only moment at which the code can be read."""

    person: Person
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Sheet:
    """``new``: the people whose slips were made now, by id; the others had theirs from the same sheet already."""

    slips: tuple[Slip, ...]
    new: tuple[int, ...]


@transaction.atomic
def print_codes(people: Iterable[Person], *, sheet: UUID, days: int, by: User) -> Sheet:
    """A slip for each of these people who has no account; slips from older sheets stop serving.

    The same ``sheet`` asked for again gives the same codes, without those used or replaced since. Codes are made from
    the sheet's name and the site's key, so that nothing readable is kept. The audit line is the caller's.
    A fixed number of queries.
    """
    wanted = [person.pk for person in people]
    held = Person.objects.select_for_update(of=["self"]).filter(pk__in=wanted, user=None, erased_at=None)
    without = {person.pk: person for person in held.order_by("pk")}
    codes = {pk: code_made_for(pk, sheet) for pk in without}
    digests = {pk: digest_of(code) for pk, code in codes.items()}
    known = {code.digest: code for code in ClaimCode.objects.filter(digest__in=digests.values())}
    new = [pk for pk in without if digests[pk] not in known]
    expires_at = timezone.now() + timedelta(days=days)
    ClaimCode.objects.standing().filter(person__in=new).update(revoked_at=timezone.now())
    ClaimCode.objects.bulk_create(
        [ClaimCode(person_id=pk, digest=digests[pk], expires_at=expires_at, created_by=by) for pk in new]
    )
    until = {digest: code.expires_at for digest, code in known.items() if not _spent(code)}
    until |= {digests[pk]: expires_at for pk in new}
    slips = [Slip(without[pk], codes[pk], until[digests[pk]]) for pk in wanted if digests.get(pk) in until]
    return Sheet(tuple(slips), tuple(new))


def code_made_for(person: int, sheet: UUID) -> str:
    """The code of that person on that sheet: always the same, and only this site can make it."""
    return code_of(
        int.from_bytes(salted_hmac("people.claiming.code", f"{sheet}:{person}", algorithm="sha256").digest())
    )


def digest_of(code: str, key: str | bytes | None = None) -> str:
    """What is kept of a code: without the site's key, the table tells no code even to who tries them all."""
    return salted_hmac("people.claiming.digest", code, secret=key, algorithm="sha256").hexdigest()


def look_up(code: str) -> ClaimCode:
    """The slip with that code. ``Unknown`` when there is none; ``Refused`` when it serves no more."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [digest_of(code, key) for key in keys]
    found = ClaimCode.objects.select_related("person__merged_into").filter(digest__in=digests).first()
    if found is None:
        raise Unknown(_("No conocemos ese código. Compáralo letra por letra con tu papel."))
    words = refusal(found)
    if words:
        raise Refused(words)
    return found


def refusal(code: ClaimCode) -> str:
    """Why this slip serves no more, in a sentence for who holds it; nothing when it does."""
    if code.used_at:
        return _("Ese código ya se usó: cada uno sirve una sola vez. Si no fuiste tú, avisa a quien te lo dio.")
    if code.revoked_at:
        return _("Ese código ya no sirve, porque después se imprimió otro. Pide el nuevo a quien te lo dio.")
    if code.expired:
        return _("Ese código venció. Pide otro a quien te lo dio.")
    if code.person.present.erased_at:
        return _("Ese registro ya no existe.")
    if code.person.present.user_id:
        return _("Ese registro ya tiene su cuenta. Entra con ella.")
    return ""


def use_code(code: ClaimCode, *, user: User) -> Person:
    """Give this account the person of the slip. Using it twice with the same account is using it once.

    ``Refused`` when it serves no more, or the account has a person already: then both go to the inbox of
    duplicates, for whoever coordinates them to say whether they are one.
    """
    mine = Person.objects.live().of(user).first()
    theirs = code.person.present
    if mine and mine.pk != theirs.pk:
        suggest_one(mine, theirs)
        raise Refused(
            _(
                "Tu cuenta ya es de otra persona, y una cuenta es de una sola. Si eres la misma, quien coordina unirá "
                "los dos registros: ya le avisamos. Si no, sal y entra con otro correo."
            )
        )
    return _use(code, user)


@transaction.atomic
def _use(code: ClaimCode, user: User) -> Person:
    code = ClaimCode.objects.select_for_update(of=["self"]).select_related("person__merged_into").get(pk=code.pk)
    if code.used_at and code.used_by_id == user.pk:
        return code.person.present
    words = refusal(code)
    if words:
        raise Refused(words)
    person = give(code.person.present, user)
    code.used_at, code.used_by = timezone.now(), user
    code.save(update_fields=["used_at", "used_by"])
    log(instance=person, action="people.use_code", user=user, data={"code": code.pk})
    return person


def suggest_one(mine: Person, theirs: Person) -> None:
    """Ask whoever coordinates both whether they are one person; an answer that was given stands."""
    a, b = sorted((mine.pk, theirs.pk))
    PotentialDuplicate.objects.get_or_create(
        a_id=a, b_id=b, defaults={"score": SCORE_OF_ONE_ACCOUNT, "reasons": [ONE_ACCOUNT]}
    )


def _spent(code: ClaimCode) -> bool:
    return bool(code.used_at or code.revoked_at or code.expired)

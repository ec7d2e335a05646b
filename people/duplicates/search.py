"""Whom a person might be: the index by which names are found, and the comparison of those it gives."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Count, Q

from people.duplicates.facts import Known, Likeness
from people.duplicates.rules import SUGGESTED, likeness, name_pairs
from people.models import Comparison, IdentityDocument, NamePair, Person, PotentialDuplicate

# Of those who share parts of a name, the ones that share most: more than any honest list of variants.
CANDIDATES = 300
# The reason of a suggestion that was not found here: one account asked for both.
ONE_ACCOUNT = "account"
_FIELDS = ("pk", "given_names", "surname1", "surname2", "email", "phone", "birth_date", "territory_id")


def known(people) -> dict[int, Known]:
    """What is compared of each person of the query, by id. Two queries."""
    rows = people.values_list(*_FIELDS)
    identities = _identities(people)
    return {
        pk: Known(
            pk, given_names, surname1, surname2, email.lower(), phone, birth_date, territory, tuple(identities[pk])
        )
        for pk, given_names, surname1, surname2, email, phone, birth_date, territory in rows
    }


def _identities(people) -> dict[int, list[str]]:
    """The documents of each, without their numbers, always in one order."""
    found: dict[int, list[str]] = defaultdict(list)
    documents = IdentityDocument.objects.filter(person__in=people.order_by().values("pk"))
    for person, country, kind, mark in documents.order_by("person", "country", "kind", "number_mark").values_list(
        "person", "country", "kind", "number_mark"
    ):
        found[person].append(f"{country}:{kind}:{mark}")
    return found


def file_names(persons: Iterable[Known]) -> None:
    """Bring the index up to date for these people. A fixed number of queries a thousand of them."""
    persons = list(persons)
    NamePair.objects.filter(person__in=[person.id for person in persons]).delete()
    rows = [
        NamePair(person_id=person.id, key=key)
        for person in persons
        for key in name_pairs(person.given_names, person.surname1, person.surname2)
    ]
    NamePair.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)


def note_compared(persons: Iterable[Known]) -> None:
    """These people have been compared with all others, as they are now."""
    Comparison.objects.bulk_create(
        [Comparison(person_id=person.id, facts=fingerprint(person)) for person in persons],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["facts"],
    )


def fingerprint(person: Known) -> str:
    """Changes when anything changes by which people are compared."""
    return hashlib.sha256(repr(person).encode()).hexdigest()


def like(person: Known) -> list[tuple[Known, Likeness]]:
    """The people who may be this one, likeliest first. Four queries, one more for who showed a
    document, whatever the number of people registered.

    Everybody else must have been filed: see :func:`file_names`.
    """
    keys = name_pairs(person.given_names, person.surname1, person.surname2)
    # Who was united with another is left out below: asked here, SQLite would begin with everybody who was not.
    named = NamePair.objects.filter(key__in=keys).exclude(person=person.id)
    shared = named.values("person").annotate(shared=Count("pk")).order_by("-shared", "person")
    near = set(shared.values_list("person", flat=True)[:CANDIDATES])
    reached = _reached(person)
    if reached is not None:
        near |= set(reached.values_list("pk", flat=True)[:CANDIDATES])
    near |= _same_document(person)
    found = known(Person.objects.comparable().filter(pk__in=near)).values()
    compared = [(other, likeness(person, other)) for other in found]
    alike = [(other, how) for other, how in compared if how.score >= SUGGESTED]
    return sorted(alike, key=lambda pair: (-pair[1].score, pair[0].id))


def _reached(person: Known):
    """Those reached at the same mailbox or telephone as it is written; None when there is neither."""
    ways = Q(pk__in=[])
    if person.email:
        ways |= Q(email=person.email)
    if person.phone:
        ways |= Q(phone=person.phone)
    if not person.email and not person.phone:
        return None
    return Person.objects.live().filter(ways).exclude(pk=person.id).order_by("pk")


def _same_document(person: Known) -> set[int]:
    """Those who showed a document with the same number; no query for who showed none."""
    if not person.identities:
        return set()
    marks = [identity.rsplit(":", 1)[1] for identity in person.identities]
    others = IdentityDocument.objects.filter(number_mark__in=marks).exclude(person=person.id)
    return set(others.values_list("person", flat=True)[:CANDIDATES])


@transaction.atomic
def pairs_of(persons: Iterable[Known]) -> dict[tuple[int, int], Likeness]:
    """Whom these people may be: ``{(smaller number, greater number): how}``. Takes long and only reads."""
    found: dict[tuple[int, int], Likeness] = {}
    for person in persons:
        for other, how in like(person):
            found[min(person.id, other.id), max(person.id, other.id)] = how
    return found


def suggest(persons: Collection[Known], found: dict[tuple[int, int], Likeness]) -> int:
    """Write down what ``pairs_of`` these people found; their number. What somebody answered stays answered.

    A suggestion still open that is no longer one goes away.
    """
    ids = [person.id for person in persons]
    still_open = PotentialDuplicate.objects.filter(Q(a__in=ids) | Q(b__in=ids), status=PotentialDuplicate.Status.OPEN)
    # What somebody said at the door is no likeness of ours: only an answer takes it away.
    gone = [
        pair.pk
        for pair in still_open.only("a", "b", "reasons")
        if (pair.a_id, pair.b_id) not in found and pair.reasons != [ONE_ACCOUNT]
    ]
    PotentialDuplicate.objects.filter(pk__in=gone).delete()
    rows = [
        PotentialDuplicate(a_id=a, b_id=b, score=how.score, reasons=list(how.reasons)) for (a, b), how in found.items()
    ]
    PotentialDuplicate.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["a", "b"], update_fields=["score", "reasons"]
    )
    return len(found)

"""Bringing somebody in by e-mail: the person, the invitation, then the right."""

from django.db import transaction
from django.db.models import F, Q

from people.actions import invite
from people.models import Person
from people.register import register_person


@transaction.atomic
def person_for(*, found: Person | None, email="", given_names="", surname1="", by, purpose="") -> Person:
    """The person found, or a new one under that address; who has an e-mail and no account is invited to make one.

    Asking twice makes one person and writes one invitation.
    """
    address = email.strip().lower()
    person = found
    if person is None:
        person = register_person(given_names=given_names, surname1=surname1, email=address, by=by)
    if person.user_id is None and (address or person.email):
        invite(person, email=person.email or address, by=by, purpose=purpose)
    return person


def known_by(email: str | None) -> Person | None:
    """Who answers at that address: the account's person before one who only left it."""
    if not email:
        return None
    named = Person.objects.live().filter(Q(user__email__iexact=email) | Q(email__iexact=email))
    return named.order_by(F("user").asc(nulls_last=True), "pk").first()

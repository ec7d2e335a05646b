"""Bringing somebody in by e-mail: the person, the invitation, then the right."""

from django.db import transaction
from wagtail.log_actions import log

from kit.text import name_key, tidy
from people.actions import invite
from people.models import Person


@transaction.atomic
def person_for(*, found: Person | None, email="", given_names="", surname1="", by, purpose="") -> Person:
    """The person found, or a new one under that address; who has an e-mail and no account is invited to make one.

    Asking twice makes one person and writes one invitation.
    """
    address = email.strip().lower()
    person = found
    if person is None:
        person = Person.objects.create(
            given_names=tidy(given_names),
            surname1=tidy(surname1),
            name_key=name_key(given_names, surname1),
            email=address,
            created_by=by,
        )
        log(instance=person, action="programmes.make_person", user=by)
    if person.user_id is None and (address or person.email):
        invite(person, email=person.email or address, by=by, purpose=purpose)
    return person

"""Who holds a post in an organisation: noted for a programme, and read only there."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from cohorts.models import Enrolment
from cohorts.roster.judging import same_phone
from kit.text import name_key
from people.models import Membership, Person
from people.organisations import make_contact
from people.register import join, register_person
from programmes.models import ProgrammeOrganisation


@transaction.atomic
def note_post(
    part: ProgrammeOrganisation,
    *,
    names: tuple[str, str, str],
    post: str = "",
    phone: str = "",
    email: str = "",
    since: date | None = None,
    is_contact: bool = False,
    by,
) -> Membership:
    """The person holds that post in the organisation from now on; asking again returns the running membership.

    Whoever of that name is known in the organisation or in the programme, without contradicting e-mail or telephone,
    is that person; else somebody new. Raises ``Refused`` without a name and a surname.
    """
    person = _known(part, names, phone, email)
    if person is None:
        given_names, surname1, surname2 = names
        person = register_person(
            given_names=given_names, surname1=surname1, surname2=surname2, phone=phone, email=email, by=by
        )
    membership = join(person, part.organisation, post=post, since=since, by=by)
    part.posts.add(membership)
    return make_contact(membership, by=by) if is_contact else membership


def _known(part: ProgrammeOrganisation, names: tuple[str, str, str], phone: str, email: str) -> Person | None:
    """The namesake in this organisation's posts noted here; in the programme the e-mail or the telephone must agree."""
    key, email = name_key(*names), email.strip().lower()
    seats = Enrolment.objects.filter(cohort__programme=part.programme_id)
    noted = Q(memberships__participations=part) | Q(
        pk__in=seats.filter(organisation=part.organisation_id).values("person")
    )
    near = Person.objects.filter(name_key=key).filter(noted | Q(pk__in=seats.values("person"))).distinct()
    here = set(near.filter(noted).values_list("pk", flat=True))
    for person in sorted(near, key=lambda one: (one.pk not in here, one.pk)):
        contradicts = bool(email and person.email and email != person.email.lower())
        agrees = (email and email == person.email.lower()) or same_phone(phone, person.phone)
        if agrees or (person.pk in here and not contradicts):
            return person
    return None

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from people.actions import Refused
from people.models import Membership, Organisation, Person
from people.register import join, join_all, register_organisation, register_people, register_person
from places.models import Territory
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


def make_place(name="Coquimbo", code="04102", country="CL"):
    return Territory.objects.create(country=country, level="municipality", code=code, name=name, name_key=name.lower())


def test_a_given_name_and_a_surname_are_enough():
    clerk = make_user()

    person = register_person(given_names="  Mª  Luisa ", surname1="García", by=clerk)

    assert (person.full_name, person.name_key, person.email, person.created_by) == (
        "Mª Luisa García", "garcia luisa maria", "", clerk
    )  # fmt: skip
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["people.register"]


def test_addresses_and_telephones_are_kept_as_they_are_used():
    person = register_person(
        given_names="Ana", surname1="Soto", email=" Ana@Example.ORG", phone="+52 (222) 123-45.67", by=None
    )

    assert (person.email, person.phone) == ("ana@example.org", "+522221234567")


@pytest.mark.parametrize("names", [("", "Soto"), ("Ana", " "), ("\u200b", "Soto")])
def test_without_a_name_nobody_is_registered(names):
    with pytest.raises(Refused):
        register_person(given_names=names[0], surname1=names[1], by=None)

    assert Person.objects.count() == 0


def test_what_does_not_fit_is_refused_and_nothing_is_stored():
    with pytest.raises(ValidationError):
        register_person(given_names="Ana", surname1="S" * 81, by=None)
    with pytest.raises(ValidationError):
        register_people(
            [{"given_names": "Ana", "surname1": "Soto"}, {"given_names": "X", "surname1": "Y" * 81}], by=None
        )

    assert Person.objects.count() == 0


def test_two_people_may_share_everything():
    first = register_person(given_names="Ana", surname1="Soto", by=None)
    second = register_person(given_names="Ana", surname1="Soto", by=None)

    assert (first.pk == second.pk, first.name_key == second.name_key) == (False, True)


def test_the_same_organisation_typed_again_is_one_and_its_blanks_are_filled():
    place = make_place()
    council = register_organisation(name="Junta de Vecinos N.º 4", territory=place, by=None)

    again = register_organisation(
        name="junta de vecinos nº 4", kind="neighbourhood_council", territory=place, declared_members=36, by=None
    )
    third = register_organisation(name="Junta de Vecinos N.º 4", territory=place, declared_members=12, by=None)

    assert (again.pk, again.name, again.kind, again.declared_members) == (
        council.pk, "Junta de Vecinos N.º 4", "neighbourhood_council", 36
    )  # fmt: skip
    assert (third.pk, third.declared_members) == (council.pk, 36)


def test_the_same_name_in_another_town_is_another_organisation():
    register_organisation(name="Casa de Cultura", territory=make_place(), by=None)
    register_organisation(name="Casa de Cultura", territory=make_place("Ovalle", "04301"), by=None)
    register_organisation(name="Casa de Cultura", by=None)
    register_organisation(name="Casa de Cultura", by=None)

    assert Organisation.objects.count() == 3


def test_a_post_is_held_once_and_somebody_may_become_the_contact():
    person, place = make_person(), register_organisation(name="Casa de Cultura", by=None)

    first = join(person, place, post="Directora", by=None)
    join_all([(person, place, "Directora")])
    again = join(person, place, post=" Directora ", is_contact=True, by=None)

    assert (again.pk, again.is_contact, Membership.objects.count()) == (first.pk, True, 1)

from datetime import date

import pytest
from wagtail.models import ModelLogEntry

from people.actions import Refused
from people.models import Person
from places.models import Territory, place_key
from programmes.actions import (
    add_funding_period,
    add_region,
    change_region,
    create_programme,
)
from programmes.models import FundingPeriod, Programme, Region, TeamRole
from programmes.roles import grant_role, revoke_role
from tests.factories import make_person, make_programme, make_region, make_user

pytestmark = pytest.mark.django_db

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def create(by=None, **fields):
    defaults = {"name": "Paralelo 9", "country": "CL", "issuer": "Casa de Ejemplo", "certificate_prefix": "P9", **YEAR}
    return create_programme(**defaults | fields, by=by)


def make_place(name, code, country="MX"):
    return Territory.objects.create(
        country=country, level="municipality", code=code, name=name, name_key=place_key(name)
    )


def acts():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_who_creates_a_programme_coordinates_it_with_the_clock_of_its_country():
    user = make_user(first_name="Rosa", last_name="Huerta")

    programme = create(by=user)

    assert (programme.slug, programme.time_zone) == ("paralelo-9", "America/Santiago")
    assert list(Programme.objects.coordinated_by(user)) == [programme]
    assert Person.objects.get(user=user).full_name == "Rosa Huerta"
    assert acts() == ["programmes.create", "programmes.make_person", "programmes.grant_role"]


def test_a_programme_created_twice_is_one():
    user = make_user()

    assert create(by=user) == create(by=user)
    assert (Programme.objects.count(), TeamRole.objects.count()) == (1, 1)


def test_a_name_or_a_prefix_of_somebody_else_is_refused():
    create(by=make_user())

    with pytest.raises(Refused, match="con ese nombre"):
        create(by=make_user())
    with pytest.raises(Refused, match="P9 ya es de otro"):
        create(by=make_user(), name="Otro")
    with pytest.raises(Refused, match="antes de empezar"):
        create(name="Al revés", certificate_prefix="AR", ends_on=date(2025, 12, 31))


def test_a_region_again_adds_the_municipalities_it_lacks():
    programme, one, two = make_programme(), make_place("Uno", "01001"), make_place("Dos", "01002")

    add_region(programme, code="R1", name="Noroeste", territories=[one], by=None)
    add_region(programme, code="R1", name="Noroeste", territories=[one, two], by=None)
    add_region(programme, code="R1", name="Noroeste", territories=[one, two], by=None)

    assert list(Region.objects.get().territories.order_by("code")) == [one, two]
    assert acts() == ["programmes.add_region", "programmes.add_region"]


def test_a_municipality_lies_in_one_region_of_a_programme():
    programme, place = make_programme(), make_place("Tijuana", "02004")
    add_region(programme, code="R1", name="Noroeste", territories=[place], by=None)

    with pytest.raises(Refused, match="Tijuana ya está en la región R1"):
        add_region(programme, code="R2", name="Norte", territories=[place], by=None)

    assert list(Region.objects.values_list("code", flat=True)) == ["R1"]
    assert add_region(make_programme(), code="R2", name="Norte", territories=[place], by=None).pk


def test_a_changed_region_holds_exactly_what_was_said():
    programme, one, two = make_programme(), make_place("Uno", "01001"), make_place("Dos", "01002")
    region = add_region(programme, code="R1", name="Noroeste", territories=[one], by=None)

    change_region(region, name="Norte", territories=[two], by=None)
    change_region(region, name="Norte", territories=[two], by=None)

    assert (Region.objects.get().name, list(region.territories.all())) == ("Norte", [two])
    assert acts()[1:] == ["programmes.change_region"]


def test_a_funding_period_is_kept_once_with_the_money_of_the_country():
    programme = make_programme(country="CO")

    for _ in range(2):
        add_funding_period(programme, funder="Fondo", reference="C-1", amount=5, **YEAR, by=None)

    assert FundingPeriod.objects.get().currency == "COP"
    with pytest.raises(Refused, match="antes de empezar"):
        add_funding_period(programme, funder="X", starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1), by=None)


def test_a_role_is_held_once_and_ends_with_its_history():
    programme, person = make_programme(), make_person()
    region = make_region(programme)

    held = grant_role(person, programme=programme, role="regional_coordinator", region=region, by=None)
    assert grant_role(person, programme=programme, role="regional_coordinator", region=region, by=None) == held
    revoke_role(held, by=None)
    revoke_role(held, by=None)
    again = grant_role(person, programme=programme, role="regional_coordinator", region=region, by=None)

    assert again != held
    assert acts() == ["programmes.grant_role", "programmes.revoke_role", "programmes.grant_role"]


def test_a_regional_role_needs_a_region_and_the_last_coordination_stays():
    programme, person = make_programme(), make_person()
    foreign = make_region(make_programme())

    with pytest.raises(Refused, match="Elige la región"):
        grant_role(person, programme=programme, role="regional_coordinator", region=foreign, by=None)
    only = grant_role(person, programme=programme, role="programme_coordinator", by=None)
    with pytest.raises(Refused, match="única coordinación"):
        revoke_role(only, by=None)

    grant_role(make_person(), programme=programme, role="programme_coordinator", by=None)
    assert revoke_role(only, by=None).revoked_at is not None

"""What lies inside a municipality, added on its screen; and the suggestions while a place is typed."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from places.actions import add_places
from places.models import Territory
from tests.factories import make_cohort, make_coordinator, make_municipality, make_programme, make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_municipality("Medellín", "05001", "CO", ("05", "Antioquia"))


@pytest.fixture
def programme():
    return make_programme(country="CO")


@pytest.fixture
def desk(client, programme):
    client.force_login(make_coordinator(programme))
    return client


def test_a_municipality_is_looked_for_and_its_communes_pasted(desk, programme, city):
    found = desk.get(reverse("programmes:places", args=[programme.slug]), {"q": "medellin"})
    url = reverse("programmes:place", args=[programme.slug, city.pk])

    answer = desk.post(url, {"level": "commune", "lines": "Comuna 12 - La América\n14 El Poblado\n\n"}, follow=True)
    again = desk.post(url, {"level": "commune", "lines": "12 La America\n14\tEl Poblado"}, follow=True)

    assert url in found.text
    assert "2 lugares agregados." in answer.text and "0 lugares agregados." in again.text
    assert list(city.children.values_list("code", "name").order_by("code")) == [
        ("05001-12", "La América"), ("05001-14", "El Poblado"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "lines", "said"),
    [
        ("commune", "", "lines_error"),
        ("commune", "=1+1", "parece una fórmula"),
        ("commune", "x" * 130, "más de 120 caracteres"),
        ("commune", "\n".join(f"Lugar{n}" for n in range(501)), "caben 500"),
        ("commune", "14 Otro", "La clave 14 ya es de El Poblado"),
        ("commune", "a\0b", "nul"),
        ("municipality", "Bello", "municipality"),
    ],
)
def test_what_cannot_be_added_is_said_beside_the_list(desk, programme, city, level, lines, said):
    add_places(city, level="commune", places=[("14", "El Poblado")], by=None)

    answer = desk.post(reverse("programmes:place", args=[programme.slug, city.pk]), {"level": level, "lines": lines})

    assert answer.status_code == 422
    assert said in answer.text
    assert city.children.count() == 1


def test_a_place_of_another_country_is_not_there(desk, programme):
    chile = make_municipality("Ovalle", "04301", "CL", ("043", "Limarí"))

    assert desk.get(reverse("programmes:place", args=[programme.slug, chile.pk])).status_code == 404
    assert desk.get(reverse("programmes:place", args=[programme.slug, chile.parent_id])).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 46])
def test_the_pages_cost_the_same_queries(desk, programme, city, count, django_assert_max_num_queries):
    add_places(city, level="commune", places=[("", f"Comuna de prueba {n}") for n in range(count)], by=None)

    with django_assert_max_num_queries(14):
        assert desk.get(reverse("programmes:place", args=[programme.slug, city.pk])).status_code == 200
    with django_assert_max_num_queries(14):
        assert desk.get(reverse("programmes:places", args=[programme.slug])).status_code == 200


def test_suggestions_reach_inside_a_municipality_when_asked(desk, city):
    add_places(city, level="commune", places=[("14", "El Poblado")], by=None)
    ask = {"country": "CO", "q": "POBLADO"}
    json = {"accept": "application/json"}

    outside = desk.get(reverse("places:search"), ask, headers=json)
    inside = desk.get(reverse("places:search"), ask | {"inside": "1"}, headers=json)

    assert outside.json() == {"places": []}
    assert [place["name"] for place in inside.json()["places"]] == ["El Poblado, Medellín"]
    assert "private" in inside["Cache-Control"]


def test_one_account_cannot_ask_without_end(client, monkeypatch, time_machine):
    time_machine.move_to("2026-03-06T10:00:00Z")
    monkeypatch.setattr("places.views.MOST_A_MINUTE", 3)
    cache.clear()
    client.force_login(make_user())
    ask = {"country": "CO", "q": "me"}

    statuses = [client.get(reverse("places:search"), ask).status_code for _turn in range(4)]

    assert statuses == [200, 200, 200, 429]


def test_the_place_of_one_enrolment_is_suggested_in_its_country(client):
    programme = make_programme()
    cohort = make_cohort(programme, region=make_region(programme))
    client.force_login(make_coordinator(programme))

    page = client.get(reverse("cohorts:enrol_one", args=[cohort.uuid])).text

    assert 'data-place-search="/lugares/buscar/"' in page
    assert 'data-country="MX"' in page
    assert 'maxlength="160"' in page


def test_a_retired_place_is_not_suggested(desk, city):
    Territory.objects.filter(pk=city.pk).update(retired_on="2026-01-01")

    assert list(Territory.objects.search("CO", "medellin")) == []

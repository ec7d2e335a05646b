import csv
import time

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from people.models import User
from places.loading import DATA, BadCatalogue, load_country
from places.matching import match_municipalities, match_municipality
from places.models import Country, Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mexico():
    load_country("MX")


@pytest.fixture
def chile():
    load_country("CL")


@pytest.fixture
def colombia():
    load_country("CO")


def lines():
    return sum(len(list(csv.DictReader((DATA / f"{c.lower()}.csv").open(encoding="utf-8")))) for c in Country.values)


def test_loading_twice_leaves_each_territory_once_and_is_quick():
    started = time.process_time()
    call_command("load_places", verbosity=0)
    assert time.process_time() - started < 5

    keys = dict(Territory.objects.values_list("code", "pk").filter(country="MX"))
    call_command("load_places", verbosity=0)

    assert Territory.objects.count() == lines() == 2510 + 1154 + 418
    assert dict(Territory.objects.values_list("code", "pk").filter(country="MX")) == keys


def test_the_catalogue_counts_what_its_source_counts(mexico, chile):
    assert Territory.objects.filter(country="MX", level="state").count() == 32
    assert Territory.objects.municipal().filter(country="MX").count() == 2478
    assert (
        sum(Territory.objects.filter(country="MX", population__gt=0).values_list("population", flat=True))
        == 126_014_024
    )
    assert Territory.objects.municipal().filter(country="CL").count() == 346


def test_a_code_keeps_its_zero(colombia):
    medellin = Territory.objects.get(country="CO", level="municipality", code="05001")

    assert (medellin.name, medellin.parent.code, medellin.full_name) == ("Medellín", "05", "Medellín, Antioquia")


def test_a_comuna_says_its_region_not_its_province(chile):
    assert Territory.objects.get(country="CL", code="04102").full_name == "Coquimbo, Coquimbo"
    assert Territory.objects.get(country="CL", level="municipality", code="13120").full_name == (
        "Ñuñoa, Metropolitana de Santiago"
    )


def test_loading_brings_names_up_to_date(chile):
    Territory.objects.filter(country="CL", code="13120").update(name="?", name_key="?")

    load_country("CL")

    assert Territory.objects.get(country="CL", code="13120").name_key == "nunoa"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("5001,municipality,Medellín,05,,", "digits"),
        ("05,department,Otra,,,", "repeated"),
        ("08001,municipality,Barranquilla,08,,", "not above"),
        ("08001,municipality,Barranquilla,,,", "not above"),
        ("051,province,Norte,05,,", "no level"),
    ],
)
def test_a_catalogue_that_contradicts_itself_changes_nothing(tmp_path, line, reason):
    file = tmp_path / "co.csv"
    file.write_text(f"code,level,name,parent_code,population,population_year\n05,department,Antioquia,,,\n{line}\n")

    with pytest.raises(BadCatalogue, match=f"co.csv:3: .*{reason}"):
        load_country("CO", file)

    assert Territory.objects.count() == 0


def test_search_needs_no_accents_and_puts_beginnings_first(mexico, django_assert_num_queries):
    with django_assert_num_queries(1):
        names = [place.full_name for place in Territory.objects.search("MX", " JUAREZ")]

    assert len(names) == 20
    assert names[:2] == ["Juárez, Coahuila de Zaragoza", "Juárez, Chiapas"]
    assert "Benito Juárez, Quintana Roo" in names


def test_search_of_nothing_finds_nothing(chile):
    assert list(Territory.objects.search("CL", " -. ")) == []
    assert list(Territory.objects.search("MX", "Ñuñoa")) == []


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("CL", "ñuñoa", "13120"), ("CL", "NUNOA", "13120"), ("CL", "Coquimbo", "04102"), ("CL", "4102", "04102"),
        ("CO", "05001", "05001"), ("CO", "5001", "05001"), ("CO", "Medellin", "05001"), ("CO", "Bogotá", "11001"),
        ("CO", "Bogotá D.C.", "11001"), ("CO", "BOGOTA, DC", "11001"), ("CO", "Argelia, Antioquia", "05055"),
        ("MX", "Benito Juárez, Quintana Roo", "23005"), ("MX", "Benito Juárez, Q. Roo", "23005"),
        ("MX", "benito juarez (CDMX)", "09014"), ("MX", "Benito Juárez, Veracruz", "30027"),
        ("MX", "Benito Juárez - Estado de Guerrero", "12014"),
        ("MX", "Heroica Villa Tezoatlán de Segura y Luna, Cuna de la Independencia de Oaxaca", "20549"),
    ],
)  # fmt: skip
def test_a_municipality_is_known_as_people_write_it(country, text, code):
    load_country(country)

    match = match_municipality(country, text)

    assert match.territory and match.territory.code == code


def test_what_fits_several_gives_all_of_them(mexico):
    match = match_municipality("MX", "Benito Juárez")

    assert match.territory is None
    assert [place.top.name for place in match.candidates] == [
        "Ciudad de México",
        "Guerrero",
        "Quintana Roo",
        "Sonora",
        "Tlaxcala",
        "Veracruz de Ignacio de la Llave",
        "Zacatecas",
    ]


def test_the_region_at_hand_decides_between_several_and_forbids_none(mexico):
    quintana_roo = Territory.objects.get(country="MX", level="state", code="23")
    cancun = Territory.objects.get(country="MX", level="municipality", code="23005")

    assert match_municipality("MX", "Benito Juárez", within=[quintana_roo]).territory == cancun
    assert match_municipality("MX", "Benito Juárez", within=[cancun]).territory == cancun
    assert match_municipality("MX", "Ensenada", within=[quintana_roo]).territory.code == "02001"


@pytest.mark.parametrize(
    "text", ["", "  ", ",", "Macondo", "Benito Juárez, Macondo", "99999", "x" * 10_000, "\x00", "²³¹⁴"]
)
def test_what_is_not_a_place_matches_nothing(mexico, text):
    match = match_municipality("MX", text)

    assert (match.territory, match.candidates) == (None, ())


@pytest.mark.parametrize("count", [1, 3, 415])
def test_a_list_costs_one_query_whatever_its_length(mexico, count, django_assert_num_queries):
    names = list(Territory.objects.municipal().filter(country="MX").values_list("name", flat=True)[:count])

    with django_assert_num_queries(1):
        matches = match_municipalities("MX", names, within=[])

    assert set(matches) == set(names)
    assert all(match.candidates for match in matches.values())


@pytest.fixture
def signed_in(client):
    client.force_login(User.objects.create_user(email="ana@example.org"))
    return client


def test_type_ahead_answers_options_and_json(signed_in, chile):
    url = reverse("places:search")
    page = signed_in.get(url, {"country": "CL", "q": "nuno"})
    data = signed_in.get(url, {"country": "CL", "q": "nuno"}, headers={"accept": "application/json"}).json()

    assert '<option value="Ñuñoa, Metropolitana de Santiago"' in page.text
    assert [(place["code"], place["name"]) for place in data["places"]] == [
        ("13120", "Ñuñoa, Metropolitana de Santiago")
    ]


def test_type_ahead_refuses_what_it_does_not_know(signed_in, client):
    assert signed_in.get(reverse("places:search"), {"country": "XX", "q": "a"}).status_code == 400
    assert signed_in.get(reverse("places:search"), {"country": "CL", "q": "a\x00"}).status_code == 400


def test_visitors_do_not_search(client):
    assert client.get(reverse("places:search"), {"country": "CL", "q": "a"}).status_code == 302


def test_the_command_says_what_is_wrong_in_one_line(monkeypatch, tmp_path):
    (tmp_path / "mx.csv").write_text("code,level,name,parent_code,population,population_year\n1,state,X,,,\n")
    monkeypatch.setattr("places.loading.DATA", tmp_path)

    with pytest.raises(CommandError, match="mx.csv:2"):
        call_command("load_places")

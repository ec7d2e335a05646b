from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Invitation, Person
from places.models import Territory, place_key
from programmes.models import FundingPeriod, Programme, Region, TeamRole
from tests.factories import make_cohort, make_coordinator, make_person, make_programme, make_region, make_user

pytestmark = pytest.mark.django_db

FRAME = {
    "name": "Paralelo 9",
    "country": "MX",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "issuer": "Casa de Ejemplo",
}


def place(name, code, state, country="MX"):
    top, _ = Territory.objects.get_or_create(
        country=country, level="state", code=code[:2], defaults={"name": state, "name_key": place_key(state)}
    )
    return Territory.objects.create(
        country=country, level="municipality", code=code, name=name, name_key=place_key(name), parent=top
    )


def text(response):
    return response.content.decode()


@pytest.fixture
def boss(client):
    user = make_user(is_superuser=True, first_name="Rosa", last_name="Huerta")
    client.force_login(user)
    return user


def test_a_programme_is_made_on_one_page_and_a_second_press_makes_no_other(client, boss):
    for _ in range(2):
        response = client.post("/programas/nuevo/", FRAME)
        assert response.headers["Location"] == "/programas/paralelo-9/puesta-en-marcha/regiones/"

    programme = Programme.objects.get()
    assert (programme.certificate_prefix, programme.time_zone) == ("P9", "America/Mexico_City")


def test_what_was_typed_stays_when_the_dates_are_the_wrong_way_round(client, boss):
    response = client.post("/programas/nuevo/", FRAME | {"ends_on": "2025-01-01"})

    assert "No puede terminar antes de empezar." in text(response)
    assert "Casa de Ejemplo" in text(response)
    assert Programme.objects.count() == 0


def test_a_year_that_was_mistyped_is_said_beside_its_field(client, boss):
    response = client.post("/programas/nuevo/", FRAME | {"starts_on": "0226-01-01", "ends_on": "2260-12-31"})

    wrong = {"Revisa el año: va de 1980 a 2100."}
    assert {name: set(said) for name, said in response.context["form"].errors.items()} == {
        "starts_on": wrong,
        "ends_on": wrong,
    }
    assert Programme.objects.count() == 0


def test_a_taken_prefix_is_said_beside_its_field(client, boss):
    make_programme(certificate_prefix="P9")

    response = client.post("/programas/nuevo/", FRAME | {"certificate_prefix": "P9"})

    assert list(response.context["form"].errors) == ["certificate_prefix"]
    assert client.post("/programas/nuevo/", FRAME).status_code == 302
    assert Programme.objects.get(slug="paralelo-9").certificate_prefix == "P92"


def test_a_stranger_neither_creates_nor_sees_a_programme(client):
    programme = make_programme()
    client.force_login(make_coordinator(make_programme(), role="funder_viewer"))

    pages = ["", "regiones/", "financiamiento/", "equipo/"]
    assert [client.get(f"/programas/{programme.slug}/{page}").status_code for page in pages] == [404] * 4
    assert client.get("/programas/nuevo/").status_code == 404


def test_the_funder_sees_the_programme_without_names_and_plans_nothing(client):
    programme = make_programme(signatory_name="Persona Firmante")
    make_coordinator(programme)
    cohort = make_cohort(programme)
    client.force_login(make_coordinator(programme, role="funder_viewer"))

    page = text(client.get(f"/programas/{programme.slug}/"))

    assert cohort.name in page
    assert [word for word in ("Pérez", "Persona Firmante", f"/grupos/{cohort.uuid}/") if word in page] == []
    assert client.get(f"/programas/{programme.slug}/equipo/").status_code == 404


def test_regions_are_pasted_with_their_municipalities(client, boss):
    programme = make_programme()
    place("Tijuana", "02004", "Baja California")
    place("La Paz", "03003", "Baja California Sur")

    for _ in range(2):
        client.post(
            f"/programas/{programme.slug}/regiones/varias/",
            {"varias-lines": "R1 Noroeste: Tijuana; la paz\r\n\r\nR2 Sureste"},
        )

    regions = {region.code: [p.name for p in region.territories.order_by("code")] for region in Region.objects.all()}
    assert regions == {"R1": ["Tijuana", "La Paz"], "R2": []}


def test_regions_pasted_without_codes_get_the_next_free_ones_and_the_same_list_again_the_same(client, boss):
    programme = make_programme()
    place("Tijuana", "02004", "Baja California")
    place("La Paz", "03003", "Baja California Sur")
    make_region(programme, code="R2", name="Centro")

    lines = "Sierra Norte: Tijuana, La Paz\nCentro\nLOS VALLES\nNE\tNoreste\t"
    for _ in range(2):
        client.post(f"/programas/{programme.slug}/regiones/varias/", {"varias-lines": lines})

    regions = {r.code: (r.name, [p.name for p in r.territories.order_by("code")]) for r in programme.regions.all()}
    assert regions == {
        "R1": ("Sierra Norte", ["Tijuana", "La Paz"]),
        "R2": ("Centro", []),
        "R3": ("LOS VALLES", []),
        "NE": ("Noreste", []),
    }


def test_an_ambiguous_or_unknown_municipality_is_answered_with_what_to_write_and_nothing_is_kept(client, boss):
    programme = make_programme()
    place("Benito Juárez", "12014", "Guerrero")
    place("Benito Juárez", "23005", "Quintana Roo")

    lines = "R1 Norte: Benito Juárez; Nuncajamás\n: "
    response = client.post(f"/programas/{programme.slug}/regiones/varias/", {"varias-lines": lines})
    assert "Línea 2: escribe el nombre" in text(response)
    response = client.post(f"/programas/{programme.slug}/regiones/varias/", {"varias-lines": lines[:-3]})

    page = text(response)
    assert "«Benito Juárez» puede ser: Benito Juárez, Guerrero · Benito Juárez, Quintana Roo." in page
    assert "No encontramos «Nuncajamás»" in page
    assert "R1 Norte: Benito Juárez; Nuncajamás</textarea>" in page
    assert Region.objects.count() == 0


def test_one_municipality_in_two_pasted_regions_keeps_none(client, boss):
    programme = make_programme()
    place("Tijuana", "02004", "Baja California")

    lines = {"varias-lines": "R1 Uno: Tijuana\nR2 Dos: Tijuana"}
    response = client.post(f"/programas/{programme.slug}/regiones/varias/", lines)

    assert "Tijuana ya está en la región R1" in text(response)
    assert Region.objects.count() == 0


def test_one_region_is_added_and_changed_by_form(client, boss):
    programme = make_programme()
    place("Tijuana", "02004", "Baja California")
    address = f"/programas/{programme.slug}/regiones/"

    for _ in range(2):
        assert client.post(address, {"code": "R1", "name": "Norte", "places": "Tijuana"}).status_code == 302
    region = Region.objects.get()
    assert "Tijuana, Baja California" in text(client.get(f"{address}{region.pk}/"))
    client.post(f"{address}{region.pk}/", {"code": "R1", "name": "Noroeste", "places": ""})

    assert (Region.objects.get().name, list(region.territories.all())) == ("Noroeste", [])
    assert "ya es de otra región" in text(client.post(address, {"code": "R1", "name": "Otra"}))


def test_a_funding_period_sent_twice_is_one_and_its_amount_is_written_as_the_country_does(client, boss):
    programme = make_programme()
    period = {"funder": "Fondo", "amount": "1250000.50", "starts_on": "2026-01-01", "ends_on": "2026-06-30"}

    for _ in range(2):
        client.post(f"/programas/{programme.slug}/financiamiento/", period)

    assert FundingPeriod.objects.count() == 1
    assert "1,250,000.50 MXN" in text(client.get(f"/programas/{programme.slug}/financiamiento/"))
    wrong = client.post(f"/programas/{programme.slug}/financiamiento/", period | {"amount": "-1"})
    assert wrong.status_code == 200


def test_somebody_new_joins_the_team_by_e_mail_and_is_invited_once(client, boss):
    programme = make_programme()
    region = make_region(programme)
    who = {"email": "nueva@example.org", "given_names": "Inés", "surname1": "Rojas"}

    for _ in range(2):
        answer = client.post(
            f"/programas/{programme.slug}/equipo/", who | {"role": "regional_coordinator", "region": region.pk}
        )
        assert answer.status_code == 302

    assert (Person.objects.filter(email="nueva@example.org").count(), Invitation.objects.count()) == (1, 1)
    assert TeamRole.objects.get(region=region).person.full_name == "Inés Rojas"


def test_an_unknown_e_mail_asks_for_the_name_and_a_regional_role_for_its_region(client, boss):
    programme = make_programme()

    response = client.post(
        f"/programas/{programme.slug}/equipo/", {"email": "nueva@example.org", "role": "regional_coordinator"}
    )

    assert sorted(response.context["form"].errors) == ["given_names", "region", "surname1"]
    assert "nueva@example.org" in text(response)
    assert TeamRole.objects.count() == 0


def test_a_role_is_taken_back_and_stays_in_the_history(client, boss):
    programme = make_programme()
    held = TeamRole.objects.create(person=make_person("Inés", "Rojas"), programme=programme, role="funder_viewer")

    client.post(f"/programas/{programme.slug}/equipo/{held.pk}/quitar/")

    page = client.get(f"/programas/{programme.slug}/equipo/")
    assert (list(page.context["team"]), list(page.context["former"])) == ([], [held])


def test_a_programme_asks_the_same_however_much_it_holds(client, boss):
    pages = ["", "cambiar/", "palabras/", "regiones/", "equipo/", "financiamiento/"]
    counts = {page: [] for page in pages}
    for number in (1, 3, 46):
        programme = make_programme(country="CO")
        course = make_cohort().course
        for index in range(number):
            region = make_region(programme)
            region.territories.add(place(f"Lugar {number} {index}", f"{number:02d}{index:03d}", "Estado"))
            TeamRole.objects.create(
                person=make_person(user=make_user()), programme=programme, role="regional_coordinator", region=region
            )
            make_cohort(programme, course, opened=False, region=region)
            FundingPeriod.objects.create(
                programme=programme, funder=f"F{index}", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)
            )
        for page in pages:
            client.get(f"/programas/{programme.slug}/{page}")
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/programas/{programme.slug}/{page}").status_code == 200
            counts[page].append(len(asked))

    assert {page: len(set(asked)) for page, asked in counts.items()} == dict.fromkeys(pages, 1), counts

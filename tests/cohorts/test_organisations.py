"""Organisations and their people over time; lists of them that can be brought again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.models import OrganisationDraft
from cohorts.organisations.actions import (
    commit_organisations,
    draft_organisations,
    part_of,
    review_organisations,
)
from cohorts.organisations.board import sheet_of
from cohorts.organisations.queries import counts_of, organisations_of, posts_of
from cohorts.organisations.speaking import note_post
from kit.spreadsheet import read_pasted, read_table, write_csv, write_xlsx
from lms.demo.places import MEDELLIN_ORGANISATIONS
from people.actions import Refused
from people.models import Membership, Organisation, Person
from people.organisations import change_organisation, end_post, make_contact
from people.register import register_organisation
from places.actions import add_places
from programmes.models import ProgrammeOrganisation, TeamRole
from programmes.participation import change_participation, take_part
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_municipality,
    make_organisation,
    make_person,
    make_programme,
    make_region,
)

pytestmark = pytest.mark.django_db

HEADER = ["Nombre", "Tipo", "ID ARCO", "Comuna", "Integrantes declarados", "Fecha", "Contacto", "Cargo", "Teléfono"]


@pytest.fixture
def city():
    medellin = make_municipality("Medellín", "05001", "CO", ("05", "Antioquia"))
    add_places(medellin, level="commune", places=[("12", "La América"), ("14", "El Poblado")], by=None)
    return medellin


@pytest.fixture
def programme():
    return make_programme(country="CO", time_zone="America/Bogota")


@pytest.fixture
def coordinator(programme):
    return make_coordinator(programme)


def lines(members=None):
    """The sixty-two of Medellín as the city's office would hand them in."""
    kinds = {"jac": "JAC", "social_organisation": "Organización social"}
    return [
        [text.name, kinds[text.kind], text.external_id, f"Comuna {text.place}", members or text.members, "2016-03-01",
         f"Pérez Número{chr(65 + at // 26)}{chr(97 + at % 26)}, Ana", "Presidencia", f"300555{at:04d}"]
        for at, text in enumerate(MEDELLIN_ORGANISATIONS)
    ]  # fmt: skip


def brought(programme, rows, by, city=None, header=HEADER):
    table = read_table(write_xlsx({"Lista": [header, *rows]}), "lista.xlsx")
    return draft_organisations(programme, table, source="lista.xlsx", register="ARCO", city=city, by=by)


def taken(*args, **kwargs):
    draft = commit_organisations(brought(*args, **kwargs), by=args[2])
    return draft.outcome["counts"]


# ------------------------------------------------------------------ the list


def test_the_first_list_makes_62_and_the_second_none(programme, coordinator, city):
    first = taken(programme, lines(), coordinator, city)
    second = taken(programme, lines(), coordinator, city)

    assert first == {"new": 62, "changed": 0, "wrong": 0, "repeated": 0, "same": 0}
    assert second == {"new": 0, "changed": 0, "wrong": 0, "repeated": 0, "same": 62}
    assert (Organisation.objects.count(), Person.objects.exclude(user__isnull=False).count()) == (62, 62)


def test_the_figures_of_medellin_by_kind_and_commune(programme, coordinator, city):
    taken(programme, lines(), coordinator, city)

    counts = counts_of(organisations_of(coordinator))

    assert [(row.place, row.total, row.members) for row in counts.rows] == [
        ("La América", 32, 1152), ("El Poblado", 30, 1058),
    ]  # fmt: skip
    assert (counts.whole.total, counts.whole.members) == (62, 2210)
    assert {kind: counts.whole.by_kind[kind] for kind, _label in counts.kinds} == {"jac": 25, "social_organisation": 37}


def test_the_same_draft_committed_twice_counts_once(programme, coordinator, city):
    draft = brought(programme, lines()[:3], coordinator, city)

    assert commit_organisations(draft, by=coordinator).outcome == commit_organisations(draft, by=coordinator).outcome
    assert ModelLogEntry.objects.filter(action="cohorts.import_organisations").count() == 1
    assert "rows" not in OrganisationDraft.objects.get().content


def test_new_figures_are_written_with_their_date_and_the_old_ones_stay_readable(programme, coordinator, city):
    taken(programme, lines()[:1], coordinator, city)
    row = lines()[0]
    row[4], row[5] = 41, "2017-03-01"

    counts = taken(programme, [row], coordinator, city)

    organisation = Organisation.objects.get()
    entry = ModelLogEntry.objects.get(action="people.change_organisation")
    assert counts["changed"] == 1
    assert (organisation.declared_members, organisation.declared_on) == (41, date(2017, 3, 1))
    assert entry.data == {"declared_members": [36, 41], "declared_on": ["2016-03-01", "2017-03-01"]}


def test_a_new_name_under_the_same_identifier_renames_and_the_old_one_is_still_known(programme, coordinator, city):
    taken(programme, lines()[:1], coordinator, city)
    renamed = lines()[0]
    old, renamed[0] = renamed[0], "JAC Nuevo Amanecer"

    assert taken(programme, [renamed], coordinator, city)["changed"] == 1
    organisation = Organisation.objects.get()
    assert organisation.name == "JAC Nuevo Amanecer"
    assert register_organisation(name=old.upper(), territory=organisation.territory, by=None) == organisation
    without_ref = [old, *lines()[0][1:2], "", *lines()[0][3:]]
    assert [line.known.id for line in review_organisations(brought(programme, [without_ref], coordinator, city),
                                                           by=coordinator).judged] == [organisation.pk]  # fmt: skip


def test_a_new_contact_switches_and_the_one_before_stays_in_history(programme, coordinator, city):
    taken(programme, lines()[:1], coordinator, city)
    row = lines()[0]
    row[6] = "Gómez Ruiz, Luz"

    taken(programme, [row], coordinator, city)

    held = Membership.objects.order_by("pk").values_list("person__surname1", "is_contact", "until")
    assert list(held) == [("Pérez", False, None), ("Gómez", True, None)]


def test_every_line_says_what_is_wrong_with_it(programme, coordinator, city):
    good = lines()[:2]
    wrong = [
        ["=HYPERLINK(1)", "JAC", "X1", "Comuna 12", "", "", "", "", ""],
        ["Sin comuna conocida", "JAC", "X2", "Comuna 99", "", "", "", "", ""],
        ["Tipo raro", "Cofradía", "X3", "Comuna 12", "", "", "", "", ""],
        ["Cuántos", "JAC", "X4", "Comuna 12", "muchos", "", "", "", ""],
        ["", "JAC", "X5", "Comuna 12", "", "", "", "", ""],
        [good[0][0], "JAC", "OTRO", "Comuna 12", "", "", "", "", ""],
    ]
    taken(programme, good[:1], coordinator, city)

    judged = review_organisations(brought(programme, [good[1], good[1], *wrong], coordinator, city), by=coordinator)

    assert [line.verdict for line in judged.judged] == ["new", "repeated", *["wrong"] * 6]
    assert [line.why for line in judged.judged][-1] == "other_ref"
    assert all(line.row.problems for line in judged.judged[2:7])


def test_a_code_without_its_zero_and_a_latin_1_file_are_understood(programme, coordinator, city):
    text = "Nombre;Clave del territorio;Barrio\nAsociación Ñandú;5001;El Poblado\nMª del Campo;5001-12;\n"
    table = read_table(text.encode("latin-1"), "lista.csv")

    draft = draft_organisations(programme, table, source="lista.csv", register="ARCO", by=coordinator)

    rows = [(line.row.name, line.row.place) for line in review_organisations(draft, by=coordinator).judged]
    assert rows == [("Asociación Ñandú", "El Poblado, Medellín"), ("Mª del Campo", "La América, Medellín")]


def test_what_is_exported_comes_back_unchanged_with_its_zeros(programme, coordinator, city):
    taken(programme, lines(), coordinator, city)
    sheet = sheet_of(coordinator, organisations_of(coordinator))

    assert sheet[1][2] in {"05001-12", "05001-14"}
    for data, name in ((write_xlsx({"O": sheet}), "o.xlsx"), (write_csv(sheet), "o.csv")):
        draft = draft_organisations(programme, read_table(data, name), source=name, register="ARCO", by=coordinator)
        assert review_organisations(draft, by=coordinator).counts == {"same": 62}


def test_what_another_programme_knows_is_joined_not_changed(programme, coordinator, city):
    theirs = make_programme(country="CO")
    taken(theirs, lines()[:1], make_coordinator(theirs), city)
    row = lines()[0]
    row[0], row[6] = "JAC Cambiada", "Gómez Ruiz, Luz"

    counts = taken(programme, [row], coordinator, city)

    assert counts["changed"] == 1
    assert Organisation.objects.get().name == lines()[0][0]
    assert [post.person.surname1 for post in posts_of(coordinator)] == ["Gómez"]


@pytest.mark.parametrize("count", [1, 3, 46])
def test_looking_a_list_over_costs_the_same_queries(programme, coordinator, city, count, django_assert_max_num_queries):
    taken(programme, lines()[:50], coordinator, city)
    draft = brought(programme, lines()[:count], coordinator, city)

    with django_assert_max_num_queries(12):
        review_organisations(draft, by=coordinator)


# ------------------------------------------------------------------ one organisation


def test_a_change_repeated_is_no_change_and_a_taken_name_is_refused(coordinator):
    one, other = make_organisation("Uno"), make_organisation("Dos")

    assert change_organisation(one, name="Tres", kind="collective", by=coordinator) == ["name", "kind"]
    assert change_organisation(one, name="Tres", kind="collective", by=coordinator) == []
    with pytest.raises(Refused):
        change_organisation(one, name="DOS", by=coordinator)
    with pytest.raises(Refused):
        change_organisation(other, name=" . ", by=coordinator)

    assert Organisation.objects.get(pk=one.pk).name == "Tres"
    assert [former.name for former in one.former_names.all()] == ["Uno"]


def test_a_post_ends_once_and_leaves_the_contact_free(programme, coordinator):
    organisation = make_organisation()
    (part,) = take_part(programme, [organisation], by=coordinator)
    post = note_post(part, names=("Ana", "Pérez", ""), post="Presidencia", is_contact=True, by=coordinator)
    again = note_post(part, names=("ANA", "Perez", ""), post="Presidencia", is_contact=True, by=coordinator)

    end_post(post, until=date(2026, 1, 31), by=coordinator)
    end_post(post, until=date(2026, 2, 28), by=coordinator)

    assert again == post
    post.refresh_from_db()
    assert (post.until, post.is_contact) == (date(2026, 1, 31), False)
    with pytest.raises(Refused):
        make_contact(post, by=coordinator)
    with pytest.raises(Refused):
        end_post(Membership(person=post.person, organisation=organisation, since=timezone.localdate()),
                 until=date(2020, 1, 1), by=coordinator)  # fmt: skip


def test_taking_part_twice_is_taking_part_once_and_keeps_its_state(programme, coordinator):
    organisation = make_organisation()
    (part,) = take_part(programme, [organisation], by=coordinator)
    change_participation(part, status="withdrawn", by=coordinator)
    change_participation(part, status="withdrawn", by=coordinator)

    take_part(programme, [organisation], by=coordinator)

    assert ProgrammeOrganisation.objects.get().status == "withdrawn"
    assert ModelLogEntry.objects.filter(action="programmes.change_participation").count() == 1


def test_who_sees_which_organisations_and_people(city):
    here, there = make_programme(country="CO"), make_programme(country="CO")
    region, elsewhere = make_region(here), make_region(here)
    region.territories.add(city)
    inside = make_organisation("Dentro", territory=city.children.first())
    enrolled = make_organisation("Inscrita")
    seat = make_enrolment(make_cohort(here, region=elsewhere), make_person(), organisation=enrolled)
    Membership.objects.create(person=seat.person, organisation=enrolled, post="Vocal")
    (part,) = take_part(here, [inside], by=None)
    note_post(part, names=("Luz", "Gómez", ""), post="Presidencia", by=None)
    accounts = {
        "coordinator": make_coordinator(here),
        "regional": make_coordinator(here, region=region),
        "next door": make_coordinator(here, region=elsewhere),
        "funder": make_coordinator(here, role=TeamRole.Role.FUNDER_VIEWER),
        "other": make_coordinator(there),
    }

    seen = {who: sorted(organisations_of(user).values_list("name", flat=True)) for who, user in accounts.items()}
    people = {who: sorted(posts_of(user).values_list("post", flat=True)) for who, user in accounts.items()}

    assert seen == {
        "coordinator": ["Dentro", "Inscrita"], "regional": ["Dentro"], "next door": ["Inscrita"], "funder": [],
        "other": [],
    }  # fmt: skip
    assert people == {
        "coordinator": ["Presidencia", "Vocal"], "regional": ["Presidencia"], "next door": ["Vocal"], "funder": [],
        "other": [],
    }  # fmt: skip
    assert part_of(enrolled, by=accounts["next door"]).programme == here
    with pytest.raises(Refused):
        part_of(enrolled, by=accounts["other"])


# ------------------------------------------------------------------ screens


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_the_walk_of_a_list_through_its_screens(desk, programme, city):
    url = reverse("cohorts:organisations_new", args=[programme.slug])
    text = write_csv([HEADER, *lines()[:3]]).decode("utf-8-sig")

    review = desk.post(url, {"text": text, "register": "arco", "city": "Medellin"}, follow=True)
    done = desk.post(review.redirect_chain[-1][0], follow=True)
    page = desk.get(reverse("cohorts:organisations"), {"programa": programme.slug, "q": "jac"})

    assert "Guardar: 3 nuevas y 0 actualizadas" in review.text
    assert "Se registraron 3 organizaciones" in done.text
    assert page.status_code == 200
    assert Organisation.objects.get(external_refs__ARCO="MED-01").name in page.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "", "register": "ARCO"}, "Pega tu lista o elige un archivo."),
        ({"text": "algo\tmás\nx\ty", "register": "ARCO"}, "Falta la columna «Nombre»"),
        ({"text": "Nombre\nUna\0", "register": "ARCO"}, "caracteres que no son texto"),
        ({"text": "Nombre\nUna", "register": "a b"}, "Una palabra de letras y cifras"),
        ({"text": "Nombre\n" + "Una\n" * 10_000, "register": "ARCO"}, "el máximo es 2"),
        ({"text": "Nombre\nUna", "register": "ARCO", "city": "Argelia"}, "No encontramos ese lugar"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(desk, programme, data, said):
    answer = desk.post(reverse("cohorts:organisations_new", args=[programme.slug]), data)

    assert answer.status_code == 422
    assert said in answer.text
    assert OrganisationDraft.objects.count() == 0


def test_the_page_of_one_and_its_people(desk, programme, coordinator, city):
    taken(programme, lines()[:1], coordinator, city)
    organisation = Organisation.objects.get()
    url = reverse("cohorts:organisation", args=[organisation.uuid])

    desk.post(url, {"given_names": "Luz", "surname1": "Gómez", "post": "Tesorería", "is_contact": "on"})
    old = Membership.objects.get(post="Presidencia")
    desk.post(reverse("cohorts:post_end", args=[old.pk]), {"until": "2026-01-31"})
    page = desk.get(url).text

    assert Membership.objects.get(is_contact=True).post == "Tesorería"
    assert "Luz Gómez" in page and "Antes" in page
    assert desk.post(url, {"given_names": "", "surname1": "", "post": ""}).status_code == 422


def test_the_form_of_one_changes_what_it_says_and_refuses_what_it_cannot(desk, programme, coordinator, city):
    taken(programme, lines()[:1], coordinator, city)
    url = reverse("cohorts:organisation_edit", args=[Organisation.objects.get().uuid])
    data = {"name": "JAC Nueva", "kind": "jac", "place": "El Poblado, Medellin", "declared_members": "50",
            "declared_on": "2026-02-01", "refs": "arco: MED-01\nRUES: 9", "status": "completed"}  # fmt: skip

    assert desk.post(url, data | {"refs": "=1+1"}).status_code == 422
    assert desk.post(url, data | {"declared_on": "2999-01-01"}).status_code == 422
    assert desk.post(url, data | {"place": "Macondo"}).status_code == 422
    assert desk.post(url, data).status_code == 302

    one = Organisation.objects.get()
    assert (one.name, one.territory.code, one.declared_members) == ("JAC Nueva", "05001-14", 50)
    assert one.external_refs == {"ARCO": "MED-01", "RUES": "9"}
    assert "RUES" in desk.get(reverse("cohorts:organisation", args=[one.uuid])).text


@pytest.mark.parametrize("count", [1, 3, 46])
def test_the_list_costs_the_same_queries(desk, programme, coordinator, city, count, django_assert_max_num_queries):
    taken(programme, lines()[:count], coordinator, city)

    with django_assert_max_num_queries(20):
        assert desk.get(reverse("cohorts:organisations")).status_code == 200


def test_a_funder_finds_no_organisation(client, programme, coordinator, city):
    taken(programme, lines()[:1], coordinator, city)
    client.force_login(make_coordinator(programme, role=TeamRole.Role.FUNDER_VIEWER))
    one = Organisation.objects.get()

    pages = [
        reverse("cohorts:organisations"),
        reverse("cohorts:organisations_export"),
        reverse("cohorts:organisation", args=[one.uuid]),
    ]

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_a_formula_as_a_name_leaves_as_text(desk, programme, coordinator):
    (part,) = take_part(programme, [make_organisation("=1+1")], by=coordinator)

    sheet = read_table(desk.get(reverse("cohorts:organisations_export")).content, "o.xlsx")

    assert sheet.rows[0].cells[0] == part.organisation.name == "=1+1"
    assert read_pasted("Nombre\n'=1+1").rows[0].cells == ["'=1+1"]

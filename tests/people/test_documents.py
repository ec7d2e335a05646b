"""Documents of identity: sealed, doubted and never refused, found by their number, shown to few."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.actions import Refused
from people.duplicates.search import file_names, known, like
from people.identity.actions import MOST_DOCUMENTS, add_document, remove_document, show_number
from people.identity.queries import documents_of, people_with
from people.identity.rules import compact, doubt, masked
from people.merging.actions import merge, undo_merge
from people.models import IdentityDocument, Person
from people.privacy.erasing import forget
from people.privacy.exporting import sections_of
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_trainer,
    make_user,
)
from tests.people.dump import dump

pytestmark = pytest.mark.django_db

NUMBER = "52.377.846"


def make_document(person, number=NUMBER, kind="cc", country="CO"):
    return add_document(person, country=country, kind=kind, number=number, by=None)


@pytest.fixture
def scene():
    """A region with its coordinator and somebody enrolled there."""
    programme = make_programme(country="CO")
    region = make_region(programme)
    cohort = make_cohort(programme, region=region)
    person = make_enrolment(cohort, make_person("Luz", "Ríos")).person
    return programme, cohort, person, make_coordinator(programme, region)


@pytest.mark.parametrize(
    ("typed", "compacted"),
    [
        ("012.345.678-k", "12345678K"),
        ("12345678K", "12345678K"),
        (" 52 377 846 ", "52377846"),
        ("５２３７７８４６", "52377846"),
        ("gaxx 800101-hdf", "GAXX800101HDF"),
        ("---", ""),
        ("\u200f52377846", "52377846"),
    ],
)
def test_a_number_is_compared_without_its_dress(typed, compacted):
    assert compact(typed) == compacted


@pytest.mark.parametrize(
    ("kind", "number", "wrong"),
    [
        ("run", "12.345.678-5", ""),
        ("run", "12.345.678-K", "check"),
        ("run", "1", "length"),
        ("curp", "BOXW310820HNERXN09", ""),
        ("curp", "boxw310820hnerxn09", ""),
        ("curp", "BOXW310820HNERXN08", "check"),
        ("curp", "BOXW310820", "length"),
        ("curp", "BOXW310820QNERXN09", "format"),
        ("cc", "52.377.846", ""),
        ("cc", "5237784A", "format"),
        ("ti", "1012345678", ""),
        ("passport", "AB12", "format"),
        ("other", "lo que sea", ""),
    ],
)
def test_a_number_that_looks_wrong_is_doubted(kind, number, wrong):
    assert doubt(kind, number) == wrong


def test_a_curp_with_an_x_for_the_sex_is_no_mistake():
    plain = "BOXW310820XNERXN0"
    answers = [doubt("curp", f"{plain}{digit}") for digit in range(10)]

    assert sorted(answers) == ["", *["check"] * 9]


@pytest.mark.parametrize(
    ("number", "shown"), [("52.377.846", "•••• 846"), ("AB12", "••••"), ("ABC123", "•••• 123"), ("", "••••")]
)
def test_a_mask_tells_the_end_of_a_long_number_alone(number, shown):
    assert masked(number) == shown


def cuts(number):
    """The number as typed, its digits, and the ends of them that a careless column might keep."""
    digits = "".join(filter(str.isdigit, number))
    return number, digits, digits[-6:], digits[-4:]


def test_the_database_holds_no_number():
    """In no column of any table, the record of acts and the index among them.

    Of two numbers: four digits alone stand somewhere by chance, in a digest or a moment, but not those of both.
    """
    documents = [make_document(make_person()), make_document(make_person(), "41.936.205")]
    for document in documents:
        show_number(document, by=None)

    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held += [str(value) for row in cursor.fetchall() for value in row]
    text = "\n".join(held)

    numbers = [document.number for document in documents]
    assert numbers == [NUMBER, "41.936.205"]
    assert [each.number for each in IdentityDocument.objects.order_by("pk")] == numbers
    assert [same for same in zip(*map(cuts, numbers), strict=True) if all(cut in text for cut in same)] == []


def test_a_document_is_noted_once_whatever_its_dress():
    person = make_person()
    first = make_document(person)

    assert make_document(person, "52377846") == first
    assert make_document(person, "0052-377-846") == first
    assert list(ModelLogEntry.objects.filter(action="people.add_document").values_list("data", flat=True)) == [
        {"kind": "cc", "country": "CO"}
    ]


def test_a_wrong_number_is_kept_with_a_warning_beside_it():
    person = make_person()
    make_document(person, "12.345.678-9", "run", "CL")

    (shown,) = documents_of(person)

    assert (shown.kind, shown.country, shown.masked) == ("RUN", "Chile", "•••• 789")
    assert shown.warning == "Revisa el número: el dígito verificador no coincide."


def test_what_is_no_document_is_refused():
    person = make_person()

    for number, kind, country in (("---", "cc", "CO"), ("123", "cc", "MX"), ("1", "curp", "CL")):
        with pytest.raises(Refused):
            make_document(person, number, kind, country)
    for number in range(MOST_DOCUMENTS):
        make_document(person, f"12345{number}")
    with pytest.raises(Refused):
        make_document(person, "999999")
    assert person.identity_documents.count() == MOST_DOCUMENTS


def test_nothing_is_read_out_of_a_number():
    person = make_person()
    make_document(person, "BOXW310820HNERXN09", "curp", "MX")

    person.refresh_from_db()

    assert (person.sex, person.birth_date) == ("not_reported", None)


def test_a_document_is_taken_away_once():
    document = make_document(make_person())

    remove_document(document, by=None)
    remove_document(document, by=None)

    assert IdentityDocument.objects.count() == 0
    assert ModelLogEntry.objects.filter(action="people.remove_document").count() == 1


def test_the_same_document_makes_two_registers_one_suggestion():
    one, other = make_person("María", "Soto"), make_person("Lucía", "Vera")
    make_document(one), make_document(other, "52377846"), make_document(make_person("Rosa", "Luna"), "11111111")
    persons = known(Person.objects.all())
    file_names(persons.values())

    found = like(persons[one.pk])

    assert [(each.id, how.score, how.reasons) for each, how in found] == [(other.pk, 100, ("identity",))]


def test_another_number_of_the_same_kind_speaks_against_it_and_another_kind_does_not():
    one, other, third = (make_person("María", "Soto", "Ruiz") for _number in range(3))
    make_document(one), make_document(other, "11111111"), make_document(third, "AB123456", "passport", "VE")
    persons = known(Person.objects.all())
    file_names(persons.values())

    found = {each.id: (how.score, how.reasons) for each, how in like(persons[one.pk])}

    assert found == {third.pk: (50, ("same_name",))}


def test_united_and_parted_the_documents_are_what_they_were():
    keep, drop = make_person(), make_person()
    make_document(keep), make_document(drop, "52377846"), make_document(drop, "AB123456", "passport", "VE")
    before = dump()

    done = merge(keep, drop, by=None)

    numbers = list(IdentityDocument.objects.order_by("pk").values_list("person", "number"))
    assert numbers == [(keep.pk, "52.377.846"), (keep.pk, "AB123456")]
    assert "52377846" not in str(done.map)
    undo_merge(done, by=None)
    assert dump() == before


def test_who_leaves_takes_the_documents_along_and_a_copy_shows_them():
    person = make_person()
    make_document(person)
    sections = {each.key: each for each in sections_of(person)}

    assert sections["people.identitydocument"].rows[0]["number"] == NUMBER
    assert "number_mark" not in sections["people.identitydocument"].columns

    forget(person, by=None)
    assert IdentityDocument.objects.count() == 0


def test_a_number_is_found_within_ones_own_scope_alone(scene):
    programme, _cohort, person, coordinator = scene
    elsewhere = make_enrolment(make_cohort(programme, region=make_region(programme))).person
    make_document(person), make_document(elsewhere)

    assert [found for found, _documents in people_with("52377846", user=coordinator)] == [person]
    assert {found for found, _documents in people_with(NUMBER, user=make_coordinator(programme))} == {person, elsewhere}
    assert people_with("5237784", user=coordinator) == []
    assert people_with("---", user=coordinator) == []


def test_finding_asks_the_same_queries_for_one_three_and_forty_six(scene, django_assert_num_queries):
    _programme, cohort, _person, coordinator = scene
    before = 0
    for many in (1, 3, 46):
        for _number in range(many - before):
            make_document(make_enrolment(cohort).person)
        before = many
        with django_assert_num_queries(1):
            assert len(people_with(NUMBER, user=coordinator)) == min(many, 20)


def test_the_search_box_looks_for_the_number_and_tells_it_to_nobody(client, scene):
    _programme, _cohort, person, coordinator = scene
    make_document(person)
    client.force_login(coordinator)

    page = client.post(reverse("identity:search"), {"number": "52 377 846"}).content.decode()

    assert ("Luz Ríos" in page, "•••• 846" in page, "377" in page.split("Buscar</button>")[1]) == (True, True, False)


def test_the_whole_number_is_shown_on_demand_and_that_is_written_down(client, scene):
    _programme, _cohort, person, coordinator = scene
    document = make_document(person)
    client.force_login(coordinator)

    page = client.get(reverse("identity:person", args=[person.uuid])).content.decode()
    shown = client.post(reverse("identity:show", args=[document.uuid])).content.decode()

    assert (NUMBER in page, "•••• 846" in page, NUMBER in shown) == (False, True, True)
    looked = ModelLogEntry.objects.get(action="people.show_document")
    assert (looked.user, looked.object_id) == (coordinator, str(person.pk))


def test_who_does_not_coordinate_her_finds_no_document(client, scene):
    programme, cohort, person, _coordinator = scene
    document = make_document(person)
    others = [
        make_trainer(cohort),
        make_coordinator(programme, make_region(programme)),
        make_coordinator(programme, role="funder_viewer"),
        make_coordinator(programme, role="data_officer"),
        make_coordinator(programme, role="editor"),
        make_user(),
    ]

    for user in others:
        client.force_login(user)
        for name, argument in (("show", document.uuid), ("remove", document.uuid), ("documents", person.uuid)):
            assert client.post(reverse(f"identity:{name}", args=[argument])).status_code == 404
        assert client.get(reverse("identity:person", args=[person.uuid])).status_code == 404
    assert IdentityDocument.objects.count() == 1


def test_its_holder_adds_sees_and_removes_her_own(client, scene):
    _programme, _cohort, person, _coordinator = scene
    user = make_user()
    Person.objects.filter(pk=person.pk).update(user=user)
    client.force_login(user)
    facts = {"doc-kind": "run", "doc-country": "CL", "doc-number": "12.345.678-9"}

    answer = client.post(reverse("identity:documents", args=[person.uuid]), facts, follow=True)
    document = IdentityDocument.objects.get()

    assert "el dígito verificador no coincide" in answer.content.decode()
    assert "12.345.678-9" in client.post(reverse("identity:show", args=[document.uuid])).content.decode()
    assert client.post(reverse("identity:remove", args=[document.uuid]))["Location"] == reverse("identity:mine")
    assert IdentityDocument.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("9" * 200, "40"),
        ("52377\x00846", "nulos"),
        ("   ", "necesario"),
        ("\u200f\u200e", "Escribe el número del documento."),
        (".-.-", "Escribe el número del documento."),
    ],
)
def test_what_cannot_be_a_number_is_said_beside_the_field_and_kept_as_typed(client, scene, number, said):
    _programme, _cohort, person, coordinator = scene
    client.force_login(coordinator)
    facts = {"doc-kind": "cc", "doc-country": "CO", "doc-number": number}

    answer = client.post(reverse("identity:documents", args=[person.uuid]), facts)

    assert answer.status_code == 422
    assert said in str(answer.context["document_form"].errors["number"])
    assert answer.context["document_form"]["number"].value() == number
    assert IdentityDocument.objects.count() == 0


def test_a_kind_of_another_country_is_said_beside_the_country(client, scene):
    _programme, _cohort, person, coordinator = scene
    client.force_login(coordinator)
    facts = {"doc-kind": "curp", "doc-country": "CO", "doc-number": "BOXW310820HNERXN09"}

    form = client.post(reverse("identity:documents", args=[person.uuid]), facts).context["document_form"]

    assert form.errors["country"] == ["Ese documento (CURP) lo expide México."]


def test_after_a_change_of_keys_numbers_are_sealed_anew_and_found_before_and_after(scene, settings):
    old, new = (Fernet.generate_key().decode() for _number in range(2))
    _programme, _cohort, person, coordinator = scene
    settings.FIELD_KEYS = [old]
    make_document(person)
    settings.FIELD_KEYS = [new, old]
    assert [found for found, _documents in people_with(NUMBER, user=coordinator)] == [person]

    said = [StringIO(), StringIO()]
    call_command("reseal", stdout=said[0])
    settings.FIELD_KEYS = [new]
    call_command("reseal", stdout=said[1])

    assert [out.getvalue() for out in said] == ["1 sealed anew, 0 that no key opens.\n"] * 2
    assert IdentityDocument.objects.get().number == NUMBER
    assert [found for found, _documents in people_with(NUMBER, user=coordinator)] == [person]


def test_a_lost_key_is_said_and_breaks_no_page(client, scene, settings):
    _programme, _cohort, person, coordinator = scene
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    make_document(person)
    settings.FIELD_KEYS = []
    client.force_login(coordinator)

    page = client.get(reverse("identity:person", args=[person.uuid])).content.decode()

    assert "falta la llave" in page
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("reseal", stdout=out)
    assert out.getvalue() == "0 sealed anew, 1 that no key opens.\n"


def test_a_new_key_is_printed_on_demand():
    out = StringIO()
    call_command("reseal", "--new-key", stdout=out)

    assert len(out.getvalue().strip()) == 44

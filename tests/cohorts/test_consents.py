"""Permissions that people gave on paper, transcribed for a whole group."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from people.models import ConsentRecord
from people.privacy.consent import lay_notices
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_person, make_programme, make_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(client):
    lay_notices()
    found = make_cohort(make_programme(country="CO", issuer="Casa Aranjuez"))
    client.force_login(make_coordinator(found.programme))
    return found


def url_of(cohort):
    return reverse("cohorts:consents", args=[cohort.uuid])


def paper(*people, **more):
    said = {"purposes": ["training", "photos"], "channel": "paper", "evidence": "Carpeta 3, hoja 1"}
    return said | {"signed_on": "2026-11-02"} | {f"p-{each.pk}": "on" for each in people} | more


def test_what_was_signed_is_kept_for_those_who_signed(client, cohort):
    signed, absent = make_enrolment(cohort).person, make_enrolment(cohort).person

    answer = client.post(url_of(cohort), paper(signed))

    assert answer.status_code == 302
    records = ConsentRecord.objects.order_by("pk").values_list("person", "purpose", "decision", "channel", "evidence")
    assert list(records) == [
        (signed.pk, "training", "granted", "paper", "Carpeta 3, hoja 1"),
        (signed.pk, "photos", "granted", "paper", "Carpeta 3, hoja 1"),
    ]
    page = client.get(url_of(cohort)).content.decode()
    assert "A 2 personas les falta responder algo" in page
    assert absent.list_name in page


def test_the_same_sheet_sent_twice_is_one_sheet(client, cohort):
    person = make_enrolment(cohort).person

    for _again in range(2):
        client.post(url_of(cohort), paper(person))

    assert ConsentRecord.objects.count() == 2
    assert ModelLogEntry.objects.filter(action="cohorts.collect_consents").count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(client, cohort):
    person = make_enrolment(cohort).person

    nobody = client.post(url_of(cohort), paper()).content.decode()
    blank = client.post(url_of(cohort), {f"p-{person.pk}": "on", "channel": "paper"}).content.decode()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    future = client.post(url_of(cohort), paper(person, signed_on=tomorrow)).content.decode()

    assert ("Marca al menos a una persona" in nobody, "Carpeta 3, hoja 1" in nobody) == (True, True)
    assert [text in blank for text in ("Marca al menos una finalidad", "Escribe dónde encontrar", " checked>")] == [
        True
    ] * 3
    assert "Esa fecha todavía no llega" in future
    assert ConsentRecord.objects.count() == 0


def test_a_minor_needs_a_guardian_and_then_all_are_kept(client, cohort):
    born = timezone.localdate() - timedelta(days=15 * 365)
    young, grown = make_enrolment(cohort, make_person(birth_date=born)).person, make_enrolment(cohort).person

    refused = client.post(url_of(cohort), paper(young, grown, **{f"g-{young.pk}": "Luz Arango"}))
    assert (refused.status_code, ConsentRecord.objects.count()) == (422, 0)
    assert 'value="Luz Arango"' in refused.content.decode()

    client.post(url_of(cohort), paper(young, grown, **{f"g-{young.pk}": "Luz Arango", f"r-{young.pk}": "abuela"}))

    guardians = ConsentRecord.objects.filter(purpose="photos").order_by("guardian_name").values_list("guardian_name")
    assert list(guardians) == [("",), ("Luz Arango",)]


def test_somebody_of_another_group_cannot_be_slipped_in(client, cohort):
    stranger = make_enrolment().person

    client.post(url_of(cohort), paper(stranger, make_enrolment(cohort).person))

    assert stranger.consents.count() == 0


def test_colombia_asks_for_the_organisation_apart_and_chile_does_not(client, cohort):
    make_enrolment(cohort)

    assert "Registrar a qué organización perteneces" in client.get(url_of(cohort)).content.decode()
    chile = make_cohort(make_programme(country="CL"))
    make_enrolment(chile)
    client.force_login(make_coordinator(chile.programme))
    assert "Registrar a qué organización" not in client.get(url_of(chile)).content.decode()


def test_the_printed_sheet_carries_the_notice_of_its_country(client, cohort):
    make_register(cohort)

    sheet = PdfReader(BytesIO(client.get(reverse("cohorts:sheets_pdf", args=[cohort.uuid])).content)).pages[0]

    page = " ".join(sheet.extract_text().split())
    assert "Al firmar autorizas a Casa Aranjuez" in page
    assert "Ley 1581 de 2012" in page


@pytest.mark.parametrize("people", [1, 3, 46])
def test_the_sheet_asks_the_same_number_of_questions(client, cohort, people, django_assert_num_queries):
    for _one in range(people):
        make_enrolment(cohort)
    client.get(url_of(cohort))

    with django_assert_num_queries(7):
        client.get(url_of(cohort))


@pytest.mark.parametrize("people", [1, 3, 46])
def test_keeping_a_sheet_asks_the_same_number_of_questions(client, cohort, people, django_assert_max_num_queries):
    signed = [make_enrolment(cohort).person for _one in range(people)]

    with django_assert_max_num_queries(18):
        client.post(url_of(cohort), paper(*signed))

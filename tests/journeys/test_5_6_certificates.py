"""Steps 5 and 6: who has earned it and who has not, the paper, and what anybody reads behind its QR."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from certificates import tasks  # noqa: F401 – the worker's handlers
from certificates.models import Certificate
from certificates.verification import public_facts
from jobs.actions import run_due
from tests.factories import make_coordinator, make_enrolment, make_person, make_settled_cohort

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cohort(site):
    """Two who came to all five sessions and one who came to none."""
    cohort = make_settled_cohort(people=2)
    first, second = (each.person for each in cohort.enrolments.select_related("person"))
    for person, given, surname in ((first, "Rosa Elena", "Ñancupil"), (second, "José", "Montoya")):
        type(person).objects.filter(pk=person.pk).update(given_names=given, surname1=surname)
    make_enrolment(cohort, make_person("Inés", "Quispe"))
    return cohort


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_board_issues_in_the_background_and_the_paper_says_what_its_public_page_says(walker, another, cohort):
    board = reverse("certificates:cohort", args=[cohort.uuid])
    walker.enters(make_coordinator(cohort.programme))
    walker.goes_to(board)
    assert "La asistencia ya no alcanza" in walker.text
    walker.presses("Emitir 2 constancias")
    assert "En unos segundos empezamos." in walker.text
    while run_due():
        pass
    walker.goes_to(board)
    certificate = Certificate.objects.get(person__surname1="Ñancupil")
    assert Certificate.objects.count() == 2
    assert walker.text.count("Vigente") >= 2

    with walker.page.expect_download() as download:
        walker.page.get_by_role("link", name=f"PDF {certificate.folio}").click()
    printed = words_of(download.value.path().read_bytes())
    assert certificate.folio in printed

    visitor = another()
    visitor.goes_to(certificate.snapshot["url"])
    seen = visitor.text
    assert "Documento válido" in seen
    text = certificate.snapshot["text"]
    for fact in [text["name"], text["course"], text["issuer"], *(value for _label, value in public_facts(certificate))]:
        assert fact in seen
        assert fact in printed


def test_a_visitor_asks_by_folio_and_an_unknown_one_gets_a_sentence(walker, cohort):
    walker.goes_to(reverse("certificates:verify_form"))
    walker.fills(folio="P9-2026-00042-K", surname="Soto")
    walker.presses("Verificar")
    assert "folio" in walker.page.locator(".field__error").first.inner_text()
    assert walker.page.locator("[name=surname]").input_value() == "Soto"

    walker.goes_to(reverse("certificates:verify", args=["no-existe"]))
    assert "No encontramos ese documento" in walker.text


def test_a_replaced_and_a_revoked_paper_say_so_to_whoever_opens_them(walker, another, cohort):
    walker.enters(make_coordinator(cohort.programme))
    walker.goes_to(reverse("certificates:cohort", args=[cohort.uuid]))
    walker.presses("Emitir 2 constancias")
    while run_due():
        pass
    old = Certificate.objects.get(person__surname1="Ñancupil")

    walker.goes_to(reverse("certificates:replace", args=[old.folio]))
    walker.fills(printed_name="Rosa Helena Ñancupil")
    walker.presses("Sustituir")
    old.refresh_from_db()
    visitor = another()
    visitor.goes_to(old.snapshot["url"])
    assert "Documento sustituido" in visitor.text
    visitor.follows(f"Lo sustituye el {old.replaced_by.folio}")
    assert "Documento válido" in visitor.text and "Rosa Helena Ñancupil" in visitor.text

    walker.goes_to(reverse("certificates:revoke", args=[old.replaced_by.folio]))
    walker.fills(reason="Se emitió por error.")
    walker.presses("Anular")
    visitor.goes_to(old.replaced_by.snapshot["url"] + "?otra-vez")
    assert "Documento anulado" in visitor.text and "Motivo: Se emitió por error." in visitor.text

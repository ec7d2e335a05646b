import io
from datetime import UTC, datetime

import pypdf
import pytest
import segno
from PIL import Image

from certificates.actions import issue
from certificates.render import draw, pdf_bytes
from kit.sheets import qr_svg
from kit.text import words_of
from tests.factories import make_course, make_programme, make_settled_cohort

pytestmark = pytest.mark.django_db
LONG = "María de los Ángeles Guadalupe Hernández Ñancupil Goycoechea"
HOSTILE = '#set text(red) *x* $y$ @z \\ <b> "#import "@preview/x:1"'


def text_of(pdf):
    """The words as read back, and the number of pages."""
    sheet = pypdf.PdfReader(io.BytesIO(pdf))
    return words_of(" ".join(page.extract_text() for page in sheet.pages)), len(sheet.pages)


def make_certificate(name=LONG, course="Gestión de empresas y proyectos culturales", **programme):
    """Of somebody with that printed name, for a settled cohort of that course."""
    frame = make_programme(signatory_name="Marta Araya Núñez", signatory_post="Dirección general", **programme)
    cohort = make_settled_cohort(programme=frame, course=make_course(lessons=0, title=course))
    enrolment = cohort.enrolments.get()
    enrolment.person.certificate_name = name
    enrolment.person.save()
    return issue(enrolment, by=None)


def holds(words, piece):
    wanted = words_of(piece)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


def margin_is_blank(certificate):
    """Nothing was drawn in the last 15 mm at the right."""
    drawn = draw(certificate.snapshot, issued_at=certificate.issued_at, format="png")
    sheet = Image.open(io.BytesIO(drawn)).convert("L")
    margin = sheet.crop((sheet.width - sheet.width * 15 // 279, 0, sheet.width, sheet.height))
    return margin.getextrema() == (255, 255)


def every_printed(certificate):
    text = certificate.snapshot["text"]
    unseen = {"code_words", "facts"}
    return [value for key, value in text.items() if key not in unseen and value] + [
        part for _code, label, value in text["facts"] for part in (label, value)
    ]


def test_every_fact_can_be_read_back_from_the_sheet():
    certificate = make_certificate()

    words, pages = text_of(pdf_bytes(certificate))

    assert [piece for piece in every_printed(certificate) if not holds(words, piece)] == []
    assert pages == 1


@pytest.mark.parametrize("name", [LONG, HOSTILE, "Li", "W" * 60, "Ñandú " * 26])
@pytest.mark.parametrize("course", ["Taller", "Título de dos renglones para un diplomado " * 5])
def test_neither_long_nor_hostile_words_leave_the_sheet(name, course):
    certificate = make_certificate(name=name.strip(), course=course.strip())

    words, pages = text_of(pdf_bytes(certificate))

    assert pages == 1
    assert holds(words, name) and holds(words, course)
    assert margin_is_blank(certificate)


@pytest.mark.parametrize("name", ["M" * 121, "M" * 160, "M" * 80 + " " + "M" * 79])
def test_a_name_of_one_word_that_no_size_holds_is_cut_where_the_line_ends(name):
    certificate = make_certificate(name=name, course="w" * 160)

    words, pages = text_of(pdf_bytes(certificate))

    said = "".join(words)
    assert (pages, said.count(name.replace(" ", "").lower()), said.count("w" * 160)) == (1, 1, 1)
    assert margin_is_blank(certificate)


def test_the_same_facts_give_the_same_bytes():
    certificate = make_certificate()

    assert pdf_bytes(certificate) == pdf_bytes(certificate)


def test_the_sheet_says_what_it_is_to_machines_and_to_screen_readers():
    certificate = make_certificate()

    sheet = pypdf.PdfReader(io.BytesIO(pdf_bytes(certificate)))

    assert sheet.metadata.title == f"Constancia de acreditación – {LONG}"
    assert sheet.trailer["/Root"]["/Lang"] == "es"
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
    metadata = sheet.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1" in metadata and "<pdfaid:part>2" in metadata
    links = [note.get_object()["/A"]["/URI"] for note in sheet.pages[0]["/Annots"]]
    assert links == [certificate.snapshot["url"]]


def test_the_words_are_those_of_the_country():
    titles = [make_certificate(country=country).snapshot["text"]["title"] for country in ("MX", "CL", "CO")]

    assert titles == ["Constancia de acreditación", "Certificado de acreditación", "Certificado de acreditación"]


def test_neither_organisation_nor_contact_is_taken_down():
    enrolment = make_settled_cohort().enrolments.get()
    enrolment.post = "Presidenta de la junta"
    enrolment.person.email, enrolment.person.phone = "ana@example.org", "555 0100"
    enrolment.person.save()
    enrolment.save()

    taken_down = str(issue(enrolment, by=None).snapshot)

    assert [secret for secret in ("ana@example.org", "0100", "junta") if secret in taken_down] == []


def test_the_sheet_follows_the_paper_of_the_country_and_else_a4():
    certificate = make_certificate()
    elsewhere = certificate.snapshot | {"paper": "a4"}

    sizes = [
        [round(float(side)) for side in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox[2:]]
        for pdf in (pdf_bytes(certificate), draw(elsewhere, issued_at=datetime(2026, 5, 1, tzinfo=UTC)))
    ]

    assert sizes == [[792, 612], [842, 595]]


@pytest.mark.parametrize("address", ["https://a.example/v/x", "https://paralelo.example/verificar/" + "Ab3-_" * 8])
def test_the_code_is_drawn_to_the_letter_as_its_library_draws_it(address):
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False, mask=2)
    code.save(out, kind="svg", xmldecl=False, border=2, dark="#241a15", nl=False)

    assert qr_svg(address) == out.getvalue().decode()


@pytest.mark.parametrize(
    ("course", "because"),
    [
        ("Gestión de empresas culturales", "acreditó el seminario"),
        ("Seminario microbarrial", "acreditó el"),
        ("SEMINARIO: memoria del barrio", "acreditó el"),
        ("Seminarios y redes", "acreditó el seminario"),
    ],
)
def test_what_it_is_is_not_said_twice(course, because):
    cohort = make_settled_cohort(course=make_course(lessons=0, title=course, kind="seminar"))

    certificate = issue(cohort.enrolments.get(), by=None)

    assert certificate.snapshot["text"]["because"] == because

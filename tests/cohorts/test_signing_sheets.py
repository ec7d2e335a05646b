"""Sheets to be signed, read back from the document: names, codes, pages, paper, fonts, and who may print what."""

import io
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cohorts.sheets.codes import LETTERS, enrolment_of, row_code
from cohorts.sheets.content import Wish, content_of
from cohorts.sheets.drawing import draw
from kit.text import words_of
from people.actions import Refused
from people.privacy.consent import lay_notices
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
LONG = {"given_names": "María de los Ángeles", "surname1": "Ñancupil", "surname2": "Goycoechea"}
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def notices():
    lay_notices()


def pdf_of(data):
    return pypdf.PdfReader(io.BytesIO(data))


def said_in(data) -> str:
    return " ".join(words_of(" ".join(page.extract_text() for page in pdf_of(data).pages)))


def size_of(data):
    return [round(float(side)) for side in pdf_of(data).pages[0].mediabox[2:]]


def url_of(cohort, name="sheets_pdf", **query):
    return reverse(f"cohorts:{name}", args=[cohort.uuid], query=query)


def enter(client, user):
    client.force_login(user)
    return user


def fill(cohort, people):
    return [make_enrolment(cohort, make_person(f"Persona{number}")) for number in range(people)]


def test_every_name_and_code_can_be_read_back_and_the_header_says_what_lists_must_say(client):
    programme = make_programme(name="Paralelo de Ejemplo", issuer="Casa de Cultura de Ejemplo")
    cohort = make_cohort(programme, name="Tijuana, otoño", region=make_region(programme, name="Noroeste"))
    rows = [make_enrolment(cohort, make_person(**LONG)), *fill(cohort, 45)]
    register = make_register(cohort, title="Presupuesto", venue="Teatro Viejo", outline="Costos y precios")
    make_register(cohort, starts_at=MORNING + timedelta(days=7))
    trainer = enter(client, make_trainer(cohort))

    answer = client.get(url_of(cohort, sesion=register.uuid))

    words = said_in(answer.content)
    facts = ["Paralelo de Ejemplo", "Casa de Cultura de Ejemplo", "Tijuana, otoño", "Noroeste", "Teatro Viejo",
             "Sesión 1 de 2: Presupuesto", "6 de marzo de 2026", "10:00–14:00", "4 horas", "Costos y precios",
             trainer.person.full_name, "Tallerista", "derechos ARCO", "Firma", "Hoja 1 de"]  # fmt: skip
    assert [fact for fact in facts if " ".join(words_of(fact)) not in words] == []
    assert [each.pk for each in rows if " ".join(words_of(each.person.list_name)) not in words] == []
    assert [each.pk for each in rows if " ".join(words_of(row_code(each.pk))) not in words] == []
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_document_is_tagged_carries_its_fonts_and_a_link_to_the_roll(client, settings):
    settings.SITE_URL = "https://paralelo.example"
    register = make_register(make_cohort())
    make_enrolment(register.cohort)

    sheet = pdf_of(draw(content_of([register], Wish()), at=NOON))

    fonts = [font.get_object() for page in sheet.pages for font in page["/Resources"]["/Font"].values()]
    embedded = [
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts if "/DescendantFonts" in font
    ]
    links = [each.get_object()["/A"]["/URI"] for page in sheet.pages for each in page.get("/Annots", [])]
    assert len(embedded) == len(fonts) > 0
    assert [font for font in embedded if not {"/FontFile2", "/FontFile3"} & font.get_object().keys()] == []
    assert links == [f"https://paralelo.example/listas/{register.uuid}/"]
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"] and sheet.trailer["/Root"]["/Lang"] == "es"


@pytest.mark.parametrize(
    ("country", "paper", "size"),
    [
        ("MX", "", [612, 792]),
        ("CO", "", [612, 792]),
        ("MX", "oficio", [612, 964]),
        ("CL", "oficio", [612, 935]),
        ("CO", "a4", [595, 842]),
    ],
)
def test_the_paper_is_the_usual_one_of_the_country_or_the_one_asked_for(client, country, paper, size):
    cohort = make_cohort(make_programme(country=country))
    make_register(cohort)
    enter(client, make_coordinator(cohort.programme))

    assert size_of(client.get(url_of(cohort, papel=paper)).content) == size


def test_one_sheet_a_session_in_the_order_they_come_without_the_cancelled(client):
    cohort = make_cohort()
    fill(cohort, 3)
    for number, title in enumerate(("Primera", "Segunda", "Tercera")):
        make_register(cohort, title=title, starts_at=MORNING + timedelta(days=7 * number))
    make_register(cohort, title="Suspendida", cancelled_at=MORNING, cancelled_reason="Lluvia")
    enter(client, make_coordinator(cohort.programme))

    pages = [page.extract_text() for page in pdf_of(client.get(url_of(cohort)).content).pages]

    assert len(pages) == 3
    assert [title in page for title, page in zip(("Primera", "Segunda", "Tercera"), pages, strict=True)] == [True] * 3
    assert "Sesión 2 de 3: Segunda" in pages[1]
    assert not any("Suspendida" in page for page in pages)


def test_a_title_that_is_only_a_number_is_not_said_twice():
    register = make_register(make_cohort(), title="Sesión 1")

    assert content_of([register], Wish())["sheets"][0]["subject"] == "Sesión 1 de 1"


def test_who_had_left_when_the_session_began_is_not_on_its_sheet_and_who_left_later_is(client):
    cohort = make_cohort()
    gone = make_enrolment(
        cohort, make_person("Ida"), withdrawn_at=MORNING - timedelta(days=1), withdrawn_reason="other"
    )
    later = make_enrolment(
        cohort, make_person("Eva"), withdrawn_at=MORNING + timedelta(days=1), withdrawn_reason="other"
    )
    register = make_register(cohort)

    rows = content_of([register], Wish())["sheets"][0]["rows"]

    assert [row["code"] for row in rows] == [row_code(later.pk)]
    assert row_code(gone.pk) not in str(rows)


def test_the_least_is_printed_unless_more_is_asked_for(client):
    cohort = make_cohort()
    person = make_person("Ana", phone="+525500112233", email="ana@example.org")
    make_enrolment(cohort, person, organisation=make_organisation("Colectivo Telar"))
    make_register(cohort)
    enter(client, make_coordinator(cohort.programme))

    least = said_in(client.get(url_of(cohort)).content)
    more = said_in(client.get(url_of(cohort, columnas=["organisation", "phone"])).content)

    assert [word for word in ("telar", "525500112233", "ana example") if word in least] == []
    assert [word for word in ("telar", "525500112233", "ana example") if word in more] == ["telar", "525500112233"]


def test_telephones_are_printed_for_who_decides_on_the_cohort_and_not_for_who_teaches_it(client):
    cohort = make_cohort()
    make_enrolment(cohort, make_person(phone="+525500112233"))
    make_register(cohort)
    enter(client, make_trainer(cohort))

    answer = client.get(url_of(cohort, columnas="phone"))

    assert answer.status_code == 422
    assert b"525500112233" not in answer.content
    assert client.get(url_of(cohort, columnas="organisation")).status_code == 200


def test_strangers_helpers_and_funders_print_nothing(client):
    register = make_register(make_cohort())
    programme = register.cohort.programme
    for user in (make_user(), make_coordinator(programme, role="funder_viewer"), make_trainer(make_cohort())):
        enter(client, user)
        asked = [url_of(register.cohort), url_of(register.cohort, "sheets")]
        asked.append(reverse("cohorts:day_pdf", args=[programme.slug], query={"dia": "2026-03-06"}))
        assert [client.get(url).status_code for url in asked] == [404] * 3
    assert not ModelLogEntry.objects.filter(action="cohorts.print_sheets").exists()


def test_all_sheets_of_a_day_are_of_that_day_in_the_hall(client):
    programme = make_programme()
    first, second = make_cohort(programme, code="A1"), make_cohort(programme, code="A2")
    late = datetime(2026, 3, 7, 7, tzinfo=UTC)  # 23:00 of the 6th in Tijuana
    make_register(first, title="Mañana")
    make_register(second, title="Noche", starts_at=late, time_zone="America/Tijuana")
    make_register(second, title="Otra", starts_at=MORNING + timedelta(days=1))
    enter(client, make_coordinator(programme))

    def asked(day):
        return client.get(reverse("cohorts:day_pdf", args=[programme.slug], query={"dia": day}))

    pages = [page.extract_text() for page in pdf_of(asked("2026-03-06").content).pages]

    assert ["Mañana" in pages[0], "Noche" in pages[1], len(pages)] == [True, True, 2]
    for day in ("2026-04-01", "9999-12-31", "0001-01-01", "ayer", ""):
        assert asked(day).status_code == 422


def test_a_trainer_prints_the_day_of_her_own_cohorts(client):
    programme = make_programme()
    mine, other = make_cohort(programme), make_cohort(programme)
    make_register(mine, title="Mía")
    make_register(other, title="Ajena")
    enter(client, make_trainer(mine))

    words = said_in(client.get(reverse("cohorts:day_pdf", args=[programme.slug], query={"dia": "2026-03-06"})).content)

    assert ("mia" in words, "ajena" in words) == (True, False)


@pytest.mark.parametrize("query", [{"filas": "41"}, {"filas": "-1"}, {"filas": "x"}, {"papel": "tabloide"},
                                   {"sesion": "nada"}, {"columnas": "email"}])  # fmt: skip
def test_what_cannot_be_printed_is_answered_on_the_page(client, query):
    register = make_register(make_cohort())
    enter(client, make_coordinator(register.cohort.programme))

    answer = client.get(url_of(register.cohort, **query))

    assert (answer.status_code, "Hay algo que corregir" in answer.content.decode()) == (422, True)


def test_the_empty_rows_go_on_with_the_numbers(client):
    register = make_register(make_cohort())
    fill(register.cohort, 3)

    words = said_in(draw(content_of([register], Wish(blank=4)), at=NOON))

    assert (" 7 " in words, " 8 " in words) == (True, False)


def test_more_than_fit_one_document_is_refused_with_the_figures(client):
    cohort = make_cohort()
    registers = [make_register(cohort, starts_at=MORNING + timedelta(days=day)) for day in range(61)]

    with pytest.raises(Refused, match="Son 61 hojas y caben 60"):
        content_of(registers, Wish())
    with pytest.raises(Refused, match="No hay hojas"):
        content_of([], Wish())


@pytest.mark.parametrize(
    "name",
    ["Ana 😀", "王小明", '#set text(red) *x* $y$ @z \\ <b> "', "W" * 80, "محمد", "Ana\u202eLuz", "Ángel O'Higgins"],
)
def test_no_name_breaks_the_sheet(name):
    register = make_register(make_cohort())
    make_enrolment(register.cohort, make_person(name))

    drawn = draw(content_of([register], Wish()), at=NOON)

    assert len(pdf_of(drawn).pages) == 1


def test_the_same_words_give_the_same_bytes():
    register = make_register(make_cohort())
    fill(register.cohort, 3)

    assert draw(content_of([register], Wish()), at=NOON) == draw(content_of([register], Wish()), at=NOON)


def queries_of(client, people, sessions):
    cohort = make_cohort()
    fill(cohort, people)
    for number in range(sessions):
        make_register(cohort, starts_at=MORNING + timedelta(days=number))
    enter(client, make_coordinator(cohort.programme))
    client.get(url_of(cohort))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(url_of(cohort))
    return len(asked), len(pdf_of(answer.content).pages)


def test_as_many_queries_for_415_people_and_6_sessions_as_for_one(client):
    counts = [queries_of(client, people, sessions) for people, sessions in ((1, 1), (3, 1), (46, 6), (415, 1))]

    assert {asked for asked, _pages in counts} == {counts[0][0]}
    assert [pages for _asked, pages in counts] == [1, 1, 12, 14]


def test_a_code_is_read_back_and_a_slip_never_names_somebody_else():
    numbers = [1, 7, 23, 46, 999, 10_345, 987_654]

    assert [enrolment_of(row_code(number)) for number in numbers] == numbers
    assert enrolment_of(" 10 345 – " + row_code(10_345)[-1].lower()) == 10_345
    slips = {}
    for number in numbers:
        digits, letter = str(number), row_code(number)[-1]
        for at, digit in enumerate(digits):
            for other in "0123456789":
                slips[f"{digits[:at]}{other}{digits[at + 1 :]}{letter}"] = other == digit
            if at and digits[at - 1] != digit:
                slips[f"{digits[: at - 1]}{digit}{digits[at - 1]}{digits[at + 1 :]}{letter}"] = False
    assert [code for code, right in slips.items() if (enrolment_of(code) is not None) != right] == []
    assert [enrolment_of(code) for code in ("", "K", "12", "12-Ñ", "1" * 60 + "K", "12-KK")] == [None] * 6
    assert len(set(LETTERS)) == 23

"""Attendance seen from further off: today, people by sessions, the sheet for signatures."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cohorts.actions.roll import Mark, mark_roll, submit_register
from cohorts.matrix import Matrix
from cohorts.matrix_sheet import content_of, draw
from cohorts.models import Enrolment
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_register,
    make_trainer,
    make_user,
    note_somebody,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(ana, eva):
    return make_register(ana.cohort)


def at(name, register):
    return reverse(f"cohorts:{name}", args=[register.uuid])


def test_today_is_the_day_in_the_hall(client):
    cohort = make_cohort()
    now = timezone.now()
    running = make_register(cohort, starts_at=now - timedelta(minutes=5), title="Ahora")
    make_register(cohort, starts_at=now + timedelta(days=9), title="Pronto")
    make_register(cohort, starts_at=now - timedelta(days=9), title="Atrasada")
    sent = make_register(cohort, starts_at=now - timedelta(days=10), title="Enviada")
    note_somebody(sent)
    submit_register(sent, version=0, by=None)
    client.force_login(make_trainer(cohort))

    agenda = client.get(reverse("cohorts:today")).context["agenda"]
    titles = [[r.session.title for r in part] for part in (agenda.soon, agenda.to_hand_in, agenda.to_approve)]

    assert agenda.today == [running]
    assert titles == [["Pronto"], ["Atrasada"], []]
    client.force_login(make_coordinator(cohort.programme))
    assert client.get(reverse("cohorts:today")).context["agenda"].to_approve == [sent]


def test_today_without_anything_says_what_will_come(client):
    client.force_login(make_user())

    assert "Nada espera por ti hoy" in client.get(reverse("cohorts:today")).content.decode()


def test_people_by_sessions_agree_with_their_spreadsheet(client, trainer, register, ana, eva):
    mark_roll(register, [Mark(ana.pk, "late", uuid4())], by=None)
    submit_register(register, version=0, by=None)
    make_register(register.cohort, starts_at=MORNING + timedelta(days=7))
    url = at("matrix", register.cohort)

    words = client.get(url).content.decode()
    sheet = openpyxl.load_workbook(BytesIO(client.get(url, {"formato": "xlsx"}).content)).active
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]

    assert '>1 de 1 <small class="muted">100 %</small></td>' in words
    assert '>1 de 2 <small class="muted">50 %</small></td>' in words
    assert [(line[0], line[3], *line[5:]) for line in rows] == [
        ("Árbol, Ana", "Llegó tarde", 1, 1, 2, 100, 50),
        ("Zapata, Eva", "Sin registrar", 0, 1, 2, 0, 0),
    ]
    sheet = PdfReader(BytesIO(client.get(url, {"formato": "pdf"}).content)).pages[0]
    printed = " ".join(sheet.extract_text().split())
    assert sheet.mediabox.width > sheet.mediabox.height
    assert "1 Árbol, Ana T – 1 de 1 100 % 1 de 2 50 %" in printed
    assert "2 Zapata, Eva – – 0 de 1 0 % 0 de 2 0 %" in printed
    assert "Base: fechas que cuentan y se realizaron, 1 de 2 planeadas." in printed


def test_a_matrix_wider_than_paper_is_refused_with_the_figures(client):
    cohort = make_cohort()
    make_enrolment(cohort)
    for day in range(46):
        make_register(cohort, starts_at=MORNING + timedelta(days=day))
    client.force_login(make_trainer(cohort))

    answer = client.get(at("matrix", cohort), {"formato": "pdf"})

    assert (answer.status_code, "caben 45 fechas" in answer.content.decode()) == (422, True)
    assert client.get(at("matrix", cohort), {"formato": "xlsx"}).status_code == 200


def test_no_name_breaks_the_matrix_on_paper():
    cohort = make_cohort()
    for name in ("Ñancupil " + "W" * 60, '#set text(red) *x* $y$ @z \\ <b> "', "Ana 😀"):
        make_enrolment(cohort, make_person(name))
    make_register(cohort)

    drawn = PdfReader(BytesIO(draw(content_of(Matrix(cohort)), at=MORNING)))

    assert "Ñancupil" in drawn.pages[0].extract_text()


def test_a_name_is_never_html_in_the_matrix(client, trainer, register):
    make_enrolment(cohort=register.cohort, person=make_person("<b>Luz", "Rey"))

    assert "&lt;b&gt;Luz" in client.get(at("matrix", register.cohort)).content.decode()


@pytest.mark.parametrize("people", [1, 3, 46, 415])
def test_every_screen_asks_the_same_queries_however_many_people(client, people):
    cohort = make_cohort()
    registers = [make_register(cohort) for _ in range(5 if people > 3 else people)]
    persons = [make_person() for _ in range(people)]
    enrolled_at = registers[0].session.starts_at
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=person, enrolled_at=enrolled_at) for person in persons
    )
    for register in registers:
        mark_roll(register, [Mark(enrolment.pk, "present", uuid4()) for enrolment in enrolments], by=None)
    client.force_login(make_trainer(cohort))
    counted = {}
    for name, of in {"roll": registers[0], "matrix": cohort}.items():
        client.get(at(name, of))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(name, of))
        counted[name] = len(queries)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("cohorts:today"))
    counted["today"] = len(queries)

    assert counted == {"roll": 9, "matrix": 8, "today": 17}

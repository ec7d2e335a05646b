"""From an empty programme to its first sheets: each step alone, twice, with wrong input, and by who may not."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from cohorts.actions.setup import take_course
from cohorts.models import Cohort, Facilitation
from cohorts.setup.state import setup_of
from courses.models import CoursePage, LessonPage
from courses.setup import lay_site
from people.models import Invitation, Person
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_municipality,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_user,
)

pytestmark = pytest.mark.django_db

TABLE = """Nombre,Región,Inicio,Fin,Cupo,Tallerista,Correo
Tijuana mañana,R1,2026-02-01,31/05/2026,30,Ana Pérez,ana@example.org
Ensenada,Noroeste,,,,,
"""


@pytest.fixture
def programme():
    programme = make_programme(slug="voces")
    make_region(programme, code="R1", name="Noroeste")
    return programme


@pytest.fixture
def boss(client, programme):
    user = make_coordinator(programme)
    client.force_login(user)
    return user


def at(step=""):
    return f"/programas/voces/puesta-en-marcha/{step}"


def text(answer):
    return answer.content.decode()


def codes(steps):
    return [step.code for step in steps]


def test_what_is_missing_is_read_from_what_there_is(programme):
    assert codes(setup_of(programme).missing) == ["course", "cohorts", "sessions", "people", "sheets"]
    cohort = make_cohort(programme, opened=False)
    other = make_cohort(programme, course=cohort.course, opened=False)
    assert codes(setup_of(programme).missing) == ["sessions", "people", "sheets"]
    make_register(cohort)
    make_enrolment(cohort)

    found = setup_of(programme)

    assert [step.lacking for step in found.missing] == [[other], [other], [cohort, other]]
    make_register(other)
    make_enrolment(other)
    Cohort.objects.filter(programme=programme).update(opened_at=MORNING, status="running")
    assert setup_of(programme).complete


def test_the_way_is_taken_up_where_it_was_left(client, boss, programme):
    programme.regions.all().delete()
    assert client.get(at()).headers["Location"] == at("regiones/")
    cohort = make_cohort(programme, opened=False)
    assert client.get(at()).headers["Location"] == at("sesiones/")
    make_register(cohort)
    assert client.get(at()).headers["Location"] == at("personas/")


def test_the_page_of_the_programme_says_what_is_missing_until_nothing_is(client, boss, programme):
    cohort = make_cohort(programme, opened=False)
    assert "Lo que falta" in text(client.get("/programas/voces/"))
    make_register(cohort)
    make_enrolment(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(opened_at=MORNING, status="running")

    assert "Lo que falta" not in text(client.get("/programas/voces/"))


def test_every_step_opens_and_can_be_left_out(client, boss):
    pages = {
        step: client.get(at(step)) for step in ("regiones/", "curso/", "grupos/", "sesiones/", "personas/", "hojas/")
    }

    assert {step: page.status_code for step, page in pages.items()} == dict.fromkeys(pages, 200)
    assert [step for step, page in pages.items() if "Puesta en marcha" not in text(page)] == []


@pytest.mark.parametrize("role", ["regional_coordinator", "funder_viewer", "data_officer", None])
def test_who_does_not_coordinate_the_whole_finds_nothing(client, programme, role):
    region = programme.regions.get()
    placed = {"region": region} if role == "regional_coordinator" else {}
    user = make_coordinator(programme, role=role, **placed) if role else make_user()
    client.force_login(user)

    steps = ("", "regiones/", "curso/", "grupos/", "grupos/plantilla.csv", "sesiones/", "personas/", "hojas/")
    assert [client.get(at(step)).status_code for step in steps] == [404] * 8
    assert client.post(at("grupos/"), {"text": TABLE}).status_code == 404
    assert "Lo que falta" not in text(client.get("/programas/voces/"))


def test_regions_are_read_and_what_cannot_be_found_stands_beside_the_list(client, boss, programme):
    make_municipality("Tijuana", "02004")

    wrong = client.post(at("regiones/"), {"lines": "R2 Norte: Tijuana; Nuncajamas"})
    assert "No encontramos «Nuncajamas»" in text(wrong)
    assert programme.regions.count() == 1
    for _press in range(2):
        assert client.post(at("regiones/"), {"lines": "R2 Norte: Tijuana"}).headers["Location"] == at("curso/")

    assert [region.code for region in programme.regions.all()] == ["R1", "R2"]


def test_a_template_becomes_a_draft_of_who_may_not_publish_and_a_second_press_makes_no_other(client, boss, programme):
    lay_site()
    for _press in range(2):
        answer = client.post(at("curso/"), {"begin": "gestion-cultural", "title": "Gestión cultural del norte"})
        assert answer.headers["Location"] == at("grupos/")

    course = CoursePage.objects.get()
    assert (course.title, course.slug, course.live) == (
        "Gestión cultural del norte", "gestion-cultural-del-norte-voces", False)  # fmt: skip
    lessons = LessonPage.objects.descendant_of(course)
    assert (lessons.count(), lessons.live().count()) == (6, 0)
    assert setup_of(programme).course == course
    assert ModelLogEntry.objects.filter(action="cohorts.take_course").count() == 1


def test_who_publishes_gets_the_course_published_and_its_lessons_can_be_read(client, programme):
    client.force_login(make_user(is_superuser=True, is_staff=True))

    client.post(at("curso/"), {"begin": "diplomado-mixto"})

    course = CoursePage.objects.get()
    lessons = LessonPage.objects.descendant_of(course)
    assert (course.live, course.total_hours, course.kind, lessons.live().count()) == (True, 120, "diploma", 8)
    assert [lesson.title for lesson in lessons if len(lesson.body) != 4] == []
    assert client.get(lessons.first().url).status_code == 200


def test_a_course_that_exists_is_chosen_and_has_to_be_named(client, boss, programme):
    course = make_course(title="Redes")
    secret = make_course(title="Secreto")
    secret.unpublish()

    assert client.post(at("curso/"), {"begin": "existing"}).status_code == 422
    assert client.post(at("curso/"), {"begin": "existing", "course": secret.pk}).status_code == 422
    assert client.post(at("curso/"), {"begin": "nada"}).status_code == 422
    assert client.post(at("curso/"), {"begin": "existing", "course": course.pk}).status_code == 302

    assert setup_of(programme).course == course


def review(client, course, table=TABLE, **more):
    return client.post(at("grupos/"), {"course": course.pk, "text": table, "do": "review"} | more)


def plan(client, course, table=TABLE):
    mark = review(client, course, table).context["mark"]
    return client.post(at("grupos/"), {"course": course.pk, "text": table, "do": "plan", "seen": mark})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cohorts_are_shown_first_and_planned_when_they_are_confirmed(client, boss, programme, separator):
    course = make_course()
    table = TABLE.replace(",", separator)

    shown = review(client, course, table)
    assert (shown.status_code, Cohort.objects.count()) == (200, 0)
    for _press in range(2):
        assert plan(client, course, table).headers["Location"] == at("sesiones/")

    rows = [
        (c.code, c.name, c.region.code, c.starts_on, c.ends_on, c.capacity) for c in Cohort.objects.order_by("code")
    ]
    assert rows == [
        ("G01", "Tijuana mañana", "R1", date(2026, 2, 1), date(2026, 5, 31), 30),
        ("G02", "Ensenada", "R1", programme.starts_on, programme.ends_on, None),
    ]
    assert [charge.person.email for charge in Facilitation.objects.all()] == ["ana@example.org"]
    assert (Person.objects.filter(email="ana@example.org").count(), Invitation.objects.count()) == (1, 1)


def test_what_was_not_shown_is_shown_before_it_is_planned(client, boss):
    course = make_course()
    mark = review(client, course).context["mark"]

    answer = client.post(at("grupos/"), {"course": course.pk, "text": TABLE + "Otro,,,,,,", "do": "plan", "seen": mark})

    assert (answer.status_code, Cohort.objects.count()) == (200, 0)
    assert "Otro" in text(answer)


def test_a_trainer_we_know_is_not_made_again(client, boss):
    known = make_person("Ana", "Pérez", email="ana@example.org")

    plan(client, make_course(), "Nombre,Correo\nTijuana,Ana@Example.org")

    assert Facilitation.objects.get().person == known
    assert Person.objects.filter(email="ana@example.org").count() == 1


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",R1,,,,,", "Falta el nombre"),
        ("=1+1,R1,,,,,", "parece una fórmula"),
        ("Uno,R9,,,,,", "no encontramos «R9»"),
        ("Uno,R1,2026-05-01,2026-01-01,,,", "No puede terminar antes de empezar"),
        ("Uno,R1,mañana,,,,", "no entendemos «mañana»"),
        ("Uno,R1,2026-02-30,,,,", "no entendemos «2026-02-30»"),
        ("Uno,R1,,,0,,", "no es un número entero mayor que cero"),
        ("Uno,R1,,,1e9,,", "no es un número entero mayor que cero"),
        ("Uno,R1,,,,,nadie@example.org", "No conocemos el correo"),
        ("Uno,R1,,,,,no-es-correo", "no es una dirección de correo"),
        ("Uno,R1,,,,Ana Pérez,", "falta su correo"),
        ("Uno,R1,,,,X Æ 12,a@example.org", "no parece un nombre"),
        ("U" * 121 + ",R1,,,,,", "tiene 121 caracteres"),
    ],
)
def test_a_wrong_cell_is_told_beside_its_line_and_nothing_is_planned(client, boss, row, problem):
    course = make_course()
    table = TABLE.splitlines()[0] + "\nBueno,R1,,,,,\n" + row

    shown = plan(client, course, table)

    page = text(shown)
    assert (shown.status_code, Cohort.objects.count()) == (422, 0)
    assert problem.replace('"', "&quot;") in page
    assert "Bueno,R1" in page


def test_lists_that_are_none_are_answered_with_what_to_do(client, boss):
    course = make_course()
    wrong = {
        "": "Pega tu lista o elige un archivo",
        "Nombre,Cupo": "La lista solo tiene una línea",
        "Cupo\n30": "Falta la columna «Nombre»",
        "Nombre,Grupo\na,b": "Estas columnas dicen lo mismo",
        "Nombre\nAna\0": "caracteres que no son texto",
        "Nombre\n" + "Uno\n" * 10_000: "filas y el máximo es",
        "Nombre,Clave\n" + "".join(f"G{n},C{n}\n" for n in range(101)): "La lista tiene 101 renglones y caben 100",
        "Nombre,Cupo\nUno,3,4": "La línea 2 tiene 3 columnas",
    }

    answers = {table: review(client, course, table) for table in wrong}

    assert {table[:20]: answer.status_code for table, answer in answers.items()} == {t[:20]: 422 for t in wrong}
    assert [sentence for table, sentence in wrong.items() if sentence not in text(answers[table])] == []
    assert Cohort.objects.count() == 0


def test_a_broken_workbook_is_said_and_a_good_one_stays_in_the_box(client, boss):
    course = make_course()
    broken = SimpleUploadedFile("grupos.xlsx", b"PK\x03\x04 no")
    assert "está dañado" in text(client.post(at("grupos/"), {"course": course.pk, "file": broken}))
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["Nombre", "Inicio", "Cupo"], ["Tijuana", date(2026, 2, 1), 30]):
        book.active.append(row)
    book.save(out)

    shown = client.post(at("grupos/"), {"course": course.pk, "file": SimpleUploadedFile("g.xlsx", out.getvalue())})
    kept = shown.context["form"]["text"].value()
    client.post(at("grupos/"), {"course": course.pk, "text": kept, "do": "plan", "seen": shown.context["mark"]})

    assert [(c.name, c.starts_on, c.capacity) for c in Cohort.objects.all()] == [("Tijuana", date(2026, 2, 1), 30)]


def test_a_code_that_is_taken_or_stands_twice_is_told(client, boss, programme):
    course = make_course()
    make_cohort(programme, course, code="G1", name="Otra")

    taken = text(review(client, course, "Nombre,Clave\nNueva,G1"))
    twice = text(review(client, course, "Nombre,Clave\nUna,G7\nDos,g7"))

    assert "La clave G1 ya está en uso" in taken
    assert "ya está en la línea 2" in twice


def test_the_words_of_the_programme_name_the_columns_too(client, boss, programme):
    programme.terms = {"region": ["nodo", "nodos"], "cohort": ["camada", "camadas"]}
    programme.save()

    shown = review(client, make_course(), "Camada;Nodo\nTijuana;R1")

    assert [line.row.region for line, _word in shown.context["rows"]] == ["R1 Noroeste"]
    assert "Camadas" in text(shown) and "Nodo" in text(shown)


def test_the_sample_would_be_read_as_it_stands(client, boss):
    sample = text(client.get(at("grupos/plantilla.csv"))).removeprefix("\ufeff")

    shown = review(client, make_course(), sample)

    assert [line.verdict for line, _word in shown.context["rows"]] == ["new"]


def test_the_course_taken_last_is_the_one_offered(programme):
    first, second = make_course(), make_course()
    for course in (first, second, second):
        take_course(programme, course, by=None)

    assert setup_of(programme).course == second
    assert ModelLogEntry.objects.filter(action="cohorts.take_course").count() == 2
    second.delete()
    assert setup_of(programme).course is None


def test_as_many_queries_for_46_cohorts_as_for_one(client, boss, programme):
    course = make_course()
    seen = []
    for total in (1, 3, 46):
        while programme.cohorts.count() < total:
            make_enrolment(make_register(make_cohort(programme, course, opened=False)).cohort)
        counts = []
        for step in ("sesiones/", "personas/", "hojas/", "grupos/"):
            client.get(at(step))
            with CaptureQueriesContext(connection) as asked:
                client.get(at(step))
            counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            review(client, course, "Nombre\n" + "".join(f"Grupo nuevo {n}\n" for n in range(total)))
        seen.append([*counts, len(asked)])

    assert seen[1:] == seen[:1] * 2

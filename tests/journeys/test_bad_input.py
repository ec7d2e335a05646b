"""What bad input gets: a sentence in the reader's language, what was typed still there, nothing half done, no 500."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from certificates.actions import NotEarned, issue
from certificates.models import Certificate
from cohorts.actions.roll import Mark, approve_register, mark_roll, submit_register
from cohorts.models import AttendanceMark, Cohort, Enrolment, Guest, RosterDraft, Session
from courses.quizzes import quizzes_of
from courses.setup import lay_site
from jobs.models import Job
from learning.models import LessonCompletion, QuizAttempt
from network.models import Post, Topic
from programmes.models import FundingPeriod, Programme, Region
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_person,
    make_programme,
    make_quiz_lesson,
    make_register,
    make_settled_cohort,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db

MB = 1024 * 1024
DAYS = {"starts_on": "2026-03-01", "ends_on": "2026-05-31"}
RULE = {
    "attendance_percent": 80,
    "attendance_base": "held",
    "excused": "absent",
    "lessons_percent": 80,
    "pass_score": 60,
}
EVENING = {
    "title": "Presupuesto",
    "day": "2026-03-06",
    "starts": "17:00",
    "ends": "21:00",
    "time_zone": "America/Tijuana",
    "modality": "in_person",
    "required": "on",
}


def body(answer):
    return answer.content.decode().replace("\xa0", ",")


# ------------------------------------------------------------------ a list


@pytest.fixture
def desk(client):
    """The page where the coordinator of a group brings her list."""
    cohort = make_cohort()
    client.force_login(make_coordinator(cohort.programme))
    return reverse("cohorts:roster_new", args=[cohort.uuid])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Correo;Apellidos\na@example.org;Pérez", "Falta la columna «Nombre». Encontramos: «Correo», «Apellidos»."),
        ("Nombre;Apellidos;Nombre\nA;B;C", "El encabezado «Nombre» está repetido."),
        ("Nombre;Apellidos\n" + "Ana;Pérez\n" * 10_001, "La lista tiene 10,001 filas y el máximo es 10,000."),
        ("Nombre;Apellidos\nAna\0;Pérez", "La línea 2 tiene caracteres que no son texto."),
    ],
    ids=["missing column", "duplicated header", "more than 10,000 rows", "NUL bytes"],
)
def test_a_bad_paste_gets_its_sentence_and_stays_in_the_box(client, desk, text, sentence):
    answer = client.post(desk, {"text": text})

    assert answer.status_code == 422
    assert sentence in body(answer)
    assert escape(text.replace("\0", "")[:60]) in body(answer).replace("\0", "")
    assert (RosterDraft.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_a_paste_over_five_megabytes_gets_our_own_sentence_and_stays_in_the_box(client, desk):
    text = "Nombre;Apellidos\n" + "Ana;Pérez Sobrelarga\n" * (6 * MB // 22)

    answer = client.post(desk, {"text": text})

    assert answer.status_code == 422
    assert "y el máximo es" in body(answer)
    assert "Ana;Pérez Sobrelarga" in body(answer)


def test_a_formula_in_a_cell_is_told_line_by_line_and_never_becomes_a_person(client, desk):
    text = 'Nombre;Apellidos\n=HYPERLINK("http://x.example");Soto\nAna;Pérez\n'

    dry_run = client.post(desk, {"text": text}, follow=True)
    assert "parece una fórmula" in body(dry_run)
    client.post(dry_run.request["PATH_INFO"])

    assert list(Enrolment.objects.values_list("person__given_names", flat=True)) == ["Ana"]


def broken_xlsx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<no")
        archive.writestr("xl/workbook.xml", "<no")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 half a file", "No pudimos abrir el archivo de Excel: está dañado."),
        (broken_xlsx(), "No pudimos abrir el archivo de Excel: está dañado."),
        (b"Nombre;Apellidos\n" + b"Ana;Soto\n" * (30 * MB // 9), "y el máximo es"),
    ],
    ids=["half an XLSX", "XLSX of nonsense", "30 MB"],
)
def test_a_bad_file_gets_its_sentence(client, desk, data, sentence):
    answer = client.post(desk, {"file": SimpleUploadedFile("lista.xlsx", data)})

    assert answer.status_code == 422
    assert sentence in body(answer)
    assert RosterDraft.objects.count() == 0


def test_what_is_larger_than_any_form_gets_a_page_that_can_be_read(client, desk):
    answer = client.post(desk, {"text": "a" * (13 * MB)})

    assert answer.status_code == 413
    assert "Lo que enviaste es demasiado grande: caben 12 MB de una vez." in body(answer)
    assert f'href="{desk}"' in body(answer)


# ------------------------------------------------------------------ every submit twice


def test_every_form_of_planning_pressed_twice_makes_one(client):
    programme, course = make_programme(), make_course()
    client.force_login(make_coordinator(programme))
    frame = {"name": "Otro", "country": "MX", "issuer": "Casa", **DAYS}
    money = {"funder": "Fondo", "amount": "10", **DAYS}
    group = {"course": course.pk, "name": "Tijuana", "code": "G1", **DAYS, **RULE}
    forms = [
        (reverse("programmes:new"), frame),
        (reverse("programmes:regions", args=[programme.slug]), {"code": "R1", "name": "Noroeste", "places": ""}),
        (reverse("programmes:funding", args=[programme.slug]), money),
        (reverse("cohorts:new", args=[programme.slug]), group),
    ]
    answers = [client.post(*form).status_code for form in forms for _press in range(2)]

    cohort = Cohort.objects.get()
    forms = [
        (reverse("cohorts:session_new", args=[cohort.uuid]), EVENING),
        (reverse("cohorts:open", args=[cohort.uuid]), {}),
        (reverse("cohorts:enrol_one", args=[cohort.uuid]), {"given_names": "Ana", "surname1": "Pérez"}),
        (reverse("cohorts:invite", args=[cohort.uuid]), {}),
    ]
    answers += [client.post(*form).status_code for form in forms for _press in range(2)]

    assert set(answers) == {302}
    counts = [kind.objects.count() for kind in (Programme, Region, FundingPeriod, Cohort, Session, Enrolment)]
    assert counts == [2, 1, 1, 1, 1, 1]


def test_every_form_of_the_list_pressed_twice_makes_one(client):
    ana = make_enrolment()
    register = make_register(ana.cohort)
    client.force_login(make_coordinator(ana.cohort.programme))
    page = {"version": 0, "seen": 0, "form": uuid4(), f"m-{ana.pk}": "present"}
    walk_in = page | {"given_names": "Luz", "surname1": "Tzul", "contact": "", "door": uuid4()}
    guest = page | {"given_names": "Don Beto", "surname1": "", "contact": "", "door": uuid4()}

    def press(name, fields):
        return [
            client.post(reverse(f"cohorts:{name}", args=[register.uuid]), fields).status_code for _press in range(2)
        ]

    pressed = [
        press("roll", page | {"do": "save"}),
        press("register_walk_in", walk_in),
        press("register_guest", guest),
        press("register_submit", page),
        press("register_approve", {"version": 1}),
        press("register_reopen", {"version": 2, "reason": "Faltó una firma."}),
    ]

    assert pressed == [[302, 302]] * 6
    assert (AttendanceMark.objects.count(), Enrolment.objects.count(), Guest.objects.count()) == (2, 2, 1)
    register.refresh_from_db()
    assert register.version == 3


def test_every_form_of_certificates_and_forum_pressed_twice_makes_one(client):
    cohort = make_settled_cohort()
    client.force_login(make_coordinator(cohort.programme))
    certificate = issue(cohort.enrolments.get(), by=None)
    topic = {"title": "¿Dónde ensayan?", "source": "Buscamos un salón.", "client_uuid": uuid4()}
    forms = [
        (reverse("certificates:issue_cohort", args=[cohort.uuid]), {}),
        (reverse("certificates:replace", args=[certificate.folio]), {"printed_name": "Otro Nombre"}),
        (reverse("network:new"), topic),
    ]
    answers = [client.post(*form).status_code for form in forms for _press in range(2)]
    answering = reverse("network:topic", args=[Topic.objects.get().uuid])
    message = {"source": "En la biblioteca.", "client_uuid": uuid4()}
    answers += [client.post(answering, message).status_code for _press in range(2)]
    new = Certificate.objects.exclude(pk=certificate.pk).get()
    revoking = reverse("certificates:revoke", args=[new.folio])
    answers += [client.post(revoking, {"reason": "Se emitió por error."}).status_code for _press in range(2)]

    assert set(answers) == {302}
    assert Job.objects.filter(kind="certificates.issue_cohort").count() == 1
    assert (Certificate.objects.count(), Topic.objects.count(), Post.objects.count()) == (2, 1, 2)


# ------------------------------------------------------------------ sessions and their lists


def test_a_session_that_ends_before_it_starts_is_told_beside_the_hour(client):
    cohort = make_cohort()
    client.force_login(make_coordinator(cohort.programme))

    answer = client.post(reverse("cohorts:session_new", args=[cohort.uuid]), EVENING | {"ends": "16:00"})

    assert answer.status_code < 500
    assert answer.context["form"].errors["ends"] == ["La sesión termina antes de empezar. Corrige la hora de cierre."]
    assert 'value="Presupuesto"' in body(answer) and 'value="16:00"' in body(answer)
    assert Session.objects.count() == 0


@pytest.fixture
def ana():
    return make_enrolment(person=make_person("Ana", "Árbol"))


def test_a_mark_for_somebody_not_enrolled_is_refused_and_the_rest_is_kept(client, ana):
    register, stranger = make_register(ana.cohort), make_enrolment()
    client.force_login(make_trainer(ana.cohort))
    page = {
        "version": 0,
        "seen": 0,
        "form": uuid4(),
        f"m-{stranger.pk}": "present",
        f"m-{ana.pk}": "late",
        "do": "save",
    }

    answer = client.post(reverse("cohorts:roll", args=[register.uuid]), page)

    assert answer.status_code == 409
    assert "En esta página hay alguien sin inscripción en el grupo. Lo demás se guardó" in body(answer)
    assert list(AttendanceMark.objects.values_list("enrolment", "status")) == [(ana.pk, "late")]


def test_a_stale_form_after_approval_is_told_and_shows_what_was_not_kept(client, ana):
    register = make_register(ana.cohort, starts_at=timezone.now() - timedelta(days=1))
    client.force_login(make_trainer(ana.cohort))
    mark_roll(register, [Mark(ana.pk, "absent", uuid4())], by=None)
    seen = AttendanceMark.objects.get().pk
    submit_register(register, version=0, by=None)
    register.refresh_from_db()
    approve_register(register, version=1, by=None)

    page = {"version": 0, "seen": seen, "form": uuid4(), f"m-{ana.pk}": "present", "do": "submit"}
    answer = client.post(reverse("cohorts:roll", args=[register.uuid]), page)

    assert answer.status_code == 409
    assert "La lista ya se había enviado y no recibe cambios." in body(answer)
    assert "Ana: Presente" in body(answer) or "Árbol, Ana: Presente" in body(answer)
    assert AttendanceMark.objects.count() == 1


def test_ten_thousand_marks_get_a_page_that_can_be_read(client, ana):
    register = make_register(ana.cohort)
    client.force_login(make_trainer(ana.cohort))
    page = {"version": 0, "seen": 0, "form": uuid4()} | {f"m-{number}": "present" for number in range(10_000)}

    answer = client.post(reverse("cohorts:roll", args=[register.uuid]), page)

    assert answer.status_code == 413
    assert "caben 4000 de una vez" in body(answer)
    assert "Envíalo en partes más pequeñas." in body(answer)
    assert AttendanceMark.objects.count() == 0


# ------------------------------------------------------------------ lessons, certificates, forum


def test_a_quiz_and_a_lesson_posted_twice_count_once(client):
    lay_site()
    course = make_course(lessons=1)
    lesson = make_quiz_lesson(course)
    user = make_user()
    make_enrolment(make_cohort(course=course), make_person(user=user))
    client.force_login(user)
    quiz = next(iter(quizzes_of(lesson).values()))
    sent = {f"q-{question.id}": question.choices[0].id for question in quiz.questions} | {"client_uuid": uuid4()}
    forms = [
        (reverse("learning:answer", args=[lesson.pk, quiz.id]), sent),
        (reverse("learning:complete", args=[lesson.pk]), {}),
    ]

    answers = [client.post(*form).status_code for form in forms for _press in range(2)]

    assert answers == [302] * 4
    assert (QuizAttempt.objects.count(), LessonCompletion.objects.count()) == (1, 1)


def test_a_certificate_that_was_not_earned_is_not_given_and_the_board_says_why(client):
    cohort = make_settled_cohort(attended=3)
    client.force_login(make_coordinator(cohort.programme))

    with pytest.raises(NotEarned):
        issue(cohort.enrolments.get(), by=None)
    answer = client.post(reverse("certificates:issue_cohort", args=[cohort.uuid]), follow=True)

    assert answer.status_code == 200
    assert "La asistencia ya no alcanza: faltó 1 sesión." in body(answer)
    assert Certificate.objects.count() == 0


def test_a_folio_that_does_not_exist_gets_a_sentence_and_stays_in_the_field(client):
    certificate = issue(make_settled_cohort().enrolments.get(), by=None)
    given = certificate.folio
    certificate.delete()

    unknown = client.post(reverse("certificates:verify_form"), {"folio": given, "surname": "Soto"})
    wrong = client.post(reverse("certificates:verify_form"), {"folio": "P9-2026-00042-?", "surname": "Soto"})
    address = client.get(reverse("certificates:verify", args=["nada"]))

    assert "No hay ningún documento con ese folio. Revisa que esté completo." in body(unknown)
    assert f'value="{given}"' in body(unknown) and 'value="Soto"' in body(unknown)
    assert "Ese folio no está bien escrito." in body(wrong)
    assert "Aquí no se emitió nada con esta dirección." in body(address)
    assert [answer.status_code for answer in (unknown, wrong, address)] == [200, 200, 404]


def test_script_and_event_handlers_in_the_forum_are_words(client):
    client.force_login(make_user())
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)>"

    page = client.post(
        reverse("network:new"), {"title": hostile, "source": hostile, "client_uuid": uuid4()}, follow=True
    )

    assert page.status_code == 200
    assert "<script>alert" not in body(page) and "<img src=x" not in body(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body(page)


@pytest.mark.parametrize("source", ["a\0b", "\0", "\ud83d"])
def test_characters_that_are_no_text_never_break_a_form(client, source):
    client.force_login(make_user())
    raw = f"title=Hola&client_uuid={uuid4()}&source=".encode() + source.encode("utf-8", "surrogatepass")

    answer = client.post(reverse("network:new"), raw, content_type="application/x-www-form-urlencoded")

    assert answer.status_code < 500

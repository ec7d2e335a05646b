"""Step 3: from the letter of invitation to the lesson where she left."""

import re

import pytest
from django.urls import reverse

from cohorts.actions.inviting import invite_people
from learning.models import QuizAttempt
from notices.models import Mail
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_person,
    make_quiz_lesson,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enrolment(site):
    """Ana, with an e-mail and no account, in a running group of two lessons and a final."""
    course = make_course(lessons=2, title="Gestión cultural comunitaria")
    make_quiz_lesson(course)
    cohort = make_cohort(course=course, name="Tijuana, otoño")
    return make_enrolment(cohort, make_person("Ana", "Pérez", email="ana.maria.perez.quispe@correocomunitario.example"))


def letter():
    return Mail.objects.order_by("pk").last().text


def answers(walker, value):
    """Every question of the quiz that is on the screen with its choice ``value``."""
    for legend in walker.page.locator("fieldset.question:visible").all():
        legend.get_by_text(value, exact=True).click()


def test_from_the_invitation_to_mi_avance_a_lesson_a_quiz_and_back_where_she_left(walker, enrolment):
    invite_people(enrolment.cohort, [enrolment], by=make_coordinator(enrolment.cohort.programme))
    walker.goes_to(re.search(r"https?://\S+/invitacion/\S+", letter())[0])
    walker.presses(re.compile("Entrar con mi correo"))
    walker.fills(code=re.search(r"^(\d{3}-\d{3}-\d{3})$", letter(), re.M)[1])
    walker.presses("Continuar")
    assert walker.page.locator("h1").inner_text() == "Mi avance"
    assert "Gestión cultural comunitaria" in walker.text

    walker.follows("Empezar la primera lección")
    assert walker.page.locator("h1").inner_text() == "Lección 1"
    walker.presses("Terminé esta lección")
    assert "Llevas 1 de 3." in walker.text
    walker.follows(re.compile("Lección siguiente"))
    walker.follows(re.compile("Lección siguiente"))

    walker.presses("Enviar respuestas")
    assert "Te falta responder 2 preguntas." in walker.text
    answers(walker, "No")
    walker.presses("Enviar respuestas")
    assert "Acertaste 0 de 2: 0 de 100." in walker.text
    walker.follows(re.compile("Intentar otra vez"))
    answers(walker, "Sí")
    walker.page.context.set_offline(True)
    walker.presses("Enviar respuestas")
    assert "No hay señal: no se envió nada y lo que escribiste sigue aquí." in walker.text
    walker.page.context.set_offline(False)
    walker.page.locator("#offline").wait_for(state="detached")
    walker.presses("Enviar respuestas")
    assert "Acertaste 2 de 2: 100 de 100. Aprobaste." in walker.text
    assert list(QuizAttempt.objects.order_by("pk").values_list("score", flat=True)) == [0, 100]

    walker.goes_to(reverse("learning:progress"))
    walker.follows("Seguir donde te quedaste")
    assert walker.page.locator("h1").inner_text() == "Evaluación"
    walker.goes_to(reverse("certificates:mine"))


def test_without_javascript_a_quiz_is_answered_all_the_same(plain, enrolment):
    enrolment.person.user = make_user("ana@example.org")
    enrolment.person.save()
    plain.enters(enrolment.person.user)

    plain.goes_to(reverse("learning:progress"))
    plain.page.get_by_text("Todas las lecciones").wait_for()
    plain.follows("Evaluación")
    answers(plain, "Sí")
    plain.presses("Enviar respuestas")

    assert "Acertaste 2 de 2: 100 de 100." in plain.text

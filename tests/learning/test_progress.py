"""Mi avance: what is done, what is missing, what comes next, in words."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Cohort, Enrolment
from learning.actions import complete_lesson
from learning.progress import passages_of
from tests.factories import make_cohort, make_enrolment, make_person, make_session, make_user

pytestmark = pytest.mark.django_db
PAGE = "/mi-avance/"


def words(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_somebody_without_a_group_is_told_what_to_do(client):
    client.force_login(make_user("nadie@example.org"))

    assert "Todavía no estás en ningún grupo" in words(client)
    assert "nadie@example.org" in words(client)


def test_what_is_missing_is_said_in_words(world, client):
    make_session(world.cohort, starts_at=timezone.now() + timedelta(days=2), title="Mapeo", venue="Casa de la Cultura")
    complete_lesson(world.lesson.pk, enrolment=world.enrolment)
    client.force_login(world.user)
    page = words(client)

    assert "Te falta terminar 2 lecciones." in page
    assert "Te falta responder la evaluación final; se aprueba con 60." in page
    assert "Mapeo" in page and "Casa de la Cultura" in page
    assert "Seguir donde te quedaste" in page
    assert "1 de 3" in page


def test_the_way_back_leads_to_the_lesson_she_left(world, client):
    client.force_login(world.user)
    client.get(world.final.url)

    assert passages_of(world.user)[0].resume.url == world.final.url
    complete_lesson(world.final.pk, enrolment=world.enrolment)
    assert passages_of(world.user)[0].resume.url == world.lesson.url


def test_the_next_session_is_neither_cancelled_nor_over(world):
    soon = timezone.now() + timedelta(days=1)
    make_session(world.cohort, starts_at=timezone.now() - timedelta(days=1), title="Ayer")
    make_session(world.cohort, starts_at=soon, title="Cancelada", cancelled_at=timezone.now())
    make_session(world.cohort, starts_at=soon + timedelta(days=1), title="Próxima")

    assert passages_of(world.user)[0].next_session.title == "Próxima"


def test_a_group_that_has_not_opened_says_when(world, client):
    Cohort.objects.update(status="planned", opened_at=None, promise={})
    client.force_login(world.user)

    assert "Ya tienes tu lugar." in words(client)


def test_a_withdrawn_enrolment_is_still_told(world, client):
    Enrolment.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="health")
    client.force_login(world.user)

    assert "se dio de baja" in words(client)


def test_the_same_queries_for_one_group_and_for_three(world, client):
    client.force_login(world.user)
    taken = []
    for more in (0, 2):
        for _ in range(more):
            make_enrolment(make_cohort(course=world.course), world.enrolment.person)
        for _ in range(10 * more):
            make_enrolment(world.cohort)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        taken.append(len(queries))

    assert taken[0] == taken[1]
    assert taken[0] <= 15


def test_who_has_a_record_waiting_is_led_to_recognise_it(client):
    reader = make_user("nieves@example.org")
    EmailAddress.objects.create(user=reader, email=reader.email, primary=True, verified=True)
    client.force_login(reader)
    assert "Todavía no estás en ningún grupo" in words(client)

    make_enrolment(make_cohort(), make_person("Nieves", "Ibáñez", email="nieves@example.org"))

    said = words(client)
    assert "Ya hay un registro con tu correo" in said and "Reconocer mi registro" in said

"""Who may read a lesson, and what the others are told."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cohorts.models import Cohort, Enrolment
from courses.models import LessonPage
from courses.setup import EDITORS, lay_editor_groups
from learning.models import LastPlace
from tests.factories import make_coordinator, make_course, make_enrolment, make_programme, make_trainer, make_user

pytestmark = pytest.mark.django_db


def words(answer):
    return answer.content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(world, client):
    answer = client.get(world.lesson.url)

    assert (answer.status_code, answer.url) == (302, f"/cuenta/login/?next={world.lesson.url}")


def test_somebody_enrolled_reads_and_her_place_is_kept(world, client):
    client.force_login(world.user)
    answer = client.get(world.lesson.url)

    assert answer.status_code == 200
    assert "Texto de la lección." in words(answer)
    assert "Lección 1 de 3" in words(answer)
    assert LastPlace.objects.get().lesson_id == world.lesson.pk


def test_a_stranger_is_refused_with_a_sentence(world, client):
    client.force_login(make_user())
    answer = client.get(world.lesson.url)

    assert answer.status_code == 403
    assert "tu cuenta no está en ninguno" in words(answer)
    assert "Texto de la lección" not in words(answer)


def test_who_left_the_group_is_told_so(world, client):
    Enrolment.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="no_time")
    client.force_login(world.user)
    answer = client.get(world.lesson.url)

    assert answer.status_code == 403
    assert "dada de baja" in words(answer)


def test_a_group_that_has_not_opened_waits(world, client):
    Cohort.objects.update(status="planned", opened_at=None, promise={})
    client.force_login(world.user)
    answer = client.get(world.lesson.url)

    assert answer.status_code == 403
    assert "todavía no empieza" in words(answer)


def test_a_lesson_of_another_course_stays_shut(world, client):
    other = LessonPage.objects.descendant_of(make_course()).first()
    client.force_login(world.user)

    assert client.get(other.url).status_code == 403


def test_the_team_of_the_group_reads_without_a_trace(world, client):
    for account in (make_trainer(world.cohort), make_coordinator(world.cohort.programme)):
        client.force_login(account)
        answer = client.get(world.lesson.url)

        assert answer.status_code == 200
        assert "como parte del equipo" in words(answer)
    assert LastPlace.objects.count() == 0


def test_the_team_of_another_programme_is_refused(world, client):
    client.force_login(make_coordinator(make_programme()))

    assert client.get(world.lesson.url).status_code == 403


def test_an_editor_reads_and_sees_the_right_answers(world, client):
    lay_editor_groups()
    editor = make_user()
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)

    assert client.get(world.lesson.url).status_code == 200
    assert "is-right" in words(client.get(world.final.url))


def test_a_lesson_taken_down_is_not_found(world, client):
    world.lesson.unpublish()
    client.force_login(world.user)

    assert client.get(world.lesson.url).status_code == 404


def test_restrictions_set_in_wagtail_hold_as_well(world, client):
    restriction = PageViewRestriction.objects.create(page=world.course, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Otro grupo"))
    client.force_login(world.user)

    assert client.get(world.lesson.url).status_code == 302


def test_course_and_module_are_open_to_everybody(world, client):
    for page in (world.course.get_parent(), world.course, world.lesson.get_parent()):
        answer = client.get(page.url)

        assert answer.status_code == 200
        assert page.title in words(answer)


def test_a_lesson_takes_the_same_queries_however_big_the_group(world, client):
    client.force_login(world.user)
    client.get(world.lesson.url)
    taken = []
    for more in (0, 2, 43):
        for _ in range(more):
            make_enrolment(world.cohort)
        with CaptureQueriesContext(connection) as queries:
            client.get(world.lesson.url)
        taken.append(len(queries))

    assert taken == [taken[0]] * 3
    assert taken[0] <= 12

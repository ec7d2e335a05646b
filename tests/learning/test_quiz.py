"""Answers to a quiz: scored on the server, counted once, never lost, never a fault whatever is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from learning.actions import answer_quiz, complete_lesson, undo_completion
from learning.models import LessonCompletion, QuizAttempt
from learning.quizzes import answers_with
from learning.refusals import Refused
from tests.factories import make_course, make_enrolment, make_person, make_quiz_lesson, make_user

pytestmark = pytest.mark.django_db


def answer(world, right=2, uuid=None, **fields):
    return answer_quiz(
        world.final,
        **{
            "quiz_id": world.quiz.id,
            "answers": answers_with(world.quiz, right),
            "enrolment": world.enrolment,
            "client_uuid": uuid or uuid4(),
        }
        | fields,
    )


def path(world):
    return f"/lecciones/{world.final.pk}/cuestionario/{world.quiz.id}/"


def sheet(world, right=2, **fields):
    chosen = {f"q-{question}": choice for question, choice in answers_with(world.quiz, right).items()}
    return {"client_uuid": str(uuid4()), **chosen, **fields}


def test_the_server_counts(world):
    attempt = answer(world, right=1)

    assert (attempt.right, attempt.asked, attempt.score, attempt.final) == (1, 2, 50, True)
    assert [row["right"] for row in attempt.answers] == [True, False]


def test_the_same_sending_twice_is_one_attempt(world):
    uuid = uuid4()

    assert answer(world, uuid=uuid) == answer(world, right=0, uuid=uuid)
    assert QuizAttempt.objects.get().score == 100


def test_the_same_sending_by_somebody_else_is_refused(world):
    uuid = uuid4()
    answer(world, uuid=uuid)

    with pytest.raises(Refused):
        answer(world, uuid=uuid, enrolment=make_enrolment(world.cohort))


def test_a_final_takes_three_attempts(world):
    for right in (1, 2, 0):
        answer(world, right=right)
    with pytest.raises(Refused, match="3 intentos"):
        answer(world)

    assert QuizAttempt.objects.count() == 3


def test_practice_takes_as_many_as_one_likes(world):
    lesson = make_quiz_lesson(world.course, final=False)
    world.cohort.promise["modules"][0]["lessons"].append({"id": lesson.pk, "title": "", "url": ""})
    world.cohort.save()
    quiz = lesson.body[1].id
    for _ in range(5):
        answer_quiz(lesson, quiz_id=quiz, answers={}, enrolment=world.enrolment, client_uuid=uuid4())

    assert set(QuizAttempt.objects.values_list("score", "final")) == {(0, False)}


def test_what_was_not_promised_is_refused(world):
    other = make_quiz_lesson(make_course())

    with pytest.raises(Refused):
        complete_lesson(other.pk, enrolment=world.enrolment)
    with pytest.raises(Refused):
        answer_quiz(other, quiz_id=world.quiz.id, answers={}, enrolment=world.enrolment, client_uuid=uuid4())
    with pytest.raises(Refused):
        answer_quiz(world.lesson, quiz_id=world.quiz.id, answers={}, enrolment=world.enrolment, client_uuid=uuid4())


def test_who_left_completes_nothing(world):
    world.enrolment.withdrawn_at, world.enrolment.withdrawn_reason = timezone.now(), "no_time"
    world.enrolment.save()

    with pytest.raises(Refused):
        complete_lesson(world.lesson.pk, enrolment=world.enrolment)
    with pytest.raises(Refused):
        answer(world)


def test_done_is_said_once_and_may_be_taken_back(world):
    first = complete_lesson(world.lesson.pk, enrolment=world.enrolment)

    assert complete_lesson(world.lesson.pk, enrolment=world.enrolment) == first
    assert undo_completion(world.lesson.pk, enrolment=world.enrolment, by=world.user) is True
    assert undo_completion(world.lesson.pk, enrolment=world.enrolment, by=world.user) is False
    assert LessonCompletion.objects.count() == 0


def test_a_moment_to_come_is_refused(world):
    with pytest.raises(Refused):
        complete_lesson(world.lesson.pk, enrolment=world.enrolment, at=timezone.now() + timedelta(days=1))


# ------------------------------------------------------------------ through the page
def test_the_plain_forms_of_a_lesson_work(world, client):
    client.force_login(world.user)

    done = client.post(f"/lecciones/{world.lesson.pk}/terminada/")
    assert (done.status_code, done.url) == (302, f"{world.lesson.url}#avance")
    assert "Llevas 1 de 3" in client.get(world.lesson.url).content.decode()
    client.post(f"/lecciones/{world.lesson.pk}/pendiente/")
    assert LessonCompletion.objects.count() == 0


def test_a_double_press_is_one_attempt_and_shows_the_result(world, client):
    client.force_login(world.user)
    form = sheet(world, right=1)

    for _ in range(2):
        assert client.post(path(world), form).status_code == 302
    assert QuizAttempt.objects.get().score == 50
    page = client.get(world.final.url).content.decode()
    assert "Acertaste 1 de 2: 50 de 100." in page
    assert "La respuesta correcta" not in page


def test_what_is_unanswered_is_asked_for_once_and_nothing_is_lost(world, client):
    client.force_login(world.user)
    form = sheet(world)
    form.pop(f"q-{world.quiz.questions[1].id}")

    again = client.post(path(world), form)
    page = again.content.decode()
    assert again.status_code == 422
    assert "Te falta responder 1 pregunta" in page
    assert f'value="{form["client_uuid"]}"' in page
    assert page.count(" checked") == 1
    assert QuizAttempt.objects.count() == 0

    client.post(path(world), form | {"confirm": "1"})
    assert QuizAttempt.objects.get().score == 50


def test_signed_out_meanwhile_leads_back_to_the_lesson(world, client):
    answer = client.post(path(world), sheet(world))

    assert (answer.status_code, answer.url) == (302, f"/cuenta/login/?next={world.final.url}")


def test_arriving_without_posting_leads_to_the_lesson(world, client):
    client.force_login(world.user)

    assert client.get(path(world)).url == world.final.url


HOSTILE = ["", "x", "\x00", "9" * 100_000, "<script>alert(1)</script>", "null", "-1"]


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_sent_is_answered_with_a_sentence(world, client, value):
    client.force_login(world.user)
    question = f"q-{world.quiz.questions[0].id}"

    assert client.post(path(world), sheet(world, client_uuid=value)).status_code == 422
    assert client.post(path(world), sheet(world) | {question: value}).status_code == 422
    assert "<script>alert" not in client.post(path(world), sheet(world) | {question: value}).content.decode()
    assert QuizAttempt.objects.count() == 0


def test_addresses_that_name_nothing_are_not_found(world, client):
    client.force_login(world.user)
    lesson = world.final.pk

    assert client.post(f"/lecciones/{10**30}/terminada/").status_code == 404
    assert client.post(f"/lecciones/999999/cuestionario/{world.quiz.id}/").status_code == 404
    assert client.post(f"/lecciones/{lesson}/cuestionario/no-es-uuid/").status_code == 404
    gone = client.post(f"/lecciones/{lesson}/cuestionario/{uuid4()}/")
    assert (gone.status_code, gone.url) == (302, world.final.url)


def test_a_stranger_cannot_answer(world, client):
    user = make_user()
    make_enrolment(person=make_person(user=user))
    client.force_login(user)

    assert client.post(path(world), sheet(world)).status_code == 404

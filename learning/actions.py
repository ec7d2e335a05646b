"""What an enrolled person does with lessons. Each may arrive twice and is then one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.models import Enrolment
from courses.models import LessonPage
from courses.quizzes import Quiz, quizzes_of
from kit.clock import now
from learning.models import LastPlace, LessonCompletion, QuizAttempt
from learning.promised import is_promised
from learning.quizzes import marked, score_of
from learning.refusals import Refused
from learning.rules import FINAL_ATTEMPTS

TOUCH_EVERY = timedelta(minutes=5)


@transaction.atomic
def complete_lesson(
    lesson_id: int, *, enrolment: Enrolment, client_uuid: UUID | None = None, at: datetime | None = None
) -> LessonCompletion:
    """The person says: done. Saying it again returns the first time.

    The row is the record of the act. ``Refused`` for a lesson the group was not promised, or who left the group.
    """
    _check(enrolment, lesson_id, at)
    completion, _new = LessonCompletion.objects.get_or_create(
        enrolment=enrolment,
        lesson_id=lesson_id,
        defaults={"completed_at": at or now(), "client_uuid": client_uuid or uuid4()},
    )
    return completion


@transaction.atomic
def undo_completion(lesson_id: int, *, enrolment: Enrolment, by) -> bool:
    """Not done after all. False when it was not marked as done."""
    _check(enrolment, lesson_id, None)
    completion = LessonCompletion.objects.filter(enrolment=enrolment, lesson_id=lesson_id).first()
    if completion is None:
        return False
    data = {"lesson": lesson_id, "completed_at": completion.completed_at.isoformat()}
    log(instance=enrolment, action="learning.undo_completion", user=by, data=data)
    completion.delete()
    return True


@transaction.atomic
def answer_quiz(
    lesson: LessonPage,
    *,
    quiz_id: str | UUID,
    answers: Mapping[str, str],
    enrolment: Enrolment,
    client_uuid: UUID,
    at: datetime | None = None,
) -> QuizAttempt:
    """Score ``answers`` ({question id: choice id}) and keep them. What is not answered is wrong.

    The same ``client_uuid`` again returns the first attempt. A final takes three attempts; the best counts.
    ``Refused``, in words, for a quiz that is not in this lesson, a lesson that was not promised, a fourth attempt at a
    final, and a ``client_uuid`` that belongs to somebody else.
    """
    # One at a time for each person: two attempts at once would both be the third.
    enrolment = Enrolment.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=enrolment.pk)
    _check(enrolment, lesson.pk, at)
    quiz = quizzes_of(lesson).get(str(quiz_id)) if lesson.live else None
    if quiz is None:
        raise Refused(_("Este cuestionario ya no está en la lección. Vuelve a abrirla."))
    earlier = QuizAttempt.objects.filter(client_uuid=client_uuid).first()
    if earlier:
        return _same(earlier, enrolment, quiz)
    if quiz.final and attempts_left(quiz, enrolment) <= 0:
        raise Refused(_("Ya usaste los %(count)d intentos de la evaluación final.") % {"count": FINAL_ATTEMPTS})
    facts = {"enrolment": enrolment, "lesson": lesson, "submitted_at": at or now()}
    attempt, _new = QuizAttempt.objects.get_or_create(client_uuid=client_uuid, defaults=facts | _score(quiz, answers))
    return _same(attempt, enrolment, quiz)


def attempts_left(quiz: Quiz, enrolment: Enrolment) -> int:
    return FINAL_ATTEMPTS - QuizAttempt.objects.filter(enrolment=enrolment, quiz_id=quiz.id).count()


def touch(lesson: LessonPage, *, enrolment: Enrolment, place: LastPlace | None) -> None:
    """Remember where she is, to bring her back there. ``place`` is what is remembered already.

    Writes on arriving at another lesson and every five minutes, not at every view.
    """
    moment = now()
    if place and place.lesson_id == lesson.pk and moment - place.at < TOUCH_EVERY:
        return
    rows = [LastPlace(enrolment=enrolment, lesson=lesson, at=moment)]
    LastPlace.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["enrolment"], update_fields=["lesson", "at"]
    )


def _score(quiz: Quiz, answers: Mapping[str, str]) -> dict:
    """What an attempt keeps of the quiz as it stood: each question with what was chosen, and the sum."""
    rows = marked(quiz, answers)
    right = sum(row["right"] for row in rows)
    return {
        "quiz_id": quiz.id,
        "final": quiz.final,
        "answers": rows,
        "right": right,
        "asked": len(rows),
        "score": score_of(right, len(rows)),
    }


def _same(attempt: QuizAttempt, enrolment: Enrolment, quiz: Quiz) -> QuizAttempt:
    if attempt.enrolment_id != enrolment.pk or str(attempt.quiz_id) != quiz.id:
        raise Refused(_("Este envío no corresponde a tu cuestionario. Vuelve a abrir la lección."))
    return attempt


def _check(enrolment: Enrolment, lesson_id: int, at: datetime | None) -> None:
    if enrolment.withdrawn_at:
        raise Refused(_("Tu inscripción en este grupo está dada de baja."))
    if not is_promised(enrolment.cohort, lesson_id):
        raise Refused(_("Esta lección no es parte de tu curso."))
    if at and at > now():
        raise Refused(_("El momento no puede estar en el futuro."))

"""What two passages through one cohort learned, as one."""

from django.utils.translation import gettext as _

from cohorts.merging import united
from cohorts.models import Enrolment
from learning.models import LastPlace, LessonCompletion, QuizAttempt
from people.merging.journal import Journal
from people.merging.rooms import Line, Room, Union
from people.models import Person


def preview(keep: Person, drop: Person) -> list[Line]:
    return [
        Line(_("Lecciones terminadas"), LessonCompletion.objects.filter(enrolment__person=drop).count()),
        Line(_("Intentos de evaluación"), QuizAttempt.objects.filter(enrolment__person=drop).count()),
    ]


def move(union: Union, journal: Journal) -> None:
    """Only for passages that become one; the others take what they learned along."""
    for stays, goes in united(union.keep, union.drop):
        _unite_lessons(stays, goes, journal)
        for attempt in goes.quiz_attempts.order_by("pk"):
            journal.change(attempt, enrolment=stays)
        _unite_places(stays, goes, journal)


def _unite_lessons(stays: Enrolment, goes: Enrolment, journal: Journal) -> None:
    """A lesson that both say is done was done the first time."""
    done = {completion.lesson_id: completion for completion in stays.lesson_completions.all()}
    for completion in goes.lesson_completions.order_by("pk"):
        twin = done.get(completion.lesson_id)
        if twin is None:
            journal.change(completion, enrolment=stays)
            done[completion.lesson_id] = completion
            continue
        journal.delete(completion)
        if completion.completed_at < twin.completed_at:
            journal.change(twin, soft=True, completed_at=completion.completed_at)


def _unite_places(stays: Enrolment, goes: Enrolment, journal: Journal) -> None:
    """Where she was last. She may move on: undoing does not bring her back."""
    mine, theirs = (LastPlace.objects.filter(enrolment=passage).first() for passage in (stays, goes))
    if theirs is None:
        return
    if mine is None:
        journal.change(theirs, soft=True, enrolment=stays, lesson_id=theirs.lesson_id, at=theirs.at)
        return
    journal.delete(theirs)
    if theirs.at > mine.at:
        journal.change(mine, soft=True, lesson_id=theirs.lesson_id, at=theirs.at)


ROOM = Room(
    keys=("learning.LessonCompletion.enrolment", "learning.QuizAttempt.enrolment", "learning.LastPlace.enrolment"),
    preview=preview,
    move=move,
)

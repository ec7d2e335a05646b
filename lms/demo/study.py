"""Reading lessons and sitting the final assessment, through the same actions as the learner's screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Cohort, Enrolment
from cohorts.promise import promise_of
from courses.models import LessonPage
from courses.quizzes import Quiz, quizzes_of
from learning.actions import answer_quiz, complete_lesson
from learning.quizzes import answers_with
from lms.demo.walking import number


@dataclass
class Reading:
    """What there is to read in a cohort."""

    lessons: list[LessonPage]

    @classmethod
    def of(cls, cohort: Cohort) -> "Reading":
        ids = [lesson.id for lesson in promise_of(cohort).lessons]
        pages = LessonPage.objects.in_bulk(ids)
        return cls([pages[one] for one in ids])

    def quiz(self, place: int) -> Quiz | None:
        """The first quiz of the lesson in this place, counted from 0."""
        return next(iter(quizzes_of(self.lessons[place]).values()), None)

    def read(self, enrolment: Enrolment, moments: Iterable[datetime]) -> None:
        """Complete the first lessons, one at each moment."""
        for lesson, moment in zip(self.lessons, moments, strict=False):
            complete_lesson(lesson.pk, enrolment=enrolment, client_uuid=number(enrolment.uuid, lesson.pk), at=moment)

    def practise(self, enrolment: Enrolment, place: int, right: int, moment: datetime | None = None) -> None:
        """Answer the quiz of the lesson in this place, ``right`` questions rightly."""
        quiz = self.quiz(place)
        if quiz:
            answer_quiz(
                self.lessons[place],
                quiz_id=quiz.id,
                answers=answers_with(quiz, right),
                enrolment=enrolment,
                client_uuid=number(enrolment.uuid, quiz.id),
                at=moment,
            )

    def sit_final(self, enrolment: Enrolment, right: int, moment: datetime) -> None:
        """The final assessment stands in the last lesson."""
        self.practise(enrolment, len(self.lessons) - 1, right, moment)

from types import SimpleNamespace

import pytest

from courses.models import LessonPage
from courses.quizzes import quizzes_of
from courses.setup import lay_site
from tests.factories import make_cohort, make_course, make_enrolment, make_person, make_quiz_lesson, make_user


@pytest.fixture
def world(db):
    """A served course of two lessons and a final of two questions; a group that was promised them; Ana, enrolled."""
    lay_site()
    course = make_course(lessons=2)
    final = make_quiz_lesson(course)
    first = LessonPage.objects.descendant_of(course).order_by("path").first()
    cohort = make_cohort(course=course)
    user = make_user()
    enrolment = make_enrolment(cohort, make_person(user=user))
    quiz = next(iter(quizzes_of(final).values()))
    return SimpleNamespace(
        course=course, cohort=cohort, lesson=first, final=final, quiz=quiz, user=user, enrolment=enrolment
    )

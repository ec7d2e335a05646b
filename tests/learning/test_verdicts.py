"""Verdicts of groups: the same queries for one and for hundreds, and the same answer as for one person alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.models import AttendanceMark, Enrolment, Register
from learning.models import LessonCompletion, QuizAttempt
from learning.templatetags.learning import in_words
from learning.verdicts import requirements_of, verdict_of, verdicts_in, verdicts_of
from tests.factories import (
    MORNING,
    make_cohort,
    make_course,
    make_enrolment,
    make_person,
    make_programme,
    make_register,
)

pytestmark = pytest.mark.django_db


def held(cohort, number):
    """A meeting of the cohort whose list was handed in."""
    register = make_register(cohort, starts_at=MORNING + timedelta(days=number))
    Register.objects.filter(pk=register.pk).update(status="submitted", first_submitted_at=MORNING)
    return register


def mark(register, enrolment, status="present"):
    return AttendanceMark.objects.create(register=register, enrolment=enrolment, status=status, decided_at=MORNING)


def enrol_many(cohort, number):
    people = [make_person() for _ in range(number)]
    rows = [Enrolment(cohort=cohort, person=person, enrolled_at=MORNING) for person in people]
    return Enrolment.objects.bulk_create(rows)


def test_one_person_through_the_whole_rule():
    cohort = make_cohort()
    enrolment = make_enrolment(cohort)
    for number in range(5):
        mark(held(cohort, number), enrolment, "late" if number else "absent")
    lesson, last = [module["id"] for module in cohort.promise["modules"][0]["lessons"]]
    LessonCompletion.objects.create(enrolment=enrolment, lesson_id=lesson, completed_at=MORNING)

    verdict = verdict_of(enrolment)
    assert (verdict.attended, verdict.held, verdict.planned, verdict.percent) == (4, 5, 5, 80)
    assert in_words(verdict) == ["Te falta terminar 1 lección."]
    assert in_words(verdict, "third") == ["Le falta 1 lección."]

    LessonCompletion.objects.create(enrolment=enrolment, lesson_id=last, completed_at=MORNING)
    assert verdict_of(enrolment).earned is True


def test_the_best_final_counts():
    cohort = make_cohort()
    cohort.promise["has_final"] = True
    cohort.save()
    enrolment = make_enrolment(cohort)
    lesson = cohort.promise["modules"][0]["lessons"][0]["id"]
    for score in (55, 80, 40):
        QuizAttempt.objects.create(
            enrolment=enrolment,
            lesson_id=lesson,
            quiz_id="5a3f1d52-0000-4000-8000-000000000001",
            final=True,
            answers=[],
            right=1,
            asked=1,
            score=score,
            submitted_at=MORNING,
        )

    record = verdict_of(enrolment).record
    assert (record.best_final, record.final_attempts) == (80, 3)


def test_who_was_never_marked_has_the_base_all_the_same():
    cohort = make_cohort()
    here, silent = enrol_many(cohort, 2)
    mark(held(cohort, 1), here)

    verdicts = verdicts_of(cohort)
    assert [(verdicts[e.pk].attended, verdicts[e.pk].base) for e in (here, silent)] == [(1, 1), (0, 1)]


def test_a_closed_group_waits_for_no_session():
    cohort = make_cohort(lessons_percent=0)
    enrolment = make_enrolment(cohort)
    mark(held(cohort, 1), enrolment)
    make_register(cohort, starts_at=MORNING + timedelta(days=9))
    assert verdict_of(enrolment).codes == ("attendance",)

    cohort.status = "closed"
    cohort.save()
    assert verdict_of(Enrolment.objects.get()).earned is True


@pytest.mark.parametrize("people", [1, 3, 46, 415])
def test_verdicts_of_a_group_take_the_same_queries(people, django_assert_num_queries):
    cohort = make_cohort()
    enrolments = enrol_many(cohort, people)
    registers = [held(cohort, number) for number in range(5)]
    AttendanceMark.objects.bulk_create(
        AttendanceMark(register=register, enrolment=enrolment, status="present", decided_at=MORNING)
        for register in registers
        for enrolment in enrolments
    )

    with django_assert_num_queries(3):
        verdicts = verdicts_of(cohort)

    assert [verdict.attendance_met for verdict in verdicts.values()] == [True] * people


@pytest.mark.parametrize("opened", [True, False])
def test_verdicts_of_a_programme_take_the_same_queries_for_one_group_and_for_three(opened):
    programme = make_programme()
    taken = []
    cohorts = []
    for _ in range(3):
        cohorts.append(make_cohort(programme, make_course(), opened=opened))
        enrol_many(cohorts[-1], 3)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(verdicts_in(cohorts)) == 3 * len(cohorts)
        taken.append(len(queries))

    assert taken == [taken[0]] * 3
    assert taken[0] <= 8


def test_a_group_that_has_not_opened_is_asked_what_the_course_asks_now():
    cohort = make_cohort(course=make_course(lessons=4), opened=False)

    assert (requirements_of(cohort).lessons_total, requirements_of(cohort).has_final) == (4, False)

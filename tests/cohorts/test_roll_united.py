"""Marks that a telephone still holds for an enrolment that went when two registers were united."""

from uuid import uuid4

import pytest

from cohorts.actions.enrolling import enrol
from cohorts.actions.roll import Mark, mark_roll
from cohorts.attendance import standing_marks
from cohorts.models import Cohort, Register
from people.merging.actions import merge, undo_merge
from people.merging.journal import CannotUndo
from tests.factories import make_cohort, make_enrolment, make_person

pytestmark = pytest.mark.django_db


def mark(enrolment, status="present"):
    return Mark(getattr(enrolment, "pk", enrolment), status, uuid4())


def refused(outcomes):
    return [outcome.refused for outcome in outcomes]


def united(ana, *, others=1):
    """Ana was registered more often than once in her group; how she is known now, and the numbers that went."""
    twins = [make_enrolment(ana.cohort) for _number in range(others)]
    numbers = [twin.pk for twin in twins]
    return numbers, lambda: [merge(ana.person, twin.person, by=None) for twin in twins]


def test_marks_for_a_number_that_a_union_took_away_are_kept_once_for_the_one_that_stayed(register, ana):
    (gone,), unite = united(ana)
    sent = mark(gone, "late")
    mark_roll(register, [sent], by=None)
    unite()
    held = mark(gone, "present")

    answers = [refused(mark_roll(register, [sent, held], by=None)) for _time in range(3)]

    assert answers == [["", ""]] * 3
    assert sorted(ana.marks.values_list("client_uuid", flat=True)) == sorted([sent.client_uuid, held.client_uuid])
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_the_resend_is_known_when_the_list_is_locked_by_now(register, ana):
    (gone,), unite = united(ana)
    sent = mark(gone)
    mark_roll(register, [sent], by=None)
    unite()
    Register.objects.filter(pk=register.pk).update(status="submitted")

    assert refused(mark_roll(register, [sent, mark(gone)], by=None)) == ["", "locked"]


def test_of_several_unions_the_last_one_is_who_is_meant(register, ana):
    first, second = make_enrolment(ana.cohort), make_enrolment(ana.cohort)
    merge(first.person, second.person, by=None)
    number = second.pk
    merge(ana.person, first.person, by=None)

    assert refused(mark_roll(register, [mark(number)], by=None)) == [""]
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_a_late_word_about_the_half_that_went_does_not_make_her_absent(register, ana):
    (gone,), unite = united(ana)
    unite()
    both = [mark(ana, "present"), mark(gone, "absent")]

    for _time in range(2):
        assert refused(mark_roll(register, both, by=None)) == ["", ""]

    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}
    assert list(ana.marks.values_list("status", "method")) == [
        ("present", "roll_call"),
        ("absent", "roll_call"),
        ("present", "merge"),
    ]


def test_a_number_of_another_group_stays_refused_also_when_it_was_united(register, ana):
    elsewhere = make_enrolment()
    (gone,), unite = united(elsewhere)
    unite()

    assert refused(mark_roll(register, [mark(gone)], by=None)) == ["not_enrolled"]


def test_parted_again_each_number_is_its_own(register, ana):
    (gone,), unite = united(ana)
    (done,) = unite()
    undo_merge(done, by=None)

    mark_roll(register, [mark(gone, "absent"), mark(ana)], by=None)

    assert standing_marks([register.pk]) == {(register.pk, gone): "absent", (register.pk, ana.pk): "present"}


def test_parting_waits_for_a_seat_when_another_took_the_one_that_came_free():
    cohort = make_cohort(capacity=2)
    one, other = make_enrolment(cohort), make_enrolment(cohort)
    done = merge(one.person, other.person, by=None)
    taken = enrol(make_person(), cohort=cohort, source="assisted", by=None)

    with pytest.raises(CannotUndo, match="no hay lugar para quien vuelve. Ya no quedan lugares: el cupo es de 2."):
        undo_merge(done, by=None)
    assert set(cohort.enrolments.all()) == {one, taken}
    Cohort.objects.filter(pk=cohort.pk).update(capacity=3)
    undo_merge(done, by=None)

    assert set(cohort.enrolments.active()) == {one, other, taken}

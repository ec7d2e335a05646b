"""The attendance list as acts: kept once, refused by name, moved one step at a time."""

import itertools
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cohorts.actions.roll import (
    MAX_MARKS,
    Mark,
    Stale,
    add_guest,
    add_walk_in,
    approve_register,
    mark_roll,
    reopen_register,
    return_register,
    submit_register,
    unmarked,
)
from cohorts.attendance import presence_of, standing_marks
from cohorts.facts import Amounts, Presence
from cohorts.models import AttendanceMark, Guest, Register
from people.actions import Refused
from people.models import Organisation, Person
from tests.factories import (
    MORNING,
    make_cohort,
    make_enrolment,
    make_person,
    make_register,
    make_session,
    make_user,
    note_somebody,
)

pytestmark = pytest.mark.django_db


def mark(enrolment, status="present", at=None, uuid=None, **fields):
    return Mark(getattr(enrolment, "pk", enrolment), status, uuid or uuid4(), at, **fields)


def refused(outcomes):
    return [outcome.refused for outcome in outcomes]


def test_a_mark_is_kept_and_moves_the_list_to_draft(register, ana):
    outcomes = mark_roll(register, [mark(ana, "late")], by=None)

    register.refresh_from_db()
    assert refused(outcomes) == [""]
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "late"}
    assert (register.status, register.version) == ("draft", 0)


def test_the_same_mark_twice_is_one_mark_and_kept_both_times(register, ana):
    once = mark(ana)

    outcomes = mark_roll(register, [once, once], by=None) + mark_roll(register, [once], by=None)

    assert refused(outcomes) == ["", "", ""]
    assert AttendanceMark.objects.count() == 1


def test_a_known_mark_with_other_content_is_refused(register, ana):
    once = mark(ana)
    mark_roll(register, [once], by=None)

    outcomes = mark_roll(register, [mark(ana, "absent", uuid=once.client_uuid)], by=None)

    assert refused(outcomes) == ["other_content"]
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_each_mark_is_refused_for_its_own_reason_and_the_good_ones_stay(register, ana):
    cohort = ana.cohort
    gone = make_enrolment(cohort=cohort, withdrawn_at=MORNING - timedelta(days=1), withdrawn_reason="no_time")
    leaves_later = make_enrolment(cohort=cohort, withdrawn_at=MORNING + timedelta(days=1), withdrawn_reason="no_time")
    elsewhere = make_enrolment()

    outcomes = mark_roll(
        register,
        [
            mark(ana),
            mark(gone),
            mark(leaves_later),
            mark(elsewhere),
            mark(987_654),
            mark(ana, "asleep"),
            mark(ana, method="guess"),
            mark(ana, at=timezone.now() + timedelta(minutes=6)),
        ],
        by=None,
    )

    assert refused(outcomes) == [
        "",
        "withdrawn",
        "",
        "not_enrolled",
        "not_enrolled",
        "unknown_status",
        "unknown_method",
        "future",
    ]
    assert AttendanceMark.objects.count() == 2


def test_a_clock_a_little_fast_counts_as_now(register, ana):
    mark_roll(register, [mark(ana, at=timezone.now() + timedelta(minutes=4))], by=None)

    assert AttendanceMark.objects.get().decided_at <= timezone.now()


def test_more_marks_than_the_limit_are_all_refused(register, ana):
    outcomes = mark_roll(register, [mark(ana)] * (MAX_MARKS + 1), by=None)

    assert set(refused(outcomes)) == {"too_many"}
    assert AttendanceMark.objects.count() == 0


def test_a_locked_list_keeps_nothing_new_and_still_knows_what_it_had(register, ana):
    early = mark(ana)
    mark_roll(register, [early], by=None)
    submit_register(register, version=0, by=None)

    outcomes = mark_roll(register, [early, mark(ana, "absent")], by=None)

    assert refused(outcomes) == ["", "locked"]
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_a_cancelled_session_takes_no_marks_and_cannot_be_handed_in(register, ana):
    register.session.cancelled_at = timezone.now()
    register.session.save()

    assert refused(mark_roll(register, [mark(ana)], by=None)) == ["cancelled"]
    with pytest.raises(Refused):
        submit_register(register, version=0, by=None)


@pytest.mark.parametrize("people", [1, 3, 46])
def test_marking_takes_the_same_queries_however_many_people(people, django_assert_num_queries):
    cohort = make_cohort()
    enrolments = [make_enrolment(cohort=cohort) for _ in range(people)]
    register = Register.objects.select_related("session").get(pk=make_register(cohort).pk)

    with django_assert_num_queries(6):  # four, and the transaction's own two
        mark_roll(register, [mark(enrolment) for enrolment in enrolments], by=None)

    assert AttendanceMark.objects.count() == people


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)))
def test_the_last_word_stands_whatever_order_it_arrives_in(register, ana, order):
    AttendanceMark.objects.all().delete()
    words = [mark(ana, status, MORNING + timedelta(minutes=n)) for n, status in enumerate(AttendanceMark.Status.values)]

    for number in order:
        mark_roll(register, [words[number]], by=None)

    assert standing_marks([register.pk]) == {(register.pk, ana.pk): words[-1].status}


def test_of_two_words_at_one_moment_the_one_that_came_later_stands(register, ana):
    mark_roll(register, [mark(ana, "absent", MORNING)], by=None)
    mark_roll(register, [mark(ana, "present", MORNING)], by=None)

    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_presence_counts_handed_in_sessions_that_were_not_cancelled_and_are_required():
    ana, eva = (make_enrolment(cohort=cohort) for cohort in [make_cohort()] * 2)
    cohort = ana.cohort
    days = [MORNING + timedelta(days=day) for day in range(6)]
    held, late, cancelled, optional, excused, to_come = (make_register(cohort, starts_at=day) for day in days)
    for register, status in zip((held, late, cancelled, optional, excused), itertools.cycle(["present", "late"])):
        status = "excused" if register is excused else status
        mark_roll(register, [mark(ana, status), mark(eva, "absent")], by=None)
        submit_register(register, version=0, by=None)
    mark_roll(to_come, [mark(ana)], by=None)
    cancelled.session.cancelled_at, optional.session.required = timezone.now(), False
    cancelled.session.save()
    optional.session.save()

    presence = presence_of(cohort)

    minutes = Amounts(held=720, planned=960)
    of_ana, of_eva = replace(minutes, attended=480, excused=240), replace(minutes, absent=720)
    assert presence[ana.pk] == Presence(3, 4, attended=2, excused=1, absent=0, late=1, length=of_ana)
    assert presence[eva.pk] == Presence(3, 4, attended=0, excused=0, absent=3, length=of_eva)
    assert presence[0] == Presence(held=3, planned=4, length=minutes)


def test_a_joint_session_is_one_session_with_a_list_for_each_cohort():
    ana, eva = make_enrolment(), make_enrolment()
    joint = make_session(ana.cohort, eva.cohort)
    of_ana, of_eva = (joint.registers.get(cohort=one.cohort) for one in (ana, eva))

    assert refused(mark_roll(of_ana, [mark(ana), mark(eva)], by=None)) == ["", "not_enrolled"]
    submit_register(of_ana, version=0, by=None)

    assert presence_of(ana.cohort)[ana.pk] == Presence(1, 1, attended=1, length=Amounts(240, 240, attended=240))
    assert presence_of(eva.cohort) == {0: Presence(held=0, planned=1, length=Amounts(planned=240))}
    assert of_eva.status == "not_taken"


# ------------------------------------------------------------------ the way of a list


def test_a_list_goes_to_the_coordinator_comes_back_and_is_approved_and_reopened(register, ana):
    trainer, coordinator = make_user(), make_user()
    mark_roll(register, [mark(ana)], by=trainer)

    submit_register(register, version=0, by=trainer)
    first = register.first_submitted_at
    return_register(register, version=1, reason=" Falta la  firma de Eva ", by=coordinator)
    assert (register.status, register.note, register.locked) == ("returned", "Falta la firma de Eva", False)
    submit_register(register, version=2, by=trainer)
    approve_register(register, version=3, by=coordinator)
    assert (register.status, register.note, register.version, register.decided_by) == ("approved", "", 4, coordinator)
    reopen_register(register, version=4, reason="Error de dedo", by=coordinator)

    assert (register.status, register.locked, register.first_submitted_at) == ("returned", False, first)
    lines = ModelLogEntry.objects.filter(object_id=str(register.pk)).order_by("pk")
    assert [line.action.removeprefix("cohorts.") for line in lines] == [
        "submit_register",
        "return_register",
        "submit_register",
        "approve_register",
        "reopen_register",
    ]
    assert lines[4].data == {"from": "approved", "version": 5, "reason": "Error de dedo"}


def test_pressing_twice_hands_in_once(register):
    note_somebody(register)
    trainer = make_user()

    submit_register(register, version=0, by=trainer)
    submit_register(register, version=0, by=trainer)

    assert (register.status, register.version) == ("submitted", 1)
    assert ModelLogEntry.objects.filter(action="cohorts.submit_register").count() == 1


def test_whoever_decides_on_an_older_state_is_told(register, ana):
    mark_roll(register, [mark(ana)], by=None)
    one, other = make_user(), make_user()
    submit_register(register, version=0, by=one)

    with pytest.raises(Stale):
        submit_register(register, version=0, by=other)
    with pytest.raises(Stale):
        approve_register(register, version=0, by=other)
    approve_register(register, version=1, by=other)
    with pytest.raises(Stale):
        return_register(register, version=1, reason="Tarde", by=one)

    assert register.status == "approved"


def test_a_list_that_says_nothing_is_not_handed_in(register):
    with pytest.raises(Refused, match="No has registrado a nadie"):
        submit_register(register, version=0, by=None)

    assert Register.objects.get().status == "not_taken"


def test_nobody_approves_while_somebody_of_that_day_has_no_mark(register, ana):
    note_somebody(register)
    make_enrolment(cohort=ana.cohort, withdrawn_at=MORNING - timedelta(days=1), withdrawn_reason="no_time")
    make_enrolment(cohort=ana.cohort, enrolled_at=MORNING + timedelta(days=2))
    submit_register(register, version=0, by=None)

    assert unmarked(register) == 1
    with pytest.raises(Refused, match="Falta 1 persona por registrar"):
        approve_register(register, version=1, by=None)

    assert Register.objects.get().status == "submitted"


@pytest.mark.parametrize("decide", [return_register, reopen_register])
def test_opening_a_list_again_takes_a_reason(register, decide):
    with pytest.raises(Refused, match="motivo"):
        decide(register, version=0, reason="  ", by=None)


def test_history_is_transcribed_with_its_day_and_the_future_is_refused(register, ana):
    mark_roll(register, [mark(ana, at=MORNING)], by=None)
    day = MORNING + timedelta(hours=5)

    submit_register(register, version=0, by=None, at=day)
    with pytest.raises(Refused):
        approve_register(register, version=1, by=None, at=timezone.now() + timedelta(days=1))
    approve_register(register, version=1, by=None, at=day + timedelta(days=1))

    assert (register.first_submitted_at, register.decided_at) == (day, day + timedelta(days=1))


def test_a_list_is_not_handed_in_before_its_session(ana):
    register = make_register(ana.cohort, starts_at=timezone.now() + timedelta(days=1))

    with pytest.raises(Refused, match="todavía no empieza"):
        submit_register(register, version=0, by=None)


# ------------------------------------------------------------------ at the door


def walk_in(register, uuid=None, given="Rosa", surname="Mamani", contact="55 1234 5678"):
    return add_walk_in(
        register, given_names=given, surname1=surname, contact=contact, by=None, client_uuid=uuid or uuid4()
    )


def test_somebody_at_the_door_is_enrolled_and_present_once(register):
    uuid = uuid4()

    enrolment = walk_in(register, uuid)

    assert walk_in(register, uuid) == enrolment
    assert (enrolment.source, enrolment.person.phone, enrolment.enrolled_at) == ("walk_in", "5512345678", MORNING)
    assert standing_marks([register.pk]) == {(register.pk, enrolment.pk): "present"}
    assert Person.objects.filter(surname1="Mamani").count() == 1


def test_at_the_door_an_email_is_hers_and_no_organisation(register):
    enrolment = walk_in(register, contact=" Rosa@Example.org ")

    again = walk_in(make_register(), contact="rosa@example.org")

    assert (enrolment.person.email, enrolment.organisation) == ("rosa@example.org", None)
    assert again.person == enrolment.person


def test_at_the_door_words_are_an_organisation(register):
    enrolment = walk_in(register, contact="Colectivo La Minga 2030")

    assert enrolment.organisation == Organisation.objects.get(name="Colectivo La Minga 2030")
    assert enrolment.person.phone == ""


def test_the_same_name_and_telephone_is_the_same_person(register):
    rosa = make_person("Rosa", "Mamani", phone="5512345678")

    assert walk_in(register).person == rosa


def test_somebody_already_on_the_list_is_not_enrolled_again(register):
    make_enrolment(cohort=register.cohort, person=make_person("Rosa", "Mamani"))

    with pytest.raises(Refused, match="ya está en la lista"):
        walk_in(register, given="ROSA", surname="mamani")

    assert Person.objects.filter(surname1="mamani").count() == 0


def test_a_guest_is_noted_once_and_marks_nobody(register):
    uuid = uuid4()
    for _ in range(2):
        add_guest(register, name="", organisation="Vecinas", count=12, by=None, client_uuid=uuid)

    assert list(Guest.objects.values_list("organisation", "count")) == [("Vecinas", 12)]
    assert standing_marks([register.pk]) == {}


@pytest.mark.parametrize("count", [0, 2_001])
def test_a_guest_count_out_of_measure_is_refused(register, count):
    with pytest.raises(Refused):
        add_guest(register, name="", organisation="", count=count, by=None, client_uuid=uuid4())


def test_a_locked_list_takes_nobody_at_the_door(register):
    note_somebody(register)
    submit_register(register, version=0, by=None)

    with pytest.raises(Refused):
        walk_in(register)
    with pytest.raises(Refused):
        add_guest(register, name="Eva", organisation="", count=1, by=None, client_uuid=uuid4())

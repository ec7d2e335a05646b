from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from cohorts.actions.life import close_cohort
from cohorts.actions.planning import (
    assign_trainer,
    cancel_session,
    change_cohort,
    end_trainer,
    open_cohort,
    plan_cohort,
    plan_session,
)
from cohorts.models import Cohort, Register, Session
from cohorts.promise import promise_of
from people.actions import Refused
from tests.factories import (
    MORNING,
    make_cohort,
    make_course,
    make_person,
    make_programme,
    make_region,
    make_session,
)

pytestmark = pytest.mark.django_db

SPRING = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 5, 31)}
HALL = {"modality": "in_person", "time_zone": "America/Mexico_City"}


def acts():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def meet(*cohorts, title="Uno", starts_at=MORNING, hours=4, **details):
    ends_at = starts_at + timedelta(hours=hours)
    return plan_session(cohorts, title=title, starts_at=starts_at, ends_at=ends_at, by=None, **HALL | details)


def test_a_cohort_planned_twice_is_one_with_the_rule_of_the_house():
    programme, course = make_programme(), make_course()

    rows = {plan_cohort(programme, course=course, name="Grupo 1", code="G1", **SPRING, by=None) for _ in range(2)}

    (cohort,) = rows
    assert (cohort.attendance_percent, cohort.lessons_percent, cohort.pass_score) == (80, 80, 60)
    assert (cohort.status, cohort.promise, acts()) == ("planned", {}, ["cohorts.plan"])


def test_a_code_in_use_a_foreign_region_and_dates_the_wrong_way_round_are_refused():
    programme, course = make_programme(), make_course()
    plan_cohort(programme, course=course, name="Grupo 1", code="G1", **SPRING, by=None)

    with pytest.raises(Refused, match="G1 ya está en uso"):
        plan_cohort(programme, course=course, name="Otro", code="G1", **SPRING, by=None)
    with pytest.raises(Refused, match="otro programa"):
        region = make_region(make_programme())
        plan_cohort(programme, course=course, name="Otro", code="G2", region=region, **SPRING, by=None)
    with pytest.raises(Refused, match="antes de empezar"):
        days = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)}
        plan_cohort(programme, course=course, name="Otro", code="G2", **days, by=None)
    with pytest.raises(TypeError):
        plan_cohort(programme, course=course, name="Otro", code="G2", **SPRING, by=None, promise={})


def test_a_session_asked_for_twice_is_one_and_a_joint_one_has_a_register_for_each():
    programme = make_programme()
    one, two = make_cohort(programme), make_cohort(programme)

    session = meet(one, venue="Casa de Cultura")
    again = meet(one, two, venue="Casa de Cultura")

    assert again == session
    assert set(session.cohorts.all()) == {one, two}
    assert (Session.objects.count(), Register.objects.count()) == (1, 2)


def test_a_session_that_ends_before_it_starts_or_joins_strangers_is_refused():
    cohort = make_cohort()

    with pytest.raises(Refused, match="termina antes de empezar"):
        meet(cohort, hours=-1)
    with pytest.raises(Refused, match="un solo programa"):
        meet(cohort, make_cohort())
    Cohort.objects.update(status="closed")
    with pytest.raises(Refused, match="cerrado"):
        meet(cohort)

    assert Session.objects.count() == 0


def test_a_cancelled_session_keeps_its_first_reason_and_stops_counting():
    cohort = make_cohort(opened=False)
    session, _stays = meet(cohort), meet(cohort, title="Dos", starts_at=MORNING + timedelta(days=7))

    cancel_session(session, reason="Lluvia", by=None)
    cancel_session(session, reason="Otra cosa", by=None)

    session.refresh_from_db()
    assert session.cancelled_reason == "Lluvia"
    assert promise_of(cohort).sessions == 1
    assert acts()[-1:] == ["cohorts.cancel_session"]


def test_a_session_is_not_cancelled_without_a_reason_nor_after_its_list_was_handed_in():
    session = make_session(make_cohort())

    with pytest.raises(Refused, match="por qué"):
        cancel_session(session, reason="  ", by=None)
    Register.objects.update(status="submitted", first_submitted_at=MORNING)
    with pytest.raises(Refused, match="ya fue enviada"):
        cancel_session(session, reason="Lluvia", by=None)

    session.refresh_from_db()
    assert session.cancelled_at is None


def test_a_session_like_a_cancelled_one_is_a_new_one():
    cohort = make_cohort()
    cancel_session(meet(cohort), reason="Lluvia", by=None)

    assert meet(cohort).cancelled_at is None
    assert Session.objects.count() == 2


def test_opening_freezes_lessons_and_sessions_once():
    cohort = make_cohort(opened=False, course=make_course(lessons=3))
    meet(cohort)
    meet(cohort, title="Optativa", required=False)
    cancelled = meet(cohort, title="Otra", starts_at=MORNING + timedelta(days=1))
    cancel_session(cancelled, reason="Lluvia", by=None)

    opened = open_cohort(cohort, by=None, at=MORNING)
    meet(cohort, title="Llegó después", starts_at=MORNING + timedelta(days=7))
    again = open_cohort(cohort, by=None)

    assert (opened.status, again.opened_at) == ("running", MORNING)
    assert (promise_of(again).sessions, len(promise_of(again).lessons)) == (1, 3)
    assert acts().count("cohorts.open") == 1


def test_a_cohort_does_not_open_ahead_of_time_nor_without_anything_to_promise_nor_on_a_draft():
    with pytest.raises(Refused, match="futuro"):
        open_cohort(make_cohort(opened=False), by=None, at=MORNING + timedelta(days=9999))
    with pytest.raises(Refused, match="nada que prometer"):
        open_cohort(make_cohort(opened=False, course=make_course(lessons=0)), by=None)
    draft = make_cohort(opened=False)
    draft.course.unpublish()
    with pytest.raises(Refused, match="publicado"):
        open_cohort(draft, by=None)


def test_the_rule_is_free_until_it_is_promised():
    cohort = make_cohort(opened=False)

    change_cohort(cohort, attendance_percent=70, name="Grupo sur", by=None)
    open_cohort(cohort, by=None)
    change_cohort(cohort, capacity=30, by=None)
    with pytest.raises(Refused, match="prometida"):
        change_cohort(cohort, attendance_percent=10, by=None)

    cohort.refresh_from_db()
    assert (cohort.attendance_percent, cohort.name, cohort.capacity) == (70, "Grupo sur", 30)
    assert acts() == ["cohorts.change", "cohorts.open", "cohorts.change"]


def test_a_cohort_closes_once_when_no_list_waits():
    cohort = make_cohort()
    make_session(cohort)
    Register.objects.update(status="submitted", first_submitted_at=MORNING)

    with pytest.raises(Refused, match="Faltan listas por aprobar: 1"):
        close_cohort(cohort, by=None)
    Register.objects.update(status="approved")
    close_cohort(cohort, by=None)

    assert close_cohort(cohort, by=None).status == "closed"
    assert acts() == ["cohorts.close"]
    with pytest.raises(Refused, match="en marcha"):
        close_cohort(make_cohort(opened=False), by=None)


def test_a_trainer_is_in_charge_once_and_may_come_back():
    cohort, person = make_cohort(), make_person()

    charge = assign_trainer(cohort, person, by=None)
    assert assign_trainer(cohort, person, by=None) == charge
    end_trainer(charge, by=None)
    end_trainer(charge, by=None)

    assert assign_trainer(cohort, person, by=None) != charge
    assert acts() == ["cohorts.assign_trainer", "cohorts.end_trainer", "cohorts.assign_trainer"]

"""A promised rule that changes: who would gain and lose is shown, the same as the one rule then says of each."""

import re
from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from cohorts.actions.rule import change_rule
from cohorts.models import AttendanceMark, Cohort, Register
from cohorts.rule import RULE
from learning.changing import change_of
from learning.joining import joining_too_late
from learning.templatetags.learning import in_words
from learning.verdicts import verdict_of, verdicts_of
from notices.models import Mail
from people.actions import Refused
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_person,
    make_register,
    make_settled_cohort,
)

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def rule(cohort, **fields):
    return {name: getattr(cohort, name) for name in RULE} | fields


def held(cohort, week, hours=4):
    register = make_register(cohort, starts_at=MORNING + week * WEEK, hours=hours)
    Register.objects.filter(pk=register.pk).update(status="approved", first_submitted_at=MORNING)
    return register


def mark(register, enrolment, status="present"):
    AttendanceMark.objects.create(register=register, enrolment=enrolment, status=status, decided_at=MORNING)


def mixed_cohort():
    """Five meetings held of six; Ana was at five, Bea at three, Carla came after the third and missed none since."""
    cohort = make_cohort(course=make_course(lessons=0))
    ana, bea = (make_enrolment(cohort, make_person(name, "Soto")) for name in ("Ana", "Bea"))
    carla = make_enrolment(cohort, make_person("Carla", "Soto"), enrolled_at=MORNING + 2.5 * WEEK)
    for week in range(5):
        register = held(cohort, week)
        mark(register, ana)
        mark(register, bea, "present" if week < 3 else "absent")
        if week > 2:
            mark(register, carla)
    make_register(cohort, starts_at=MORNING + 50 * WEEK)
    return cohort, ana, bea, carla


def test_who_comes_late_is_told_so_and_reaches_it_where_only_her_own_meetings_count():
    cohort, _ana, _bea, carla = mixed_cohort()

    late = verdict_of(carla)
    assert (late.codes, late.count.earlier, late.reachable) == (("enrolled_late",), 3, False)
    assert in_words(late) == [
        "La asistencia no alcanza: cuando te inscribiste ya habían pasado 3 sesiones. Habla con la coordinación."
    ]
    assert joining_too_late(cohort).count.earlier == 5

    change_rule(cohort, attendance_base="since", reason="Ingreso continuo", by=None)
    carla.refresh_from_db()
    mild = verdict_of(carla)
    assert (mild.count.present, mild.count.held, mild.count.planned, mild.needed) == (2, 2, 3, 3)
    assert (mild.codes, mild.max_percent) == (("attendance",), 100)
    cohort.refresh_from_db()
    assert joining_too_late(cohort) is None


def test_somebody_in_the_room_before_she_was_enrolled_was_there():
    cohort, _ana, _bea, carla = mixed_cohort()
    mark(cohort.registers.order_by("session__starts_at").first(), carla)
    change_rule(cohort, attendance_base="since", reason="Ingreso continuo", by=None)

    count = verdicts_of(Cohort.objects.get(pk=cohort.pk))[carla.pk].count
    assert (count.present, count.held, count.earlier) == (3, 3, 2)


def test_minutes_weigh_a_long_meeting_more():
    cohort = make_cohort(course=make_course(lessons=0), attendance_unit="minutes")
    here = make_enrolment(cohort)
    mark(held(cohort, 0, hours=8), here)
    mark(held(cohort, 1, hours=2), here, "absent")

    verdict = verdict_of(here)
    assert (verdict.count.present, verdict.base, verdict.percent, verdict.earned) == (480, 600, 80, True)


def test_so_many_late_arrivals_are_one_absence():
    cohort = make_cohort(course=make_course(lessons=0), lates_per_absence=3)
    here = make_enrolment(cohort)
    for week in range(5):
        mark(held(cohort, week), here, "late")

    verdict = verdict_of(here)
    assert (verdict.attended, verdict.count.present, verdict.absences_by_lateness, verdict.earned) == (5, 4, 1, True)


def test_what_is_shown_before_is_what_the_rule_says_after():
    cohort, *_people = mixed_cohort()
    before = verdicts_of(cohort)

    shown = change_of(cohort, rule(cohort, attendance_percent=50, attendance_base="since"))

    assert (shown.gain, shown.lose, shown.again, shown.never, shown.same) == (
        ["Soto, Bea", "Soto, Carla"], [], [], [], 1,
    )  # fmt: skip
    change_rule(cohort, attendance_percent=50, attendance_base="since", reason="Acuerdo", by=None)
    cohort.refresh_from_db()
    after = verdicts_of(cohort)
    names = {pk: f"{name}" for pk, name in cohort.enrolments.values_list("pk", "person__given_names")}
    assert {names[pk] for pk in after if after[pk].earned and not before[pk].earned} == {"Bea", "Carla"}
    back = change_of(cohort, rule(cohort, attendance_percent=100))
    assert (back.lose, back.never, back.same) == (["Soto, Ana", "Soto, Bea", "Soto, Carla"], [], 0)


@pytest.mark.parametrize("people", [1, 3, 46])
def test_the_preview_takes_the_same_queries(people, django_assert_num_queries):
    cohort = make_settled_cohort(people=people, attended=3)
    with django_assert_num_queries(4):
        assert len(change_of(cohort, rule(cohort, attendance_percent=50)).gain) == people


def test_a_promised_rule_changes_for_a_reason_once_and_only_while_it_runs():
    cohort = make_cohort()
    make_enrolment(cohort, make_person("Ana", email="ana@example.org"))
    make_enrolment(cohort, make_person("Bea"))
    with pytest.raises(Refused, match="por qué cambia"):
        change_rule(cohort, attendance_percent=70, reason=" ", by=None)
    with pytest.raises(Refused, match="Todavía no se abre"):
        change_rule(make_cohort(opened=False), attendance_percent=70, reason="x", by=None)
    with pytest.raises(Refused, match="deja vacío"):
        change_rule(cohort, attendance_unit="minutes", attendance_sessions=3, reason="x", by=None)
    with pytest.raises(Refused, match="Se piden 4 y hay 0 sesiones planeadas: nadie podría cumplirlo"):
        change_rule(cohort, attendance_sessions=4, reason="x", by=None)
    with pytest.raises(Refused, match="366 como máximo"):
        change_rule(cohort, attendance_sessions=9_999_999_999, reason="x", by=None)
    for _ in range(2):
        change_rule(cohort, attendance_percent=70, reason="Acuerdo del comité", by=None)

    (line,) = ModelLogEntry.objects.filter(action="cohorts.change_rule")
    assert line.data == {
        "before": {"attendance_percent": 80}, "after": {"attendance_percent": 70}, "reason": "Acuerdo del comité",
    }  # fmt: skip
    (mail,) = Mail.objects.all()
    assert mail.to == "ana@example.org"
    assert "Hola, Ana:" in mail.text
    assert "- asistencia mínima (%): antes «80 %», ahora «70 %»." in mail.text
    assert "Motivo: Acuerdo del comité" in mail.text


def test_the_screen_shows_the_names_first_and_changes_only_what_was_shown(client):
    cohort, *_people = mixed_cohort()
    client.force_login(make_coordinator(cohort.programme))
    address = f"/grupos/{cohort.uuid}/regla/"
    typed = {name: value for name, value in rule(cohort, attendance_percent=50).items() if value is not None}
    typed["reason"] = "Acuerdo del comité"

    assert "es la misma" in client.post(address, typed | {"attendance_percent": 80}).content.decode()
    shown = client.post(address, typed).content.decode()
    assert "Acreditarían" in shown and "Soto, Bea" in shown and "Soto, Ana" not in shown
    seal = re.search(r'name="seen" value="(\w+)"', shown)[1]
    # Typed over after it was shown: it is shown anew, and nothing changes.
    client.post(address, typed | {"attendance_percent": 40, "seen": seal, "lessons_percent": 10})
    cohort.refresh_from_db()
    assert (cohort.attendance_percent, cohort.lessons_percent) == (80, 80)

    assert client.post(address, typed | {"seen": seal}).status_code == 302
    cohort.refresh_from_db()
    assert cohort.attendance_percent == 50
    home = " ".join(client.get(f"/grupos/{cohort.uuid}/").content.decode().split())
    assert "Motivo: Acuerdo del comité" in home and "antes «80 %», ahora «50 %»" in home

"""Meetings of several cohorts in one form: shown before they are planned, and never doubled."""

from datetime import date

import pytest
from django.utils import timezone

from cohorts.actions.setup import plan_series
from cohorts.models import Cohort, Session
from cohorts.setup.days import days_of
from people.actions import Refused
from tests.factories import MORNING, make_cohort, make_coordinator, make_programme

pytestmark = pytest.mark.django_db

SERIES = {"title": "Taller", "day": "2026-03-03", "count": "6", "every": "1", "starts": "17:00", "ends": "20:00",
          "time_zone": "America/Mexico_City", "modality": "in_person", "venue": "Casa"}  # fmt: skip


@pytest.fixture
def programme():
    return make_programme(slug="voces")


@pytest.fixture
def boss(client, programme):
    user = make_coordinator(programme)
    client.force_login(user)
    return user


def at(step):
    return f"/programas/voces/puesta-en-marcha/{step}"


def test_a_series_is_shown_with_its_days_and_planned_without_those_taken_out(client, boss, programme):
    cohorts = [make_cohort(programme, opened=False, code=code) for code in ("A1", "A2")]
    asked = SERIES | {"cohorts": [cohort.pk for cohort in cohorts]}

    shown = client.post(at("sesiones/"), asked | {"do": "review"})
    offered = [day for day, _words in shown.context["days"].fields["dates"].choices]
    assert offered[0] == "2026-03-03" and len(offered) == 6 and Session.objects.count() == 0
    kept = [day for day in offered if day != "2026-03-17"]
    for _press in range(2):
        answer = client.post(at("sesiones/"), asked | {"do": "plan", "dates": kept})
        assert answer.headers["Location"] == at("personas/")

    assert Session.objects.count() == 10
    assert [(s.title, s.minutes) for s in cohorts[0].sessions.all()] == [(f"Taller {n}", 180) for n in range(1, 6)]


def test_the_same_series_with_a_day_more_doubles_nothing(client, boss, programme):
    cohort = make_cohort(programme, opened=False)
    asked = SERIES | {"cohorts": [cohort.pk], "do": "plan"}
    days = ["2026-03-03", "2026-03-17", "2026-03-24"]

    client.post(at("sesiones/"), asked | {"dates": days})
    client.post(at("sesiones/"), asked | {"dates": [*days, "2026-03-10"]})

    assert sorted(s.starts_at.date().isoformat() for s in cohort.sessions.all()) == sorted([*days, "2026-03-10"])


def test_days_of_another_first_day_are_shown_anew(client, boss, programme):
    cohort = make_cohort(programme, opened=False)
    asked = SERIES | {"cohorts": [cohort.pk], "do": "plan", "day": "2026-03-05", "dates": ["2026-03-03"]}

    answer = client.post(at("sesiones/"), asked)

    assert (answer.status_code, Session.objects.count()) == (200, 0)
    assert answer.context["days"]["dates"].value()[0] == "2026-03-05"


@pytest.mark.parametrize(
    ("field", "said"),
    [("count", "0"), ("count", "31"), ("count", "x"), ("day", "9999-12-31"), ("day", ""), ("ends", "16:00"),
     ("cohorts", "999999"), ("cohorts", ""), ("every", "9"), ("time_zone", "Mars/Base"), ("dates", "")],
)  # fmt: skip
def test_a_series_that_cannot_be_is_told_and_plans_nothing(client, boss, programme, field, said):
    cohort = make_cohort(programme, opened=False)
    asked = SERIES | {"cohorts": [cohort.pk], "do": "plan", "dates": ["2026-03-03"], field: said}
    if field == "dates":
        del asked["dates"]

    answer = client.post(at("sesiones/"), asked)

    assert (answer.status_code, Session.objects.count()) == (422, 0)


def test_cohorts_that_meet_together_share_their_sessions(client, boss, programme):
    cohorts = [make_cohort(programme, opened=False) for _each in range(2)]
    asked = SERIES | {"cohorts": [cohort.pk for cohort in cohorts], "joint": "on", "do": "plan"}

    client.post(at("sesiones/"), asked | {"dates": ["2026-03-03", "2026-03-10"]})

    assert [session.registers.count() for session in Session.objects.all()] == [2, 2]


def test_a_series_too_long_for_one_press_and_a_closed_cohort_are_refused(programme):
    cohorts = [make_cohort(programme, opened=False) for _each in range(2)]
    moments = [(MORNING, MORNING + timezone.timedelta(hours=1))] * 201
    asked = {"title": "T", "joint": False, "modality": "in_person", "time_zone": "America/Mexico_City", "by": None}

    with pytest.raises(Refused, match="Son 402 en total y caben 400"):
        plan_series(cohorts, moments, **asked)
    Cohort.objects.filter(pk=cohorts[0].pk).update(status="closed", opened_at=MORNING)
    with pytest.raises(Refused):
        plan_series(cohorts, moments[:1], **asked)
    assert Session.objects.count() == 0


def test_holidays_are_passed_over_and_shown():
    days = days_of(date(2026, 3, 26), 3, 1, "CL")

    assert [(day.isoformat(), name) for day, name in days] == [
        ("2026-03-26", ""), ("2026-04-02", "Jueves Santo"), ("2026-04-09", ""), ("2026-04-16", "")]  # fmt: skip
    assert [name for _day, name in days_of(date(2026, 9, 16), 1, 1, "MX")] == ["Día de la Independencia", ""]
    assert [name for _day, name in days_of(date(2026, 9, 16), 1, 1, "CO")] == [""]

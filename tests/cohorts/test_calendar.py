from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.actions.planning import cancel_session
from cohorts.actions.sessions import change_session
from people.calendar import renew_calendar
from people.suspension import suspend
from tests.factories import make_cohort, make_enrolment, make_person, make_session, make_trainer, make_user

pytestmark = pytest.mark.django_db
TIJUANA = ZoneInfo("America/Tijuana")


@pytest.fixture
def learner():
    return make_user("ana@example.org")


@pytest.fixture
def cohort(learner):
    cohort = make_cohort(name="Tijuana, otoño")
    make_enrolment(cohort, make_person(user=learner))
    return cohort


@pytest.fixture
def late_one(cohort):
    """At 23:00 in Tijuana, which is the next day in UTC."""
    soon = datetime.now(TIJUANA).replace(hour=23, minute=0, second=0, microsecond=0) + timedelta(days=7)
    return make_session(cohort, starts_at=soon, hours=1, title="Cierre, con música; y más", time_zone="America/Tijuana")


def events_of(client, user):
    answer = client.get(f"/calendario/{user.calendar_token or renew_calendar(user)}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = vobject.readOne(answer.content.decode())
    assert calendar.validate(raiseException=True)
    return calendar.contents.get("vevent", [])


def test_a_session_stands_at_the_hour_of_its_hall(client, learner, late_one):
    (event,) = events_of(client, learner)

    assert event.summary.value == "Cierre, con música; y más · Tijuana, otoño"
    assert event.dtstart.value.strftime("%H:%M") == "23:00"
    assert event.dtstart.value.astimezone(UTC) == late_one.starts_at.astimezone(UTC)
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")
    learner.refresh_from_db()
    assert b"TZID:America/Tijuana" in client.get(f"/calendario/{learner.calendar_token}.ics").content


def test_moved_and_cancelled_it_keeps_its_name_and_counts_on(client, learner, late_one):
    (first,) = events_of(client, learner)
    change_session(
        late_one,
        version=0,
        starts_at=late_one.starts_at + timedelta(days=1),
        ends_at=late_one.ends_at + timedelta(days=1),
        by=None,
    )
    (moved,) = events_of(client, learner)
    late_one.refresh_from_db()
    cancel_session(late_one, reason="Lluvia", by=None)
    (cancelled,) = events_of(client, learner)

    assert first.uid.value == moved.uid.value == cancelled.uid.value
    assert [each.sequence.value for each in (first, moved, cancelled)] == ["0", "1", "2"]
    assert (cancelled.status.value, cancelled.description.value.splitlines()[0]) == ("CANCELLED", "Se canceló: Lluvia")


def test_the_link_is_the_only_key_and_can_be_changed(client, learner, late_one):
    client.force_login(learner)
    assert "Crear el enlace" in client.get("/calendario/").content.decode()
    client.post("/calendario/")
    learner.refresh_from_db()
    old = learner.calendar_token
    page = client.get("/calendario/").content.decode()
    client.post("/calendario/")
    learner.refresh_from_db()
    assert learner.calendar_token == old
    client.post("/calendario/", {"instead_of": old})
    learner.refresh_from_db()
    renewed = learner.calendar_token
    client.post("/calendario/", {"instead_of": old})
    client.logout()
    learner.refresh_from_db()
    assert learner.calendar_token == renewed

    assert f"/calendario/{old}.ics" in page and "webcal://" in page
    assert client.get(f"/calendario/{old}.ics").status_code == 404
    assert len(events_of(client, learner)) == 1
    assert client.get("/calendario/").status_code == 302


def test_rights_are_asked_for_each_time(client, learner, cohort, late_one):
    trainer = make_trainer(cohort)
    assert (len(events_of(client, learner)), len(events_of(client, trainer)), len(events_of(client, make_user()))) == (
        1,
        1,
        0,
    )

    cohort.enrolments.update(withdrawn_at=timezone.now(), withdrawn_reason="other")
    cohort.facilitations.update(ended_at=timezone.now())
    assert (events_of(client, learner), events_of(client, trainer)) == ([], [])

    suspend(learner, reason="Robo", by=None)
    assert client.get(f"/calendario/{learner.calendar_token}.ics").status_code == 404


def test_the_link_to_the_meeting_stays_in_the_house(client, learner, cohort):
    make_session(
        cohort, starts_at=timezone.now() + timedelta(days=1), modality="online_live", url="https://meet.example.org/x"
    )

    (event,) = events_of(client, learner)

    assert "meet.example.org" not in event.serialize()


@pytest.mark.parametrize("number", [1, 3, 46])
def test_a_calendar_asks_the_same_however_long_it_is(client, learner, cohort, number):
    other = make_cohort(course=cohort.course)
    make_enrolment(other, cohort.enrolments.get().person)
    for day in range(number):
        make_session(cohort, other, starts_at=timezone.now() + timedelta(days=day + 1))
    token = renew_calendar(learner)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/calendario/{token}.ics")

    assert (answer.content.count(b"BEGIN:VEVENT"), len(queries)) == (number, 2)

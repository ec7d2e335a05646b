from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.actions.planning import change_cohort
from cohorts.actions.roll import Stale
from cohorts.actions.sessions import change_session, moves_of
from cohorts.models import Cohort, Register, Session
from people.actions import Refused
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

TIJUANA = ZoneInfo("America/Tijuana")
WEEK = timedelta(days=7)
SENT = {
    "title": "Presupuesto",
    "day": "2026-03-13",
    "starts": "17:00",
    "ends": "21:00",
    "time_zone": "America/Tijuana",
    "modality": "in_person",
    "venue": "Casa de Cultura",
    "required": "on",
    "version": "0",
}


def acts():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def text(response):
    return response.content.decode()


@pytest.fixture
def cohort():
    return make_cohort()


@pytest.fixture
def session(cohort):
    return make_session(cohort, title="Presupuesto")


@pytest.fixture
def address(client, cohort, session):
    client.force_login(make_coordinator(cohort.programme))
    return f"/grupos/{cohort.uuid}/sesiones/{session.uuid}/cambiar/"


def test_a_session_moves_once_and_keeps_the_old_day(session):
    later = {"starts_at": MORNING + WEEK, "ends_at": MORNING + WEEK + timedelta(hours=4)}

    for _ in range(2):
        change_session(session, version=0, **later, by=None)

    session.refresh_from_db()
    assert (session.starts_at, session.moved_from, session.version) == (MORNING + WEEK, MORNING, 1)
    assert acts() == ["cohorts.move_session"]
    assert [(move.before, move.after) for move in moves_of(session)] == [(MORNING, MORNING + WEEK)]


def test_another_place_is_no_move(session):
    change_session(session, version=0, venue=" Casa   de Cultura ", by=None)

    session.refresh_from_db()
    assert (session.venue, session.moved_from, session.version) == ("Casa de Cultura", None, 1)
    assert acts() == ["cohorts.change_session"]


def test_who_comes_second_with_other_words_is_told(session):
    change_session(session, version=0, title="Presupuesto público", by=None)

    with pytest.raises(Stale, match="Alguien más"):
        change_session(session, version=0, title="Dinero", by=None)

    session.refresh_from_db()
    assert (session.title, session.version) == ("Presupuesto público", 1)


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_after_a_list_was_handed_in_only_the_texts_change(session, status):
    Register.objects.update(status=status, first_submitted_at=MORNING)

    change_session(session, version=0, venue="Salón 2", url="https://sala.example/", outline="Cierre", by=None)
    for frozen in ({"title": "Otro"}, {"required": False}, {"ends_at": MORNING + WEEK}, {"modality": "online_live"}):
        with pytest.raises(Refused, match="ya fue enviada"):
            change_session(session, version=1, **frozen, by=None)

    session.refresh_from_db()
    assert (session.title, session.venue, session.required) == ("Presupuesto", "Salón 2", True)


def test_a_list_of_one_of_two_cohorts_holds_the_meeting_for_both():
    programme = make_programme()
    joint = make_session(make_cohort(programme), make_cohort(programme))
    Register.objects.filter(pk=joint.registers.first().pk).update(status="submitted")

    with pytest.raises(Refused, match="ya fue enviada"):
        change_session(joint, version=0, title="Otro", by=None)


def test_a_returned_list_opens_the_date_again(session):
    Register.objects.update(status="returned", first_submitted_at=MORNING)

    assert change_session(session, version=0, title="Otro", by=None).title == "Otro"


def test_a_cancelled_or_closed_or_impossible_meeting_is_refused(cohort, session):
    make_session(cohort, title="Dos", starts_at=MORNING)
    with pytest.raises(Refused, match="termina antes de empezar"):
        change_session(session, version=0, ends_at=MORNING - WEEK, by=None)
    with pytest.raises(Refused, match="ese tema a esa misma hora"):
        change_session(session, version=0, title="Dos", by=None)
    with pytest.raises(TypeError):
        change_session(session, version=0, cancelled_at=None, by=None)
    Cohort.objects.update(status="closed")
    with pytest.raises(Refused, match="cerró"):
        change_session(session, version=0, title="Otro", by=None)
    Session.objects.update(cancelled_at=MORNING, cancelled_reason="Lluvia")
    with pytest.raises(Refused, match="cancelada"):
        change_session(session, version=0, venue="Otro", by=None)

    session.refresh_from_db()
    assert (session.title, session.version, acts()) == ("Presupuesto", 0, [])


def test_the_form_comes_filled_and_sent_unchanged_changes_nothing(client, address, session):
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}

    assert client.post(address, sent | {"starts": "10:00", "ends": "14:00"}).status_code == 302

    session.refresh_from_db()
    assert (sent["starts"], session.version, acts()) == (time(10), 0, [])


def test_the_form_moves_it_on_the_clock_of_its_hall_and_a_second_press_moves_no_further(client, address, session):
    for _ in range(2):
        assert client.post(address, SENT).status_code == 302

    session.refresh_from_db()
    assert session.starts_at == datetime(2026, 3, 13, 17, tzinfo=TIJUANA)
    assert (session.version, session.venue) == (1, "Casa de Cultura")
    assert "antes: 06/03/2026" in text(client.get(address))


def test_two_forms_open_at_once_the_second_sees_both_and_may_insist(client, address, session):
    change_session(session, version=0, title="Presupuesto público", by=None)

    second = client.post(address, SENT | {"venue": "Mercado viejo"})

    page = text(second)
    assert second.status_code == 200
    assert "Alguien más cambió esta sesión" in page
    assert "Presupuesto público" in page
    assert "Mercado viejo" in page
    assert client.post(address, SENT | {"venue": "Mercado viejo", "version": "1"}).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.venue, session.version) == ("Presupuesto", "Mercado viejo", 2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": "16:00"}, "ends"),
        ({"day": "31/02/2026"}, "day"),
        ({"time_zone": "Europe/Madrid"}, "time_zone"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"title": "x" * 161}, "title"),
        ({"version": "-1"}, "version"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_typed_is_lost(client, address, session, change, field):
    response = client.post(address, SENT | {"venue": "Mercado viejo"} | change)

    assert list(response.context["form"].errors) == [field]
    assert "Mercado viejo" in text(response)
    session.refresh_from_db()
    assert session.version == 0


def test_once_handed_in_the_form_offers_the_texts_and_a_form_opened_before_is_answered(client, address, session):
    Register.objects.update(status="submitted", first_submitted_at=MORNING)

    texts = ["venue", "reference", "place", "url", "outline", "version"]
    assert list(client.get(address).context["form"].fields) == texts
    late = client.post(address, SENT)
    assert "ya fue enviada" in text(late)
    assert 'value="2026-03-13"' in text(late)
    assert client.post(address, {"venue": "Salón 2", "version": "0"}).status_code == 302
    session.refresh_from_db()
    assert (session.venue, session.starts_at) == ("Salón 2", MORNING)


def test_who_does_not_coordinate_every_cohort_of_it_finds_nothing(client):
    programme = make_programme()
    region = make_region(programme)
    mine, other = make_cohort(programme, region=region), make_cohort(programme)
    joint = make_session(mine, other)
    client.force_login(make_coordinator(programme, region=region))

    assert client.get(f"/grupos/{mine.uuid}/sesiones/{joint.uuid}/cambiar/").status_code == 404


def test_whoever_is_enrolled_sees_the_new_day_and_the_old_one(client, cohort):
    tomorrow = timezone.now().replace(microsecond=0) + timedelta(days=1)
    meeting = make_session(cohort, starts_at=tomorrow)
    account = make_user()
    make_enrolment(cohort, make_person(user=account))
    change_session(meeting, version=0, starts_at=tomorrow + WEEK, ends_at=tomorrow + 2 * WEEK, by=None)
    client.force_login(account)

    page = text(client.get("/mi-avance/"))

    assert "Cambió de fecha" in page
    assert "Antes era el" in page


def test_the_form_asks_the_same_however_many_cohorts_and_moves(client):
    counts = []
    client.force_login(make_user(is_superuser=True))
    for number in (1, 3, 46):
        programme = make_programme()
        cohorts = [make_cohort(programme) for _ in range(number)]
        meeting = make_session(*cohorts)
        for version in range(number):
            change_session(meeting, version=version, ends_at=MORNING + timedelta(hours=9, minutes=version), by=None)
            Session.objects.filter(pk=meeting.pk).update(starts_at=MORNING)
        page = f"/grupos/{cohorts[0].uuid}/sesiones/{meeting.uuid}/cambiar/"
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_the_seats_do_not_shrink_below_those_enrolled(client, cohort):
    make_enrolment(cohort)
    make_enrolment(cohort)
    client.force_login(make_coordinator(cohort.programme))
    days = {"name": cohort.name, "starts_on": "2026-03-01", "ends_on": "2026-05-31"}

    response = client.post(f"/grupos/{cohort.uuid}/cambiar/", days | {"capacity": 1})

    assert list(response.context["form"].errors) == ["capacity"]
    with pytest.raises(Refused, match="Ya hay 2"):
        change_cohort(cohort, capacity=1, by=None)
    assert "capacity" in client.post(f"/grupos/{cohort.uuid}/cambiar/", days | {"capacity": 0}).context["form"].errors
    assert client.post(f"/grupos/{cohort.uuid}/cambiar/", days | {"capacity": 2}).status_code == 302
    cohort.refresh_from_db()
    assert cohort.capacity == 2


def test_a_rule_sent_after_the_promise_is_answered_and_not_taken(client, cohort):
    client.force_login(make_coordinator(cohort.programme))
    sent = {"name": cohort.name, "starts_on": "2026-03-01", "ends_on": "2026-05-31", "attendance_percent": "1"}

    page = text(client.post(f"/grupos/{cohort.uuid}/cambiar/", sent, follow=True))

    assert "no cambió" in page
    cohort.refresh_from_db()
    assert cohort.attendance_percent == 80

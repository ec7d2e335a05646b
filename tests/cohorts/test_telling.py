"""Who is told that a session is new, moved or called off, and what her mail program gets to read."""

import email
import email.policy
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.actions.planning import cancel_session
from cohorts.actions.sessions import change_session, plan_sessions
from cohorts.models import Cohort
from notices.models import Mail
from notices.smtp import message_of
from tests.factories import make_cohort, make_enrolment, make_person, make_session, make_trainer, make_user

pytestmark = pytest.mark.django_db
TIJUANA = ZoneInfo("America/Tijuana")
WEEK = timedelta(days=7)
# A Tuesday in January, when Tijuana is eight hours behind, long before and after whoever runs this.
NIGHT = datetime(2099, 1, 6, 23, tzinfo=TIJUANA)


@pytest.fixture
def cohort():
    cohort = make_cohort(name="Tijuana, invierno")
    make_enrolment(cohort, make_person("Ana", email="ana@example.org"))
    return cohort


@pytest.fixture
def night(cohort):
    return make_session(cohort, starts_at=NIGHT, hours=1, title="Cierre", time_zone="America/Tijuana", venue="Salón 1")


def letters():
    return list(Mail.objects.order_by("pk"))


def event_of(mail):
    calendar = vobject.readOne(mail.calendar)
    assert calendar.validate(raiseException=True)
    (event,) = calendar.contents["vevent"]
    return calendar.method.value, event


def meeting(starts_at, **more):
    hall = {"modality": "in_person", "time_zone": "America/Tijuana"}
    return {"title": "Taller", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), **hall, **more}


def move(session, by=WEEK):
    times = {"starts_at": session.starts_at + by, "ends_at": session.ends_at + by}
    return change_session(session, version=session.version, **times, by=None)


def test_who_comes_and_who_teaches_are_told_of_both_days(cohort, night):
    trainer = make_trainer(cohort, make_user("eva@example.org"))
    make_enrolment(cohort)  # without an address
    make_enrolment(cohort, make_person(email="ida@example.org"), withdrawn_at=NIGHT, withdrawn_reason="other")
    make_enrolment(make_cohort(), make_person(email="otra@example.org"))

    move(night)
    night.refresh_from_db()
    move(night, by=timedelta(0))

    assert sorted(mail.to for mail in letters()) == ["ana@example.org", trainer.email]
    mail = letters()[0]
    assert mail.subject == "Cambió de fecha: «Cierre» (Tijuana, invierno)"
    assert "Antes era: martes 6 de enero de 2099, de 23:00 a 00:00 (hora de Baja California)." in mail.text
    assert "martes 13 de enero de 2099, de 23:00 a 00:00 (hora de Baja California)" in mail.text
    assert f"/sesiones/{night.uuid}/" in mail.text


def test_a_request_follows_another_and_a_cancellation_ends_it_under_one_name(night):
    move(night)
    night.refresh_from_db()
    cancel_session(night, reason="Lluvia", by=None)
    cancel_session(night, reason="Otra vez", by=None)

    (method, moved), (last, cancelled) = (event_of(mail) for mail in letters())
    assert (method, last) == ("REQUEST", "CANCEL")
    assert moved.uid.value == cancelled.uid.value
    assert (moved.sequence.value, cancelled.sequence.value) == ("1", "2")
    assert (moved.status.value, cancelled.status.value) == ("CONFIRMED", "CANCELLED")
    assert [attendee.value for attendee in moved.contents["attendee"]] == ["mailto:ana@example.org"]
    assert moved.organizer.value == "mailto:avisos@paralelo.example"
    assert moved.dtstart.value.strftime("%d %H:%M") == "13 23:00"
    assert moved.dtstart.value.astimezone(UTC) == (NIGHT + WEEK).astimezone(UTC)
    assert "Motivo: Lluvia" in letters()[1].text


def test_the_file_keeps_to_the_form_that_programs_read(cohort, night):
    change_session(night, version=0, venue="Casa de Cultura del Río Tecate, " * 4, by=None)

    (mail,) = letters()
    lines = mail.calendar.split("\r\n")
    assert "\n" not in mail.calendar.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    zone = mail.calendar.partition("BEGIN:VTIMEZONE")[2].partition("END:VTIMEZONE")[0]
    assert "TZID:America/Tijuana" in zone
    assert ("TZOFFSETTO:-0800" in zone, "TZOFFSETTO:-0700" in zone) == (True, True)
    assert "DTSTART;TZID=America/Tijuana:20990106T230000" in lines


def test_the_mail_carries_it_as_a_reading_and_as_a_file(night):
    move(night)

    raw = message_of(letters()[0]).message().as_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    kinds = [(part.get_content_type(), part.get_param("method")) for part in message.walk() if not part.is_multipart()]
    assert kinds == [("text/plain", None), ("text/calendar", "REQUEST"), ("application/ics", None)]
    reading, file = list(message.walk())[-2:]
    assert vobject.readOne(reading.get_content()).vevent.summary.value == "Cierre · Tijuana, invierno"
    assert (file.get_filename(), file.get_content().decode()) == ("sesion.ics", letters()[0].calendar)


def test_a_series_planned_late_is_one_letter_with_one_file(cohort):
    six = [meeting(NIGHT.replace(hour=17) + WEEK * number) for number in range(6)]

    first = plan_sessions([cohort], six, by=None)
    again = plan_sessions([cohort], six, by=None)
    longer = plan_sessions([cohort], [*six, meeting(NIGHT.replace(hour=17) + WEEK * 6)], by=None)

    assert (first, len(longer)) == (again, 7)
    series, one = letters()
    calendar = vobject.readOne(series.calendar)
    assert (calendar.method.value, len(calendar.contents["vevent"])) == ("PUBLISH", 6)
    assert (series.subject, series.text.count("«Taller»")) == ("Nuevas fechas: Tijuana, invierno", 6)
    assert "ATTENDEE" not in series.calendar
    assert (event_of(one)[0], one.subject) == ("REQUEST", "Nueva fecha: «Taller» (Tijuana, invierno)")


def test_who_is_in_two_cohorts_that_meet_together_is_told_once(cohort):
    other = make_cohort(cohort.programme, cohort.course)
    make_enrolment(other, cohort.enrolments.get().person)
    make_enrolment(other, make_person(email="ida@example.org"))

    plan_sessions([cohort, other], [meeting(NIGHT)], by=None)

    assert sorted((mail.to, event_of(mail)[1].summary.value) for mail in letters()) == [
        ("ana@example.org", "Taller · Tijuana, invierno"),
        ("ida@example.org", f"Taller · {other.name}"),
    ]


def test_nobody_is_told_of_what_concerns_nobody(cohort, night):
    planned = make_cohort(cohort.programme, cohort.course, opened=False)
    make_enrolment(planned, make_person(email="ida@example.org"))
    plan_sessions([planned], [meeting(NIGHT)], by=None)
    past = make_session(cohort, starts_at=timezone.now() - WEEK, title="Ayer")
    move(past, by=-WEEK)
    cancel_session(past, reason="No hubo", by=None)
    change_session(night, version=0, outline="Otra cosa", url="https://sala.example/1", reference="Portón", by=None)
    Cohort.objects.filter(pk=cohort.pk).update(status="closed")
    cancel_session(night, reason="Lluvia", by=None)

    assert letters() == []


def test_the_way_into_the_call_is_in_no_letter(cohort):
    plan_sessions(
        [cohort], [meeting(NIGHT, modality="hybrid", url="https://sala.example/secreta", venue="Salón")], by=None
    )

    (mail,) = letters()
    assert "sala.example" not in mail.text + mail.calendar
    assert "15 minutos antes" in mail.text


def test_telling_asks_the_same_however_many_come(cohort, night):
    counts = []
    for people in (1, 2, 43):
        for _number in range(people):
            make_enrolment(cohort, make_person(user=make_user()))
        night.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            move(night)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
    assert Mail.objects.count() == 2 + 4 + 47

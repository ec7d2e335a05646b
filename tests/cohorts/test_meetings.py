"""One session from near: its place, its link in its time, its outline sheet, its agreements, its clashes."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from cohorts.actions.meetings import agree, outline_mark, write_outline
from cohorts.actions.planning import cancel_session, plan_session
from cohorts.actions.roll import Stale
from cohorts.forms.where import PlaceField
from cohorts.models import Agreement, CohortCalendar, Session
from cohorts.overlaps import double_bookings
from kit.maps import map_link
from people.actions import Refused
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_session,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
TIJUANA, SANTIAGO = ZoneInfo("America/Tijuana"), ZoneInfo("America/Santiago")
AHEAD = datetime(2099, 3, 3, 17, tzinfo=TIJUANA)
HALL = {"modality": "in_person", "time_zone": "America/Tijuana"}
STEPS = [
    {"minutes": 15, "title": "Bienvenida", "activity": "Ronda", "materials": ""},
    {"minutes": 45, "title": "Diagnóstico", "activity": "En parejas", "materials": "Papelógrafo"},
]
SENT = {
    "title": "Taller",
    "day": "2099-03-03",
    "starts": "17:00",
    "ends": "19:00",
    "time_zone": "America/Tijuana",
    "modality": "hybrid",
    "venue": "Casa de Cultura, Calle 2",
    "reference": "Portón azul",
    "place": "31.8667, -116.5964",
    "url": "https://sala.example/1",
    "required": "on",
    "weeks": "6",
}


def text(response):
    return response.content.decode()


@pytest.fixture
def cohort():
    return make_cohort(starts_on=AHEAD.date(), ends_on=AHEAD.date())


@pytest.fixture
def trainer(client, cohort):
    user = make_trainer(cohort)
    client.force_login(user)
    return user


def test_six_tuesdays_in_one_form_with_place_and_reference(client, cohort):
    client.force_login(make_coordinator(cohort.programme))

    assert client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", SENT).status_code == 302

    sessions = list(Session.objects.order_by("starts_at"))
    days = [session.starts_at.astimezone(TIJUANA) for session in sessions]
    assert [(day.weekday(), day.hour) for day in days] == [(1, 17)] * 6
    assert {(s.latitude, s.longitude, s.reference) for s in sessions} == {
        (Decimal("31.866700"), Decimal("-116.596400"), "Portón azul")
    }
    page = text(client.get(f"/sesiones/{sessions[0].uuid}/"))
    assert "https://www.openstreetmap.org/?mlat=31.866700&amp;mlon=-116.596400" in page
    assert "Híbrida: en persona y en línea" in page


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_stored(client, cohort):
    make_session(cohort, starts_at=AHEAD + timedelta(days=14, hours=1), hours=2, title="Ya estaba")
    client.force_login(make_coordinator(cohort.programme))
    wrong = [
        ({"ends": "16:00"}, "ends", "termina antes de empezar"),
        ({"place": "junto al mercado"}, "place", "no hay coordenadas"),
        ({"place": "95.1, 20"}, "place", "no hay coordenadas"),
        ({"weeks": "0"}, "weeks", "1 como mínimo"),
        ({"day": "2099-02-17"}, "starts", "Se encima con «Ya estaba», el 17/03/2099 de 18:00 a 20:00"),
    ]
    for change, field, words in wrong:
        response = client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", SENT | change)
        assert list(response.context["form"].errors) == [field]
        assert words in str(response.context["form"].errors[field])
        assert "Portón azul" in text(response)

    assert Session.objects.count() == 1


def test_one_meeting_may_follow_another_and_what_does_not_count_may_overlap(cohort):
    def plan(title, hours, **more):
        starts_at = AHEAD + timedelta(hours=hours)
        return plan_session(
            [cohort], title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None, **HALL, **more
        )

    first = plan("Uno", 0)
    plan("Dos", 2)
    plan("Visita", 1, required=False)
    with pytest.raises(Refused):
        plan("Tres", 1)
    cancel_session(first, reason="Lluvia", by=None)
    assert plan("Cuatro", 0).pk


def test_a_trainer_in_two_places_at_once_is_a_warning_in_both_zones(client, cohort):
    other = make_cohort()
    eva = make_user()
    for each in (cohort, other):
        make_trainer(each, eva)
    here = make_session(cohort, starts_at=AHEAD, hours=2, title="Aquí", time_zone="America/Tijuana")
    there = AHEAD.astimezone(SANTIAGO) + timedelta(hours=1)
    make_session(other, starts_at=there, hours=2, title="Allá", time_zone="America/Santiago")
    make_session(other, starts_at=AHEAD + timedelta(hours=2), hours=1, title="Después", required=False)
    make_session(other, starts_at=AHEAD, hours=2, title="Cancelada", cancelled_at=AHEAD, cancelled_reason="Luz")
    name = eva.person.full_name

    (mine,) = double_bookings([here], make_coordinator(cohort.programme))
    (known,) = double_bookings([here], make_user(is_superuser=True))
    assert str(mine) == f"{name} ya facilita en otro lugar, de 18:00 a 20:00: «Aquí», 03/03/2099."
    assert str(known) == f"{name} ya facilita «Allá» ({other.name}), de 18:00 a 20:00: «Aquí», 03/03/2099."

    client.force_login(make_coordinator(cohort.programme))
    assert "Hay quien facilita en dos lugares a la vez" in text(client.get(f"/grupos/{cohort.uuid}/sesiones/"))
    later = client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", SENT | {"starts": "18:30", "ends": "19:30",
                        "required": "", "weeks": "1"}, follow=True)  # fmt: skip
    assert "ya facilita en otro lugar" in text(later)
    assert Session.objects.filter(cohorts=cohort).count() == 2


def test_a_joint_session_is_one_place(cohort):
    other = make_cohort(cohort.programme, cohort.course)
    eva = make_user()
    for each in (cohort, other):
        make_trainer(each, eva)
    joint = make_session(cohort, other, starts_at=AHEAD)

    assert double_bookings([joint], eva) == []


def test_double_bookings_are_found_with_the_same_questions(cohort):
    eva = make_user()
    other = make_cohort(cohort.programme, cohort.course)
    for each in (cohort, other):
        make_trainer(each, eva)
    found, sessions = [], []
    for number in (1, 3, 46):
        for day in range(len(sessions), number):
            sessions.append(make_session(cohort, starts_at=AHEAD + timedelta(days=day)))
            make_session(other, starts_at=AHEAD + timedelta(days=day, hours=1))
        with CaptureQueriesContext(connection) as queries:
            found.append((len(double_bookings(sessions, eva)), len(queries)))

    assert found == [(1, 3), (3, 3), (46, 3)]


def test_the_link_opens_15_minutes_before_and_closes_at_the_end(client, cohort):
    learner = make_user()
    make_enrolment(cohort, make_person(user=learner))
    client.force_login(learner)
    link = "https://sala.example/1"
    session = make_session(cohort, starts_at=timezone.now(), hours=2, modality="online_live", url=link)
    shown = {}
    for minutes in (-130, -60, 14, 16):
        starts = timezone.now() + timedelta(minutes=minutes)
        Session.objects.filter(pk=session.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
        pages = [text(client.get(path)) for path in (f"/sesiones/{session.uuid}/", "/mi-avance/")]
        shown[minutes] = [link in page for page in pages]

    assert shown == {-130: [False] * 2, -60: [True] * 2, 14: [True] * 2, 16: [False] * 2}
    opens = (starts - timedelta(minutes=15)).astimezone(ZoneInfo("America/Mexico_City"))
    assert all(f"desde las {opens:%H:%M}" in page for page in pages)


def test_a_session_at_23_in_tijuana_stands_on_its_own_day(client, cohort):
    learner = make_user()
    make_enrolment(cohort, make_person(user=learner))
    night = make_session(cohort, starts_at=AHEAD.replace(hour=23), hours=1, time_zone="America/Tijuana", title="Noche")
    client.force_login(make_coordinator(cohort.programme))
    register = night.registers.get()
    pages = [f"/sesiones/{night.uuid}/", f"/sesiones/{night.uuid}/imprimir/", f"/grupos/{cohort.uuid}/sesiones/",
             f"/grupos/{cohort.uuid}/", f"/listas/{register.uuid}/"]  # fmt: skip
    seen = [text(client.get(page)) for page in pages]
    sheet = client.get(f"/grupos/{cohort.uuid}/hojas.pdf?sesion={register.uuid}")
    seen.append(" ".join(PdfReader(BytesIO(sheet.content)).pages[0].extract_text().split()))
    client.force_login(learner)
    seen.append(text(client.get("/mi-avance/")))

    assert ["3 de marzo de 2099" in page for page in seen] == [True] * 7
    assert ["4 de marzo" in page for page in seen] == [False] * 7


def test_maps_are_linked_by_point_or_by_name_and_links_of_others_are_read():
    read = {
        "31.8667, -116.5964": (Decimal("31.8667"), Decimal("-116.5964")),
        "geo:-29.95,-71.33?z=17": (Decimal("-29.95"), Decimal("-71.33")),
        "https://maps.example/@6.25,-75.56,17z": (Decimal("6.25"), Decimal("-75.56")),
        "https://maps.example/?q=6.25,-75.56": (Decimal("6.25"), Decimal("-75.56")),
        "https://maps.example/?mlat=6.25&mlon=-75.56#map=17/1/2": (Decimal("6.25"), Decimal("-75.56")),
        "": None,
    }
    assert {given: PlaceField(required=False).clean(given) for given in read} == read
    for wrong in ("en la esquina", "91, 0", "12", "1" * 400):
        with pytest.raises(ValidationError):
            PlaceField().clean(wrong)
    assert map_link("Casa & patio, Calle 2", None, None).endswith("/search?query=Casa%20%26%20patio%2C%20Calle%202")
    assert map_link("", None, None) == ""


def test_an_outline_sheet_is_written_whole_and_who_came_second_is_asked(cohort):
    session = make_session(cohort)
    empty = outline_mark(session)

    write_outline(session, STEPS, seen=empty, by=None)
    write_outline(session, STEPS, seen=empty, by=None)
    with pytest.raises(Stale):
        write_outline(session, STEPS[:1], seen=empty, by=None)
    write_outline(session, STEPS[::-1], seen=outline_mark(session), by=None)
    with pytest.raises(Refused):
        write_outline(session, STEPS * 21, seen=outline_mark(session), by=None)

    assert list(session.moments.values_list("position", "title")) == [(1, "Diagnóstico"), (2, "Bienvenida")]
    assert ModelLogEntry.objects.filter(action="cohorts.write_outline").count() == 2


def test_the_form_of_the_sheet_keeps_what_was_typed_and_leaves_out_what_is_empty(client, cohort, trainer):
    session = make_session(cohort, starts_at=AHEAD, hours=1, time_zone="America/Tijuana")
    page = f"/sesiones/{session.uuid}/carta/"
    rows = {"m-TOTAL_FORMS": "3", "m-INITIAL_FORMS": "0", "seen": outline_mark(session)}
    for number, step in enumerate(STEPS):
        rows |= {f"m-{number}-{name}": value for name, value in step.items()}

    wrong = client.post(page, rows | {"m-0-minutes": "-5", "m-1-title": ""})
    assert (wrong.status_code, session.moments.count()) == (422, 0)
    assert "Un momento dura al menos un minuto." in text(wrong)
    assert "Escribe qué momento es." in text(wrong)
    assert "Papelógrafo" in text(wrong)
    assert client.post(page, {}).status_code == 422
    assert client.post(page, rows).status_code == 302
    stale = client.post(page, rows | {"m-0-title": "Otra cosa"})
    assert (stale.status_code, "Alguien más cambió esta carta" in text(stale)) == (422, True)
    assert client.post(page, rows | {"m-0-title": "", "m-0-minutes": "", "m-0-activity": "",
                                     "seen": outline_mark(session)}).status_code == 302  # fmt: skip
    assert list(session.moments.values_list("title", flat=True)) == ["Diagnóstico"]
    printed = text(client.get(f"/sesiones/{session.uuid}/imprimir/"))
    assert "17:00–17:45" in printed
    assert "Suma 45 de 60 minutos." in printed


def test_agreements_are_noted_once_done_once_and_carried_to_the_next_sheet(client, cohort, trainer):
    session = make_session(cohort, starts_at=AHEAD, time_zone="America/Tijuana")
    following = make_session(cohort, starts_at=AHEAD + timedelta(days=7))
    page, number = f"/sesiones/{session.uuid}/acuerdos/", str(uuid4())
    said = {"what": "Traer el croquis", "who": "Junta 12", "due_on": "2099-03-10", "client_uuid": number}

    assert client.post(page, said | {"what": ""}).status_code == 422
    assert "el plazo no puede ser anterior" in text(client.post(page, said | {"due_on": "2099-03-02"}))
    assert [client.post(page, said).status_code for _twice in range(2)] == [302, 302]
    agreement = Agreement.objects.get()
    assert (agreement.what, agreement.who, agreement.due_on) == ("Traer el croquis", "Junta 12", date(2099, 3, 10))
    assert "Traer el croquis" in text(client.get(f"/sesiones/{following.uuid}/imprimir/"))
    address = f"/acuerdos/{agreement.uuid}/"
    client.post(address, {"do": "done"})
    agreement.refresh_from_db()
    first = agreement.done_at
    client.post(address, {"do": "done"})
    agreement.refresh_from_db()
    assert (agreement.done_at, agreement.done_by) == (first, trainer)
    assert "Traer el croquis" not in text(client.get(f"/sesiones/{following.uuid}/imprimir/"))
    assert client.post(f"/sesiones/{following.uuid}/acuerdos/", said).status_code == 422
    client.post(address, {"do": "drop"})
    assert not Agreement.objects.exists()


def test_agreements_of_a_cancelled_session_stay_and_no_more_come(cohort):
    session = make_session(cohort, starts_at=AHEAD)
    agree(session, what="Uno", who="Ana", client_uuid=uuid4(), by=None)
    cancel_session(session, reason="Lluvia", by=None)

    with pytest.raises(Refused):
        agree(session, what="Dos", who="Ana", client_uuid=uuid4(), by=None)
    assert session.agreements.count() == 1


def test_the_sheet_and_the_agreements_ask_the_same_however_long(client, cohort, trainer):
    session = make_session(cohort, starts_at=AHEAD)
    earlier = make_session(cohort, starts_at=AHEAD - timedelta(days=7))
    counts = []
    for number in (1, 3, 40):
        write_outline(session, STEPS[:1] * number, seen=outline_mark(session), by=None)
        for each in (session, earlier):
            Agreement.objects.bulk_create(Agreement(session=each, what=str(at), who="Ana") for at in range(number))
        with CaptureQueriesContext(connection) as queries:
            for page in ("imprimir", "acuerdos", "carta"):
                assert client.get(f"/sesiones/{session.uuid}/{page}/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_the_calendar_of_a_cohort_opens_by_its_link_until_it_is_changed_or_removed(client, cohort):
    make_session(cohort, starts_at=AHEAD, title="Abierta", url="https://sala.example/1")
    make_session(make_cohort(), starts_at=AHEAD, title="Ajena")
    page = f"/grupos/{cohort.uuid}/calendario/"
    client.force_login(make_trainer(cohort))
    assert (client.get(page).status_code, client.post(page).status_code) == (200, 404)
    client.force_login(make_coordinator(cohort.programme))
    client.post(page)
    old = cohort.calendar.token
    client.post(page, {"instead_of": old})
    client.post(page, {"instead_of": old})
    new = CohortCalendar.objects.get().token

    assert (client.get(f"/calendario/grupo/{old}.ics").status_code, old == new) == (404, False)
    feed = text(client.get(f"/calendario/grupo/{new}.ics"))
    assert (feed.count("BEGIN:VEVENT"), "Abierta" in feed, "sala.example" in feed) == (1, True, False)
    client.post(page, {"instead_of": new, "do": "revoke"})
    closed = client.get(f"/calendario/grupo/{new}.ics")
    assert (closed.status_code, closed["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "ya no abre" in text(closed)

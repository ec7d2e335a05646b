from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Cohort, Facilitation, Session
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_course,
    make_person,
    make_programme,
    make_region,
    make_session,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db

RULE = {
    "attendance_percent": 80,
    "attendance_base": "held",
    "excused": "absent",
    "lessons_percent": 80,
    "pass_score": 60,
}
DAYS = {"starts_on": "2026-03-01", "ends_on": "2026-05-31"}
EVENING = {
    "title": "Presupuesto",
    "day": "2026-03-06",
    "starts": "17:00",
    "ends": "21:00",
    "time_zone": "America/Tijuana",
    "modality": "in_person",
    "venue": "Casa de Cultura",
    "required": "on",
}


def text(response):
    return response.content.decode()


def enter(client, user):
    client.force_login(user)
    return user


def test_a_cohort_is_planned_with_its_rule_and_a_second_press_plans_no_other(client):
    programme, course = make_programme(), make_course()
    enter(client, make_coordinator(programme))
    plan = {"course": course.pk, "name": "Tijuana", "code": "G1", **DAYS, **RULE, "attendance_percent": 70}

    addresses = {client.post(f"/grupos/nuevo/{programme.slug}/", plan).headers["Location"] for _ in range(2)}

    cohort = Cohort.objects.get()
    assert addresses == {f"/grupos/{cohort.uuid}/"}
    assert (cohort.attendance_percent, cohort.status, cohort.region) == (70, "planned", None)


def test_wrong_figures_are_said_beside_their_fields_and_nothing_typed_is_lost(client):
    programme, course = make_programme(), make_course()
    enter(client, make_coordinator(programme))
    make_cohort(programme, code="G1")
    plan = {"course": course.pk, "name": "Tijuana", "code": "G1", **DAYS, **RULE, "attendance_percent": 101}

    response = client.post(f"/grupos/nuevo/{programme.slug}/", plan | {"ends_on": "2026-01-01"})

    assert sorted(response.context["form"].errors) == ["attendance_percent", "code", "ends_on"]
    assert 'value="Tijuana"' in text(response)


def test_a_draft_course_is_not_offered(client):
    programme, course = make_programme(), make_course(title="Curso secreto")
    course.unpublish()
    enter(client, make_coordinator(programme))

    assert "Curso secreto" not in text(client.get(f"/grupos/nuevo/{programme.slug}/"))


def test_a_regional_coordinator_plans_in_her_region_only(client):
    programme, course = make_programme(), make_course()
    hers, other = make_region(programme), make_region(programme)
    foreign = make_cohort(programme, course, region=other)
    enter(client, make_coordinator(programme, region=hers))
    plan = {"course": course.pk, "name": "Tijuana", "code": "G1", **DAYS, **RULE}
    address = f"/grupos/nuevo/{programme.slug}/"

    assert list(client.post(address, plan).context["form"].errors) == ["region"]
    assert list(client.post(address, plan | {"region": other.pk}).context["form"].errors) == ["region"]
    assert client.post(address, plan | {"region": hers.pk}).status_code == 302
    assert client.get(f"/grupos/{foreign.uuid}/").status_code == 404
    assert client.get(f"/programas/{programme.slug}/regiones/").status_code == 404
    assert foreign.name not in text(client.get(f"/programas/{programme.slug}/"))


def test_a_trainer_reads_her_cohort_and_plans_nothing(client):
    cohort = make_cohort()
    session = make_session(cohort)
    trainer = enter(client, make_trainer(cohort))
    charge = Facilitation.objects.get(person__user=trainer)
    base = f"/grupos/{cohort.uuid}/"

    assert [client.get(page).status_code for page in ("/grupos/", base, f"{base}sesiones/")] == [200] * 3
    pages = ["cambiar/", "abrir/", "facilitacion/", "sesiones/nueva/", f"sesiones/{session.uuid}/cancelar/"]
    assert [client.get(base + page).status_code for page in pages] == [404] * 5
    posts = ["cerrar/", f"facilitacion/{charge.pk}/terminar/", *pages]
    assert [client.post(base + page).status_code for page in posts] == [404] * 7
    assert client.get(f"/grupos/nuevo/{cohort.programme.slug}/").status_code == 404


def test_a_stranger_and_a_visitor_find_nothing(client):
    cohort = make_cohort()

    assert client.get(f"/grupos/{cohort.uuid}/").status_code == 302
    enter(client, make_coordinator(make_programme()))
    assert [client.get(f"/grupos/{cohort.uuid}/{page}").status_code for page in ("", "sesiones/")] == [404, 404]
    assert cohort.name not in text(client.get("/grupos/"))


def test_a_session_keeps_the_hour_of_its_hall_and_is_stored_once(client):
    cohort = make_cohort()
    enter(client, make_coordinator(cohort.programme))

    for _ in range(2):
        assert client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", EVENING).status_code == 302

    session = Session.objects.get()
    assert session.starts_at == datetime(2026, 3, 6, 17, tzinfo=ZoneInfo("America/Tijuana"))
    page = text(client.get(f"/grupos/{cohort.uuid}/sesiones/"))
    assert "17:00–21:00" in page
    assert "hora de Baja California" in page


def test_a_session_repeats_at_the_same_hour_across_the_change_of_clocks(client):
    cohort = make_cohort()
    enter(client, make_coordinator(cohort.programme))

    client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", EVENING | {"weeks": 3})

    hours = [session.starts_at.astimezone(ZoneInfo("America/Tijuana")) for session in Session.objects.all()]
    assert [(hour.day, hour.hour) for hour in hours] == [(6, 17), (13, 17), (20, 17)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": "16:00"}, "ends"),
        ({"starts": "01:00", "ends": "23:00"}, "ends"),
        ({"time_zone": "Europe/Madrid"}, "time_zone"),
        ({"weeks": 31}, "weeks"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"title": "x" * 161}, "title"),
        ({"day": "31/02/2026"}, "day"),
        ({"day": "1926-03-06"}, "day"),
        ({"day": "2226-03-06"}, "day"),
    ],
)
def test_a_wrong_session_is_refused_beside_its_field(client, change, field):
    cohort = make_cohort()
    enter(client, make_coordinator(cohort.programme))

    response = client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", EVENING | change)

    assert list(response.context["form"].errors) == [field]
    assert "Casa de Cultura" in text(response)
    assert Session.objects.count() == 0


def test_a_session_outside_the_dates_is_stored_with_a_warning(client):
    cohort = make_cohort()
    enter(client, make_coordinator(cohort.programme))

    response = client.post(f"/grupos/{cohort.uuid}/sesiones/nueva/", EVENING | {"day": "2027-03-06"}, follow=True)

    assert "fuera de las fechas previstas" in text(response)
    assert Session.objects.count() == 1


def test_a_joint_session_is_cancelled_by_who_coordinates_all_of_it(client):
    programme = make_programme()
    region = make_region(programme)
    one, two = make_cohort(programme, region=region), make_cohort(programme)
    regional, whole = make_coordinator(programme, region=region), make_coordinator(programme)
    enter(client, whole)
    client.post(f"/grupos/{one.uuid}/sesiones/nueva/", EVENING | {"together": [two.pk]})
    session = Session.objects.get()
    address = f"/grupos/{one.uuid}/sesiones/{session.uuid}/cancelar/"
    assert set(session.cohorts.all()) == {one, two}

    enter(client, regional)
    assert client.post(address, {"reason": "Lluvia"}).status_code == 404
    assert "/cancelar/" not in text(client.get(f"/grupos/{one.uuid}/sesiones/"))
    enter(client, whole)
    assert list(client.post(address, {"reason": " "}).context["form"].errors) == ["reason"]
    assert client.post(address, {"reason": "Lluvia"}).status_code == 302

    assert "Lluvia" in text(client.get(f"/grupos/{two.uuid}/sesiones/"))


def test_a_regional_coordinator_joins_only_cohorts_of_hers(client):
    programme = make_programme()
    region = make_region(programme)
    one, foreign = make_cohort(programme, region=region), make_cohort(programme)
    mine = make_cohort(programme, region=region)
    enter(client, make_coordinator(programme, region=region))

    response = client.post(f"/grupos/{one.uuid}/sesiones/nueva/", EVENING | {"together": [foreign.pk]})

    assert list(response.context["form"].errors) == ["together"]
    assert list(response.context["form"].fields["together"].queryset) == [mine]


def test_opening_shows_what_will_be_frozen_and_freezes_it_once(client):
    cohort = make_cohort(opened=False, course=make_course(lessons=3))
    make_session(cohort)
    enter(client, make_coordinator(cohort.programme))
    address = f"/grupos/{cohort.uuid}/abrir/"

    assert "Asistir al menos al 80 % de las sesiones realizadas." in text(client.get(address))
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    make_session(cohort, starts_at=MORNING + timedelta(days=7))

    cohort.refresh_from_db()
    assert (cohort.status, cohort.promise["sessions"]) == ("running", 1)
    assert "se prometió un total de 1; hoy cuentan 2" in text(client.get(f"/grupos/{cohort.uuid}/sesiones/"))


def test_an_empty_cohort_does_not_open_and_says_why(client):
    cohort = make_cohort(opened=False, course=make_course(lessons=0))
    enter(client, make_coordinator(cohort.programme))

    response = client.post(f"/grupos/{cohort.uuid}/abrir/")

    assert response.status_code == 409
    assert "nada que prometer" in text(response)


def test_the_rule_is_not_offered_for_change_once_promised(client):
    cohort = make_cohort()
    enter(client, make_coordinator(cohort.programme))
    address = f"/grupos/{cohort.uuid}/cambiar/"

    fields = list(client.get(address).context["form"].fields)
    client.post(address, {"name": "Nuevo nombre", **DAYS, "attendance_percent": 1})

    cohort.refresh_from_db()
    assert fields == ["name", "profile", "capacity", "starts_on", "ends_on"]
    assert (cohort.name, cohort.attendance_percent) == ("Nuevo nombre", 80)


def test_a_trainer_is_assigned_from_the_team_and_ends(client):
    cohort = make_cohort()
    enter(client, make_coordinator(cohort.programme))
    known = make_person("Julio", "Ek", user=make_user())
    other = make_cohort(cohort.programme)
    Facilitation.objects.create(cohort=other, person=known)
    address = f"/grupos/{cohort.uuid}/facilitacion/"

    for _ in range(2):
        assert client.post(address, {"person": known.pk, "role": "trainer"}).status_code == 302
    charge = Facilitation.objects.get(cohort=cohort)
    client.post(f"{address}{charge.pk}/terminar/")

    page = client.get(address)
    assert (page.context["charges"], page.context["former"]) == ([], [charge])
    assert list(client.post(address, {"email": "", "role": "trainer"}).context["form"].errors) == ["email"]


def test_a_cohort_with_waiting_lists_does_not_close(client):
    cohort = make_cohort()
    make_session(cohort)
    cohort.registers.update(status="submitted", first_submitted_at=MORNING)
    enter(client, make_coordinator(cohort.programme))

    assert "Faltan listas por aprobar: 1" in text(client.post(f"/grupos/{cohort.uuid}/cerrar/", follow=True))
    cohort.registers.update(status="approved")
    client.post(f"/grupos/{cohort.uuid}/cerrar/")

    cohort.refresh_from_db()
    assert cohort.status == "closed"


def test_the_list_is_filtered_by_programme_and_an_unknown_one_filters_nothing(client):
    one, two = make_cohort(name="Grupo uno"), make_cohort(name="Grupo dos")
    enter(client, make_user(is_superuser=True))

    def names(query):
        return {cohort.name for cohort in client.get(f"/grupos/{query}").context["page_obj"]}

    assert names(f"?programa={one.programme.slug}") == {"Grupo uno"}
    assert names("?estado=closed") == set()
    assert names("?programa=nada&page=zz") == {one.name, two.name}


def test_screens_ask_the_same_however_many_cohorts_sessions_and_trainers(client):
    course, counts = make_course(), []
    enter(client, make_user(is_superuser=True))
    for number in (1, 3, 46):
        programme = make_programme()
        cohorts = [make_cohort(programme, course) for _ in range(number)]
        for index in range(number):
            make_session(*cohorts[:2], starts_at=timezone.now() + timedelta(days=index))
            make_trainer(cohorts[0])
        base = f"/grupos/{cohorts[0].uuid}/"
        asked = []
        for page in (base, f"{base}sesiones/", f"{base}facilitacion/", f"/grupos/?programa={programme.slug}"):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            asked.append(len(queries))
        counts.append(asked)

    assert counts[0] == counts[1] == counts[2]

"""Early warning: who is to be called and why, the text that is ready, and the letter that goes once a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.calling import write_to
from cohorts.actions.enrolling import withdraw
from cohorts.actions.roll import Mark, mark_roll
from cohorts.calling.absences import after_each
from cohorts.calling.people import calls_in
from cohorts.models import Enrolment, Register
from courses.models import LessonPage
from learning.models import LastPlace, LessonCompletion
from notices.models import Mail
from people.actions import Refused
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_organisation,
    make_person,
    make_register,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def make_group(*columns, bodies=None, to_come=0, **fields):
    """A cohort without lessons; a column of letters for each person: her marks, session by session, already held.

    p present, l late, e excused, a absent, - nothing.
    """
    fields = {"attendance_percent": 0, "lessons_percent": 0, "course": make_course(lessons=0)} | fields
    cohort = make_cohort(**fields)
    people = [
        make_enrolment(cohort, make_person("Ana", f"Persona{at}", email=f"ana{at}@example.org"),
                       organisation=(bodies or {}).get(at), enrolled_at=NOW - timedelta(days=90))
        for at in range(len(columns))
    ]  # fmt: skip
    words = {"p": "present", "l": "late", "e": "excused", "a": "absent"}
    for at in range(len(columns[0])):
        register = make_register(cohort, starts_at=NOW - timedelta(days=70 - 7 * at), title=f"Tema {at + 1}")
        marks = [Mark(who.pk, words[column[at]], uuid4()) for who, column in zip(people, columns, strict=True)
                 if column[at] != "-"]  # fmt: skip
        mark_roll(register, marks, by=None)
        Register.objects.filter(pk=register.pk).update(status="submitted", first_submitted_at=NOW)
    for at in range(to_come):
        make_register(
            cohort, starts_at=NOW + timedelta(days=7 * (at + 1)), title="La que sigue", venue="Casa de Cultura"
        )
    return cohort, people


def signs(cohort):
    """{surname: codes}"""
    return {call.name.split(",")[0]: [sign.code for sign in call.signs] for call in calls_in([cohort])[cohort.pk]}


def test_only_who_was_marked_absent_at_the_last_two_meetings_is_called():
    cohort, people = make_group("paa", "aap", "apa", "pea", "p-a", "pal", "aaa", to_come=1)
    withdraw(people[6], reason="other", by=None)
    make_register(cohort, starts_at=NOW - timedelta(days=1), title="Su lista no se ha enviado")

    assert signs(cohort) == {"Persona0": ["absent_twice"]}


def test_meetings_that_do_not_count_or_were_cancelled_are_passed_over():
    cohort, _people = make_group("apa")
    middle = Register.objects.get(cohort=cohort, session__title="Tema 2").session
    middle.required = False
    middle.save()

    assert signs(cohort) == {"Persona0": ["absent_twice"]}


def test_an_organisation_is_missed_when_nobody_of_it_came_twice_running():
    telar, coro = make_organisation("Telar"), make_organisation("Coro")
    cohort, _people = make_group("paaa", "paap", "aaaa", bodies={0: telar, 1: telar, 2: coro})

    rows = after_each([cohort])[cohort.pk]

    assert [row.organisations for row in rows] == [None, {coro.pk}, {telar.pk, coro.pk}, {coro.pk}]
    assert [row.people and len(row.people) for row in rows] == [None, 1, 3, 2]
    assert after_each([cohort], last_only=True)[cohort.pk][-1] == rows[-1]


def test_who_can_no_longer_reach_the_attendance_is_called_with_the_gravest_first():
    cohort, _people = make_group("paa", "ppa", "ppp", to_come=1, attendance_sessions=3)

    assert signs(cohort) == {"Persona0": ["unreachable", "absent_twice"]}
    text = calls_in([cohort])[cohort.pk][0].text
    assert text.startswith(f"Hola, Ana. Te escribimos de {cohort.programme.name}. Con las fechas que quedan")
    assert "La próxima fecha es el" in text and "La que sigue. Lugar: Casa de Cultura." in text


def act(enrolment, days, model=LastPlace):
    lesson = LessonPage.objects.descendant_of(enrolment.cohort.course).first()
    moment = {"at" if model is LastPlace else "completed_at": NOW - timedelta(days=days)}
    model.objects.create(enrolment=enrolment, lesson=lesson, **moment)


def test_who_is_silent_online_for_seven_days_is_called():
    cohort = make_cohort(course=make_course(lessons=2), attendance_percent=0, lessons_percent=100)
    early = {"enrolled_at": NOW - timedelta(days=20)}
    six, seven, came_back, done, never, no_account = (
        make_enrolment(cohort, make_person("Ana", name, user=make_user() if name == "Nunca" else None), **early)
        for name in ("Seis", "Siete", "Volvió", "Acabó", "Nunca", "Sincuenta")
    )
    cohort.opened_at = NOW - timedelta(days=9)
    cohort.save()
    act(six, 6)
    act(seven, 7)
    act(came_back, 9)
    act(came_back, 2, LessonCompletion)
    for lesson in LessonPage.objects.descendant_of(cohort.course):
        LessonCompletion.objects.create(enrolment=done, lesson=lesson, completed_at=NOW - timedelta(days=15))

    found = {call.name: [(sign.code, sign.number) for sign in call.signs] for call in calls_in([cohort])[cohort.pk]}

    assert found == {"Siete, Ana": [("silent", 7)], "Nunca, Ana": [("silent", 9)]}
    cohort.status = "closed"
    assert calls_in([cohort]) == {}


def test_the_letter_goes_once_a_person_and_day_and_only_to_who_is_on_the_list():
    cohort, (missed, fine, mute) = make_group("aa", "pp", "aa")
    mute.person.email = ""
    mute.person.save()

    mails = [write_to(missed, by=None) for _ in range(2)]

    assert (mails[0], Mail.objects.count(), mails[0].to) == (mails[1], 1, "ana0@example.org")
    assert mails[0].subject == f"Te extrañamos en {cohort.name}"
    assert "Te extrañamos en las dos fechas más recientes" in mails[0].text
    with pytest.raises(Refused, match="ya no está en la lista"):
        write_to(fine, by=None)
    with pytest.raises(Refused, match="No tenemos su correo"):
        write_to(mute, by=None)


def test_the_page_offers_the_text_and_the_letter_and_the_trainers_day_names_them(client):
    cohort, (missed, _fine) = make_group("aa", "pp", to_come=1)
    client.force_login(make_trainer(cohort))
    url = reverse("cohorts:calling", args=[cohort.uuid])

    page, today = client.get(url).content.decode(), client.get(reverse("cohorts:today")).content.decode()
    sent = client.post(reverse("cohorts:call_write", args=[missed.uuid]), follow=True).content.decode()

    assert "Faltó dos veces seguidas" in page and page.count("data-copy=") == 1 and "<textarea" in page
    assert ("Persona0, Ana" in today, "Persona1, Ana" in today) == (True, False)
    assert "El correo para Ana Persona0 va en camino." in sent and "Hoy ya se le escribió" in sent
    assert client.get(url, {"tras": "nada"}).status_code == 404


def test_strangers_and_funders_call_nobody(client):
    cohort, (missed,) = make_group("aa")
    for user in (make_user(), make_coordinator(cohort.programme, role="funder_viewer"), make_trainer(make_cohort())):
        client.force_login(user)
        assert client.get(reverse("cohorts:calling", args=[cohort.uuid])).status_code == 404
        assert client.post(reverse("cohorts:call_write", args=[missed.uuid])).status_code == 404
    assert not Mail.objects.exists()


@pytest.mark.parametrize("people", [1, 3, 46, 415])
def test_the_list_asks_the_same_queries_however_many_people(client, people):
    cohort = make_cohort(course=make_course(lessons=2), opened=True)
    body = make_organisation()
    Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=make_person(), enrolled_at=NOW - timedelta(days=30), organisation=body)
        for _ in range(people)
    )
    for days in (14, 7):
        register = make_register(cohort, starts_at=NOW - timedelta(days=days))
        mark_roll(register, [Mark(each.pk, "absent", uuid4()) for each in cohort.enrolments.all()], by=None)
        Register.objects.filter(pk=register.pk).update(status="submitted", first_submitted_at=NOW)
    client.force_login(make_trainer(cohort))
    counted = []
    for url in (reverse("cohorts:calling", args=[cohort.uuid]), reverse("cohorts:today")):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert "Personas por llamar" in client.get(url).content.decode()
        counted.append(len(queries))

    assert counted == [22, 22]

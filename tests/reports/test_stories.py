"""The demo, loaded once by the command that everybody runs, against the figures of the three programmes."""

from collections import Counter
from dataclasses import replace
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from certificates.models import Certificate
from cohorts.calling.absences import after_each
from cohorts.calling.people import bodies_after
from cohorts.models import Enrolment, Session
from learning.rules import assess
from learning.verdicts import records_of, requirements_of, verdicts_in
from lms.demo import accounts
from lms.demo.places import COUNCILS
from people.models import Merge, Person, User
from programmes.models import Programme
from reports.breakdowns import by_area, by_kind, by_period, by_place, by_profile, by_region, by_session, by_sex
from reports.gathering import ledger_of
from reports.indicators import figures
from tests.conftest import lay_roots

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loads the demo once for this file, and empties the database after it."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder, DATA_DIR=folder, DEMO=True):
        lay_roots()  # a test that commits may have emptied the tables just before
        load()
        yield
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)
        lay_roots()


def load():
    call_command("load_demo", "--quiet", stdout=StringIO())


def programme(slug):
    return Programme.objects.get(slug=slug)


@pytest.fixture
def story_a(demo):
    return ledger_of(programme("paralelo-9-mx"))


@pytest.fixture
def story_b(demo):
    return ledger_of(programme("coquimbo"))


@pytest.fixture
def story_c(demo):
    return ledger_of(programme("medellin"))


def test_the_figures_of_paralelo_9(story_a):
    assert figures(story_a) == {
        "enrolments": 830,
        "unique_persons": 822,
        "attended_once": 794,
        "attendance_met": 686,
        "certificates": 650,
        "certified_persons": 642,
        "sessions_held": 89,
        "attendances": 3358,
        "person_hours": 13432,
        "guests": 0,
        "organisations": 0,
        "declared_members": 0,
    }


def test_paralelo_9_cut_by_profile_and_region(story_a):
    profiles = [(line.enrolled, line.came, line.met, line.certified) for line in by_profile(story_a)]
    regions = by_region(story_a, programme("paralelo-9-mx").regions.all())

    assert profiles == [(415, 397, 343, 325)] * 2
    assert [line.certified for line in regions] == [74, *[72] * 8]
    assert [line.enrolled for line in regions] == [94, *[92] * 8]


def test_paralelo_9_cut_by_sex_of_the_person_and_area_at_enrolment(story_a):
    sexes = {line.label: line.certified for line in by_sex(story_a)}
    areas = {line.label: line.certified for line in by_area(story_a)}

    assert sexes == {"Mujer": 318, "Hombre": 306, "No informado": 18}
    assert areas == {"Urbana": 434, "Rural": 216, "No informada": 0}


def test_paralelo_9_cut_by_period(story_a):
    periods = {
        line.label: line.certificates for line in by_period(story_a, programme("paralelo-9-mx").funding_periods.all())
    }

    assert periods == {"IFCD": 650, "IFCD P1": 218, "IFCD P2": 216, "IFCD P3": 216}


def test_why_180_were_not_certified(story_a):
    verdicts = verdicts_in(programme("paralelo-9-mx").cohorts.all()).values()
    without = [verdict for verdict in verdicts if not verdict.earned]
    why = Counter(
        "withdrawn" if verdict.record.withdrawn
        else "never" if not verdict.record.presence.attended
        else "failed" if verdict.attendance_met
        else "attendance"
        for verdict in without
    )  # fmt: skip

    assert why == {"attendance": 72, "failed": 36, "withdrawn": 36, "never": 36}
    assert {v.record.best_final for v in without if v.attendance_met} == {55}


def test_the_third_session_of_r1_is_one_meeting_of_two_cohorts(demo):
    joint = [session for session in Session.objects.all() if session.registers.count() == 2]

    assert [session.title for session in joint] == ["Presupuesto a dos voces"]


def test_folios_have_no_gap(demo):
    folios = (
        Certificate.objects.filter(programme__slug="paralelo-9-mx").order_by("folio").values_list("folio", flat=True)
    )
    by_year = Counter(folio.rpartition("-")[0] for folio in folios)

    assert len(folios) == 650
    assert sum(by_year.values()) == len(set(folios))


def test_the_six_workshops_of_coquimbo(story_b):
    lines = by_session(story_b)

    assert [line.present for line in lines] == [14, 18, 24, 31, 35, 38]
    assert [line.enrolled for line in lines] == [40] * 6
    assert [line.bodies for line in lines] == [9, 11, 14, 17, 19, 20]
    assert [line.guests for line in lines] == [0, 0, 2, 0, 0, 5]
    assert [line.in_the_room for line in lines] == [14, 18, 26, 31, 35, 43]
    assert [line.silent for line in lines] == [None, 9, 6, 3, 1, 0]


def test_the_councils_to_call_after_each_workshop(client, demo):
    """The list of the screen itself; after the second workshop it names councils 12 to 20, each with a text to copy."""
    cohort = programme("coquimbo").cohorts.select_related("programme").get()
    rows = after_each([cohort])[cohort.pk]
    listed = [len(bodies_after(cohort, row)) for row in rows]
    client.force_login(User.objects.get(email=accounts.TRAINER))
    url = reverse("cohorts:calling", args=[cohort.uuid], query={"tras": rows[1].register.uuid})
    words = client.get(url).content.decode()

    assert [row.organisations is not None and len(row.organisations) for row in rows] == [False, 9, 6, 3, 1, 0]
    assert listed == [0, 9, 6, 3, 1, 0]
    assert {body.name for body in bodies_after(cohort, rows[1])} == {each.name for each in COUNCILS[11:]}
    assert [words.count(f"no pudo venir nadie de {each.name} y") for each in COUNCILS] == [0] * 11 + [2] * 9


def test_the_figures_of_coquimbo(story_b):
    counted = figures(story_b)
    periods = {
        line.label: (line.sessions, line.attendances)
        for line in by_period(story_b, programme("coquimbo").funding_periods.all())
    }

    assert (counted["enrolments"], counted["attended_once"], counted["attendances"]) == (40, 38, 160)
    assert (counted["certificates"], counted["guests"], counted["organisations"]) == (24, 7, 20)
    assert [periods[one] for one in sorted(periods)] == [(3, 56), (3, 104), (0, 0)]


def test_four_of_six_gives_24_and_eighty_per_cent_18(demo):
    cohort = programme("coquimbo").cohorts.get()
    asked, records = requirements_of(cohort), records_of(cohort).values()
    eighty = replace(asked, attendance_sessions=None, attendance_percent=80)

    assert sum(assess(record, asked).earned for record in records) == 24
    assert sum(assess(record, eighty).earned for record in records) == 18


def test_the_sixty_two_organisations_of_medellin(story_c):
    counted = figures(story_c)

    assert (counted["organisations"], counted["unique_persons"], counted["declared_members"]) == (62, 62, 2210)
    assert [many for _name, many, _members in by_kind(story_c)] == [25, 37]
    assert by_place(story_c) == [("El Poblado", 30, 1058), ("La América", 32, 1152)]


def test_every_demo_account_finds_its_door(client, demo):
    for email in (accounts.PROGRAMME_COORDINATOR, accounts.FUNDER_VIEWER):
        client.force_login(User.objects.get(email=email))
        assert client.get("/programas/paralelo-9-mx/cifras/").status_code == 200


def test_830_were_registered_and_eight_pairs_united(demo):
    seats = Enrolment.objects.filter(cohort__programme__slug="paralelo-9-mx")
    kept = seats.values("person").distinct().count()
    merges = Merge.objects.filter(kept__in=seats.values("person"), undone_at=None)

    assert (kept, merges.count(), kept + merges.count()) == (822, 8, 830)
    assert Person.objects.filter(pk__in=merges.values("dropped")).exclude(merged_into=None).count() == 8


def test_loading_again_changes_nothing(demo):
    before = counts()

    load()

    assert counts() == before


def counts():
    ours = {"certificates", "network", "learning", "cohorts", "courses", "programmes", "pages", "notices", "people",
            "places", "jobs", "wagtailcore", "wagtailimages", "account"}  # fmt: skip
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in ours
    }

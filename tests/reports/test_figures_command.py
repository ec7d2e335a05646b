import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cohorts.actions.moving import transfer
from cohorts.models import AttendanceMark, Guest
from reports.breakdowns import by_region
from reports.gathering import ledger_of
from reports.indicators import INDICATORS, figures
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
KEYS = [
    "enrolments", "unique_persons", "attended_once", "attendance_met", "certificates", "certified_persons",
    "sessions_held", "attendances", "person_hours", "guests", "organisations", "declared_members",
]  # fmt: skip


def held_session(cohort, present, absent=(), guests=0):
    register = make_session(cohort).registers.get()
    register.status, register.first_submitted_at = "approved", MORNING
    register.save()
    for status, people in (("present", present), ("absent", absent)):
        for enrolment in people:
            AttendanceMark.objects.create(register=register, enrolment=enrolment, status=status, decided_at=MORNING)
    if guests:
        Guest.objects.create(register=register, count=guests)
    return register


def small_programme(people=3, **fields):
    programme = make_programme(slug="pequeno", **fields)
    cohort = make_cohort(programme, region=make_region(programme), profile="Vecinas")
    seats = [make_enrolment(cohort, make_person(sex="woman"), area="rural") for _ in range(people)]
    held_session(cohort, seats[:-1], seats[-1:], guests=4)
    return programme


def said(*args):
    out = StringIO()
    call_command("figures", *args, stdout=out)
    return out.getvalue()


def test_every_figure_is_printed_as_json():
    small_programme()

    figures = json.loads(said("pequeno", "--json"))

    assert list(figures) == KEYS
    assert [figures[key] for key in KEYS] == [3, 3, 2, 2, 0, 0, 1, 2, 8, 4, 0, 0]


def test_without_json_each_figure_says_how_it_was_counted():
    small_programme()

    words = said("pequeno")

    assert [str(indicator.how) in words for indicator in INDICATORS.values()] == [True] * len(KEYS)


def test_numbers_are_written_as_the_country_writes_them():
    programme = small_programme(people=1, country="CO")
    seat = programme.cohorts.get().enrolments.get()
    for _ in range(251):
        held_session(programme.cohorts.get(), [seat])

    assert "1.004  Horas-persona" in said("pequeno")


def test_an_unknown_slug_is_one_clear_line():
    small_programme()

    with pytest.raises(CommandError) as refusal:
        said("otro")

    assert str(refusal.value) == "No programme is called 'otro'. There is: pequeno."


def test_a_person_in_two_cohorts_is_two_enrolments_and_one_person():
    programme, person = make_programme(), make_person()
    for _ in range(2):
        make_enrolment(make_cohort(programme), person)

    counted = figures(ledger_of(programme))

    assert (counted["enrolments"], counted["unique_persons"]) == (2, 1)


@pytest.mark.parametrize("people", [1, 3, 46])
def test_the_screen_asks_the_same_whatever_the_number_of_people(client, people, django_assert_num_queries):
    programme = small_programme(people)
    client.force_login(make_coordinator(programme))
    client.get(f"/programas/{programme.slug}/cifras/")

    with django_assert_num_queries(21):
        client.get(f"/programas/{programme.slug}/cifras/")


def test_a_funders_viewer_sees_no_group_of_fewer_than_five(client):
    programme = small_programme(3)
    client.force_login(make_coordinator(programme, role="funder_viewer"))

    page = client.get(f"/programas/{programme.slug}/cifras/")

    assert [line.enrolled for line in page.context["report"].sexes] == [None, 0, 0]
    assert "menos de 5" in page.content.decode()


def test_a_regional_coordinator_counts_her_region_alone(client):
    programme = small_programme(3)
    other = make_region(programme)
    make_enrolment(make_cohort(programme, region=other))
    client.force_login(make_coordinator(programme, region=other))

    page = client.get(f"/programas/{programme.slug}/cifras/")

    assert page.context["report"].number["enrolments"] == 1


def test_nobody_else_enters(client):
    programme = small_programme()
    client.force_login(make_user())

    assert client.get(f"/programas/{programme.slug}/cifras/").status_code == 404
    assert client.get(f"/programas/{programme.slug}/cifras/xlsx/").status_code == 404


def test_a_wrong_filter_is_told_beside_its_field_and_counts_as_none(client):
    programme = small_programme()
    client.force_login(make_coordinator(programme))

    page = client.get(f"/programas/{programme.slug}/cifras/?region=99999&period=x")

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"region", "period"}
    assert page.context["report"].number["enrolments"] == 3


def test_the_file_says_what_the_screen_says(client):
    programme = small_programme()
    client.force_login(make_coordinator(programme))

    answer = client.get(f"/programas/{programme.slug}/cifras/xlsx/")

    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"] == 'attachment; filename="cifras-pequeno.xlsx"'


def test_the_screen_stands_among_the_programmes_other_pages(client):
    programme = make_programme()
    pages = {}
    for role in (None, "funder_viewer"):
        client.force_login(make_coordinator(programme, role=role))
        pages[role] = client.get(f"/programas/{programme.slug}/cifras/").content.decode()

    assert [f'href="/programas/{programme.slug}/regiones/"' in page for page in pages.values()] == [True, False]
    assert all('/cifras/" aria-current="page"' in page for page in pages.values())


def test_whoever_was_transferred_counts_once_with_what_she_attended_before():
    programme = make_programme()
    north, south = make_cohort(programme), make_cohort(programme)
    ana = make_enrolment(north, make_person("Ana"))
    held_session(north, [ana])
    transfer(ana, to=south, by=make_coordinator(programme))

    counted = figures(ledger_of(programme))

    names = ["enrolments", "unique_persons", "attended_once", "attendances"]
    assert [counted[name] for name in names] == [1, 1, 1, 1]
    assert figures(ledger_of(programme, cohorts=[north]))["enrolments"] == 0


def test_the_regions_add_up_to_the_whole_also_where_somebody_was_transferred():
    programme = make_programme()
    north, south = make_region(programme, name="Norte"), make_region(programme, name="Sur")
    left, now = make_cohort(programme, region=north), make_cohort(programme, region=north)
    middle = make_cohort(programme, region=south)
    ana, coordinator = make_enrolment(middle, make_person("Ana")), make_coordinator(programme)
    held_session(middle, [ana])
    last = transfer(transfer(ana, to=left, by=coordinator), to=now, by=coordinator)

    lines = by_region(ledger_of(programme), [north, south])

    assert [(line.enrolled, line.came) for line in lines] == [(1, 1), (0, 0)]
    assert [figures(ledger_of(programme, region=one))["attended_once"] for one in (north, south)] == [1, 0]
    assert figures(ledger_of(programme, cohorts=[now]))["attended_once"] == 1
    assert last.moved_from.moved_from == ana

"""What lacks in the data of a programme: counted, listed, filled in, and gone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.gaps.filling import Said, fill_in
from cohorts.gaps.queries import counts_of, sight_of
from cohorts.models import Enrolment, Register
from people.models import ConsentNotice, ConsentRecord, Person, PotentialDuplicate
from people.privacy.consent import lay_notices
from tests.factories import (
    CANCELLED,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_municipality,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
LAST_WEEK = timezone.now() - timedelta(days=7)
WHOLE = {"sex": "woman", "birth_date": date(1990, 5, 1), "area": "rural"}


def page_of(programme, **asked):
    return reverse("cohorts:gaps", args=[programme.slug], query=asked or None)


def whole_person(**fields):
    return make_person(**{**WHOLE, "territory": make_municipality()} | fields)


def found(user, programme):
    """Only what there is."""
    return {kind: count for kind, count in counts_of(sight_of(user, programme))[programme.pk].items() if count}


def body(answer):
    return answer.content.decode()


def answer_all(person, notice):
    for each in notice.purposes:
        ConsentRecord.objects.create(
            person=person,
            notice=notice,
            purpose=each["code"],
            decision="refused",
            channel="paper",
            decided_at=timezone.now(),
        )


def test_each_gap_of_a_person_is_counted_once_however_often_she_is_enrolled(cohort, coordinator):
    nobody = make_person()
    for group in (cohort, make_cohort(cohort.programme, course=cohort.course)):
        make_enrolment(group, nobody)
    make_enrolment(cohort, whole_person())
    make_enrolment(cohort, whole_person(birth_date=None, birth_year=1985))
    make_enrolment(cohort, whole_person(sex="not_reported"))

    assert found(coordinator, cohort.programme) == {"sex": 2, "age": 1, "area": 1, "place": 1}


def test_whoever_left_still_counts_in_reports_and_so_her_gaps_do(cohort, coordinator):
    make_enrolment(cohort, whole_person(area="not_reported"), withdrawn_at=LAST_WEEK, withdrawn_reason="other")

    assert found(coordinator, cohort.programme) == {"area": 1}


def test_erased_people_and_cancelled_groups_lack_nothing(cohort, coordinator):
    make_enrolment(cohort, make_person(erased_at=LAST_WEEK))
    cancelled = make_cohort(cohort.programme, course=cohort.course, opened=False, **CANCELLED)
    make_enrolment(cancelled, make_person())

    assert found(coordinator, cohort.programme) == {}


def test_a_notice_is_answered_when_every_purpose_is_whatever_was_said(cohort, coordinator):
    lay_notices()
    notice = ConsentNotice.objects.get(country="MX", programme="")
    ana, eva, luz = (make_enrolment(cohort, whole_person()).person for _number in range(3))
    answer_all(ana, notice)
    answer_all(eva, notice)
    eva.consents.first().delete()

    assert found(coordinator, cohort.programme) == {"consent": 2}
    assert {eva.list_name, luz.list_name} == {
        person.list_name for person, *_more in coordinator_rows(coordinator, cohort, "consent")
    }


def coordinator_rows(user, cohort, kind):
    client = Client()
    client.force_login(user)
    return client.get(page_of(cohort.programme, tipo=kind)).context["lines"]


def test_registers_wait_to_be_taken_sent_and_approved(cohort, coordinator):
    states = ["not_taken", "draft", "returned", "submitted", "approved"]
    past = {"starts_at": LAST_WEEK}
    for state in states:
        Register.objects.filter(pk=make_register(cohort, **past).pk).update(status=state)
    make_register(cohort, starts_at=timezone.now() + timedelta(days=1))
    make_register(cohort, **past, cancelled_at=LAST_WEEK)

    assert found(coordinator, cohort.programme) == {"not_taken": 1, "not_sent": 2, "not_approved": 1}


def test_a_pair_counts_where_the_account_coordinates_both(cohort, coordinator):
    a, b, c = (make_enrolment(cohort, whole_person()).person for _number in range(3))
    PotentialDuplicate.objects.create(a=a, b=b, score=60, reasons=["same_name"])
    PotentialDuplicate.objects.create(a=a, b=c, score=60, status="not_duplicate")
    PotentialDuplicate.objects.create(a=b, b=make_enrolment(person=whole_person()).person, score=60)

    assert found(coordinator, cohort.programme) == {"duplicates": 1}


def test_a_regional_coordination_reviews_its_region_alone(client):
    programme = make_programme()
    north, south = make_region(programme), make_region(programme)
    mine = make_cohort(programme, region=north)
    make_enrolment(mine, whole_person(sex="not_reported"))
    make_enrolment(make_cohort(programme, course=mine.course, region=south), make_person("Zutana"))
    user = make_coordinator(programme, north)
    client.force_login(user)

    assert found(user, programme) == {"sex": 1}
    assert "Zutana" not in body(client.get(page_of(programme, tipo="area")))


def test_the_page_is_narrowed_by_region_and_group(client):
    programme = make_programme()
    regions = [make_region(programme), make_region(programme)]
    first = make_cohort(programme, region=regions[0])
    second = make_cohort(programme, course=first.course, region=regions[1])
    make_enrolment(first, whole_person(given_names="Zutana", sex="not_reported"))
    make_enrolment(second, whole_person(given_names="Mengana", sex="not_reported"))
    client.force_login(make_coordinator(programme))

    by_region = body(client.get(page_of(programme, tipo="sex", region=regions[0].code)))
    by_group = body(client.get(page_of(programme, tipo="sex", grupo=second.uuid)))
    nonsense = client.get(page_of(programme, tipo="nada", region="X", grupo="y", page="99"))

    assert ("Zutana" in by_region, "Mengana" in by_region) == (True, False)
    assert ("Zutana" in by_group, "Mengana" in by_group) == (False, True)
    assert (nonsense.status_code, nonsense.context["total"]) == (200, 2)


def test_who_watches_over_the_data_reads_counts_and_who_was_not_asked(client, cohort):
    lay_notices()
    make_enrolment(cohort, make_person("Zutana", email="zutana@example.org", phone="5512345678"))
    client.force_login(make_coordinator(cohort.programme, role="data_officer"))

    consent = body(client.get(page_of(cohort.programme, tipo="consent")))
    sex = client.get(page_of(cohort.programme, tipo="sex"))

    assert ("Zutana" in consent, "zutana@" in consent, "5512345678" in consent) == (True, False, False)
    assert reverse("cohorts:consents", args=[cohort.uuid]) not in consent
    assert ("Zutana" in body(sex), sex.context["total"]) == (False, 5)
    assert client.post(page_of(cohort.programme), {"row": "1"}).status_code == 404


def test_the_funder_a_trainer_and_strangers_find_nothing_there(client, cohort):
    funder = make_coordinator(cohort.programme, role="funder_viewer")
    others = [funder, make_trainer(cohort), make_user(), make_coordinator(make_programme())]
    answers = []
    for user in others:
        client.force_login(user)
        answers.append(client.get(page_of(cohort.programme)).status_code)

    assert answers == [404] * 4


def row(person, **said):
    return {f"{person.pk}-{name}": value for name, value in said.items()}


def post(client, cohort, *rows, kind="sex"):
    sent = {name: value for fields in rows for name, value in fields.items()}
    people = sorted({name.partition("-")[0] for name in sent})
    return client.post(page_of(cohort.programme, tipo=kind), {"row": people, **sent})


def test_many_are_filled_in_on_one_screen_and_their_rows_are_gone(client, cohort, coordinator):
    place = make_municipality()
    ana, eva = (make_enrolment(cohort, make_person()).person for _number in range(2))

    answer = post(
        client,
        cohort,
        row(ana, sex="woman", age="31/12/1985", area="rural", place="Ensenada"),
        row(eva, sex="man", age="1990", area="", place=""),
    )

    assert answer.status_code == 302
    ana.refresh_from_db()
    eva.refresh_from_db()
    assert (ana.sex, ana.birth_date, ana.area, ana.territory) == ("woman", date(1985, 12, 31), "rural", place)
    assert (eva.sex, eva.birth_date, eva.birth_year, eva.area) == ("man", None, 1990, "not_reported")
    assert found(coordinator, cohort.programme) == {"area": 1, "place": 1}
    assert "Completamos los datos de 2 personas." in body(client.get(page_of(cohort.programme)))
    entries = ModelLogEntry.objects.filter(action="cohorts.fill_in").order_by("pk")
    assert [(entry.object_id, entry.data) for entry in entries][0] == (
        str(ana.pk), {"fields": ["sex", "area", "territory", "birth_date"]},
    )  # fmt: skip


def test_what_was_blank_when_she_was_enrolled_is_completed_and_what_was_not_stays(client, cohort, coordinator):
    place, other = make_municipality(), make_municipality("Tecate", "02003")
    ana = make_person()
    blank, taken = (make_cohort(cohort.programme, course=cohort.course) for _number in range(2))
    make_enrolment(blank, ana)
    make_enrolment(taken, ana, area="urban", territory=other)
    elsewhere = make_enrolment(make_cohort(course=cohort.course), ana)

    post(client, cohort, row(ana, area="rural", place="Ensenada"))

    facts = dict(Enrolment.objects.values_list("cohort", "area"))
    assert (facts[blank.pk], facts[taken.pk], facts[elsewhere.cohort_id]) == ("rural", "urban", "not_reported")
    assert Enrolment.objects.get(cohort=blank).territory == place
    assert Enrolment.objects.get(cohort=taken).territory == other


def test_errors_stand_beside_their_field_and_nothing_typed_is_lost(client, cohort, coordinator):
    make_municipality()
    ana, eva = (make_enrolment(cohort, make_person()).person for _number in range(2))

    answer = post(
        client,
        cohort,
        row(ana, sex="woman", age="31/02/1985", place="Ciudad Perdida"),
        row(eva, sex="man", age="", place=""),
    )

    assert answer.status_code == 422
    page = body(answer)
    assert "Escribe día/mes/año, como 31/12/1985, o solo el año." in page
    assert 'value="31/02/1985"' in page and 'value="Ciudad Perdida"' in page
    assert [person for person, *_more in answer.context["lines"]] == [ana]
    ana.refresh_from_db()
    eva.refresh_from_db()
    assert (ana.sex, eva.sex) == ("not_reported", "man")


@pytest.mark.parametrize("age", ["31/12/2999", "1899", "12", "2999", "ayer", "0000", "１９８５０", "=1985"])
def test_a_birth_that_cannot_be_is_told(client, cohort, coordinator, age):
    ana = make_enrolment(cohort, make_person()).person

    assert post(client, cohort, row(ana, age=age)).status_code == 422
    ana.refresh_from_db()
    assert (ana.birth_date, ana.birth_year) == (None, None)


def test_what_somebody_else_said_meanwhile_stays_and_is_told(client, cohort, coordinator):
    ana = make_enrolment(cohort, make_person(sex="man")).person

    answer = post(client, cohort, row(ana, sex="woman", area="rural"))

    assert answer.status_code == 422
    assert "Mientras tanto alguien anotó «Hombre», y así quedó." in body(answer)
    ana.refresh_from_db()
    assert (ana.sex, ana.area) == ("man", "not_reported")


def test_the_button_twice_writes_once(client, cohort, coordinator):
    ana = make_enrolment(cohort, make_person()).person

    answers = [post(client, cohort, row(ana, sex="woman")).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert ModelLogEntry.objects.filter(action="cohorts.fill_in").count() == 1


def test_nobody_of_another_programme_is_filled_in(client, cohort, coordinator):
    stranger = make_enrolment(person=make_person()).person

    answer = post(client, cohort, row(stranger, sex="woman"))

    assert answer.status_code == 302
    stranger.refresh_from_db()
    assert stranger.sex == "not_reported"


@pytest.mark.parametrize("rows", ["x", "-1", "9" * 30, "1.5", ""])
def test_rows_that_are_none_are_left_alone(client, cohort, coordinator, rows):
    assert client.post(page_of(cohort.programme), {"row": rows, f"{rows}-sex": "woman"}).status_code == 302


def test_saying_the_same_twice_changes_nothing(cohort, coordinator):
    ana = make_enrolment(cohort, make_person()).person
    sight = sight_of(coordinator, cohort.programme)

    first = fill_in({ana.pk: Said(sex="woman")}, sight=sight, by=coordinator)
    before = list(Person.objects.values())
    again = fill_in({ana.pk: Said(sex="woman")}, sight=sight, by=coordinator)

    assert (first, list(Person.objects.values())) == (again, before)


def crowd(cohort, people):
    """So many of everything."""
    persons = [make_enrolment(cohort, make_person()).person for _number in range(people)]
    for person in persons:
        twin = make_enrolment(cohort, make_person()).person
        PotentialDuplicate.objects.create(a=person, b=twin, score=60, reasons=["same_name"])
        make_register(cohort, starts_at=LAST_WEEK)


@pytest.mark.parametrize("kind", ["sex", "consent", "duplicates", "not_taken"])
def test_the_page_asks_as_much_for_one_as_for_forty_six_and_at_most_twenty_times(client, kind):
    lay_notices()
    asked = []
    for people in (1, 3, 46):
        cohort = make_cohort()
        crowd(cohort, people)
        client.force_login(make_coordinator(cohort.programme))
        client.get(page_of(cohort.programme, tipo=kind))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page_of(cohort.programme, tipo=kind)).status_code == 200
        asked.append(len(queries))

    assert len(set(asked)) == 1
    assert asked[0] <= 20


def test_filling_in_asks_as_much_for_one_as_for_forty_six(client):
    asked = []
    for people in (1, 1, 3, 46):
        cohort = make_cohort()
        persons = [make_enrolment(cohort, make_person()).person for _number in range(people)]
        client.force_login(make_coordinator(cohort.programme))
        client.get(page_of(cohort.programme))
        with CaptureQueriesContext(connection) as queries:
            post(client, cohort, *(row(person, sex="woman", area="rural") for person in persons))
        asked.append(len(queries))

    # The first one asks once more for what the process then remembers.
    assert len(set(asked[1:])) == 1


def test_the_programme_and_home_say_how_much_there_is(client, cohort, coordinator):
    make_enrolment(cohort, whole_person(sex="not_reported"))
    make_cohort()

    programme = body(client.get(reverse("programmes:detail", args=[cohort.programme.slug])))
    home = body(client.get(reverse("home")))

    assert page_of(cohort.programme) in programme and page_of(cohort.programme) in home
    assert "1 por revisar" in home


def test_from_where_it_is_mended_a_link_leads_back_to_the_same_list(client, cohort, coordinator):
    register = make_register(cohort, starts_at=LAST_WEEK)
    roll = reverse("cohorts:roll", args=[register.uuid])
    before = body(client.get(roll))
    page = page_of(cohort.programme, tipo="not_taken")
    assert roll in body(client.get(page))

    assert "Volver a los datos por revisar" not in before
    assert page in body(client.get(roll)).replace("&amp;", "&")

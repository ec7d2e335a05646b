"""Looking for people who are registered twice, and the pages where it is decided."""

import pytest
from django.db import connection
from django.urls import reverse

from jobs.actions import run
from jobs.models import Job
from people import tasks
from people.duplicates.search import file_names, known, like, pairs_of
from people.models import Merge, Person, PotentialDuplicate
from people.tasks import look_for_duplicates, nightly
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_user,
)

pytestmark = pytest.mark.django_db


def look():
    look_for_duplicates("now")
    job = Job.objects.get(key="people.find_duplicates:now")
    run(job.pk)
    job.refresh_from_db()
    state = job.state
    job.delete()
    return state


def make_suggestion(cohort, score=60, **fields):
    one = make_enrolment(cohort, make_person("María", "García", "López")).person
    other = make_enrolment(cohort, make_person("Ma.", "García", "López")).person
    return PotentialDuplicate.objects.create(a=one, b=other, score=score, reasons=["same_name"], **fields)


def test_people_registered_twice_are_suggested_once():
    one = make_person("María", "García", "López", phone="5512345678")
    other = make_person("Ma.", "Garcia", "", phone="+525512345678")
    make_person("José", "García", "López", phone="5512345678")

    assert look() == "done"
    assert look() == "done"

    found = PotentialDuplicate.objects.get()
    assert (found.a, found.b, found.score, found.reasons) == (one, other, 70, ["shorter_name", "phone"])


def test_the_search_only_reads_and_keeps_no_pen_from_others(monkeypatch):
    make_person("María", "García", "López"), make_person("Ma.", "García", "López")
    outside, during = len(connection.savepoint_ids), []
    monkeypatch.setattr(
        tasks, "pairs_of", lambda persons: during.append(len(connection.savepoint_ids)) or pairs_of(persons)
    )

    look()

    assert (during, PotentialDuplicate.objects.count()) == ([outside], 1)


def test_an_answer_stays_and_a_suggestion_without_ground_goes_away():
    make_person("María", "García", "López"), make_person("Maria", "Garcia", "Lopez")
    ana, twin = make_person("Ana", "Soto", "Ruiz"), make_person("Ana", "Soto", "Ruiz")
    look()
    PotentialDuplicate.objects.filter(a=ana).update(status="not_duplicate")
    Person.objects.filter(given_names="Maria").update(given_names="Lucía", phone="5512345678")
    Person.objects.filter(pk=twin.pk).update(phone="5512345678")

    look()

    assert [(pair.a, pair.status) for pair in PotentialDuplicate.objects.all()] == [(ana, "not_duplicate")]


def test_those_united_are_not_suggested():
    one = make_person("María", "García", "López")
    make_person("María", "García", "López", merged_into=one)

    look()

    assert PotentialDuplicate.objects.count() == 0


def test_it_is_looked_for_every_night():
    nightly()
    nightly()

    assert Job.objects.filter(kind="people.find_duplicates").count() == 1


@pytest.mark.parametrize("people", [1, 3, 46])
def test_a_person_is_looked_for_in_as_many_queries_whatever_their_number(people, django_assert_num_queries):
    for _number in range(people + 1):
        make_person("María", "García", "López", phone="5512345678")
    everybody = list(known(Person.objects.all()).values())
    file_names(everybody)

    with django_assert_num_queries(4):
        found = like(everybody[0])

    assert len(found) == people


@pytest.mark.parametrize("pairs", [1, 3, 46])
def test_the_inbox_asks_as_much_for_one_pair_as_for_many(client, pairs, django_assert_num_queries):
    cohort = make_cohort()
    for _number in range(pairs):
        make_suggestion(cohort)
    client.force_login(make_coordinator(cohort.programme))
    client.get(reverse("merging:inbox"))

    with django_assert_num_queries(5):
        answer = client.get(reverse("merging:inbox"))

    assert len(answer.context["page_obj"]) == min(pairs, 20)


def test_a_coordinator_sees_the_pairs_of_which_both_are_hers():
    programme = make_programme()
    here = make_cohort(programme, region=make_region(programme))
    there = make_cohort(programme, region=make_region(programme))
    mine, across = make_suggestion(here), make_suggestion(here)
    across.b.enrolments.update(cohort=there)
    visible = PotentialDuplicate.objects.visible_to

    assert set(visible(make_coordinator(programme))) == {mine, across}
    assert set(visible(make_coordinator(programme, region=here.region))) == {mine}
    assert set(visible(make_coordinator(make_programme()))) == set()
    assert set(visible(make_user())) == set()


def test_it_is_said_in_words_and_a_pair_is_found_by_name(client):
    cohort = make_cohort()
    make_suggestion(cohort)
    client.force_login(make_coordinator(cohort.programme))

    assert "El mismo nombre" in client.get(reverse("merging:inbox")).content.decode()
    assert len(client.get(reverse("merging:inbox"), {"q": "garcía"}).context["page_obj"]) == 1
    assert len(client.get(reverse("merging:inbox"), {"q": "soto"}).context["page_obj"]) == 0
    assert len(client.get(reverse("merging:inbox"), {"status": "nada", "q": "x" * 90}).context["page_obj"]) == 1


def test_two_people_stay_two_and_are_not_suggested_again(client):
    cohort = make_cohort()
    pair = make_suggestion(cohort)
    client.force_login(make_coordinator(cohort.programme))

    for _twice in range(2):
        assert client.post(reverse("merging:not_duplicate", args=[pair.pk])).status_code == 302
    look()

    pair.refresh_from_db()
    assert pair.status == "not_duplicate"


def test_a_coordinator_unites_two_registers_and_parts_them(client):
    cohort = make_cohort()
    pair = make_suggestion(cohort)
    coordinator = make_coordinator(cohort.programme)
    client.force_login(coordinator)
    page = reverse("merging:unite", args=[pair.a.uuid, pair.b.uuid])
    assert client.get(page).status_code == 200

    assert client.post(page, {}).status_code == 200
    assert Merge.objects.count() == 0
    assert client.post(page, {"name": "drop"}).status_code == 302
    done = Merge.objects.get()
    assert (done.kept, done.by, Person.objects.get(pk=pair.a.pk).full_name) == (pair.a, coordinator, "Ma. García López")
    assert client.get(page).status_code == 302
    assert client.post(reverse("merging:undo", args=[done.pk])).status_code == 302

    assert Person.objects.get(pk=pair.b.pk).enrolments.count() == 1
    assert client.get(reverse("merging:done")).status_code == 200


def test_nobody_unites_or_parts_the_people_of_others(client):
    pair = make_suggestion(make_cohort())
    client.force_login(make_coordinator(make_programme()))
    page = reverse("merging:unite", args=[pair.a.uuid, pair.b.uuid])
    done = Merge.objects.create(kept=pair.a, dropped=pair.b)

    assert client.get(page).status_code == 404
    assert client.post(page, {"name": "keep"}).status_code == 404
    assert client.post(reverse("merging:undo", args=[done.pk])).status_code == 404
    assert client.post(reverse("merging:not_duplicate", args=[pair.pk])).status_code == 404

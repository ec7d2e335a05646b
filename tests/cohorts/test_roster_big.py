"""A list too long for one page: a worker judges and enrols it, all or none, once."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db.models.functions import Now
from django.urls import reverse

from cohorts import tasks
from cohorts.actions import roster as acts
from cohorts.actions.doors import set_quota
from cohorts.actions.roster import cancel_roster, draft_roster
from cohorts.models import Enrolment, RosterDraft
from cohorts.roster.facts import RosterRow
from cohorts.roster.judging import judge
from cohorts.tasks import COMMIT, ask_commit, ask_judge
from jobs.actions import run, run_due
from jobs.models import Job
from kit.spreadsheet import read_pasted, read_table
from people.actions import Refused
from people.models import Organisation, Person
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_organisation, make_person, make_region

pytestmark = pytest.mark.django_db
HEADER = "Nombre;Apellidos;Correo;Organización"


class Killed(BaseException):
    """Ends the worker the way SIGKILL does: no except clause of ours sees it."""


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Four lines are a big list, read two at a time."""
    monkeypatch.setattr(RosterDraft, "BIG", 3)
    monkeypatch.setattr("cohorts.roster.reading.STRETCH", 2)


LINES = [f"Ana{letter};Pérez Mora;ana{letter}@example.org;Junta {letter}" for letter in "abcde"]


def list_of(*lines):
    return "\n".join([HEADER, *lines])


def bring(client, cohort, *lines):
    """The address of the list's own page."""
    answer = client.post(reverse("cohorts:roster_new", args=[cohort.uuid]), {"text": list_of(*lines)})
    assert answer.status_code == 302
    return answer.headers["Location"]


def drafted(cohort, by, *lines):
    return draft_roster(cohort, read_pasted(list_of(*lines)), source="x.csv", by=by)


def text(answer):
    return answer.content.decode()


def test_a_big_list_is_judged_and_enrolled_by_the_worker_with_its_progress_shown(client, cohort, coordinator):
    page = bring(client, cohort, *LINES)
    assert "Leemos tu lista" in text(client.get(page)) and "hx-get" in text(client.get(page))
    run_due()
    assert "Inscribir a 5 personas" in text(client.get(page))
    assert Enrolment.objects.count() == 0

    client.post(page, {"do": "enrol"})
    assert "Inscribimos tu lista" in text(client.get(page))
    run_due()

    assert "Quedaron inscritas 5 personas" in text(client.get(page))
    assert cohort.enrolments.count() == 5
    assert Organisation.objects.filter(name__startswith="Junta").count() == 5


def test_the_progress_is_told_stretch_by_stretch(cohort, coordinator):
    job = ask_judge(drafted(cohort, coordinator, *LINES), language="es", by=coordinator)

    told = list(tasks.judge_list(claimed(job)))

    assert told == [(2, 5), (4, 5), (5, 5), (5, 5)]
    assert job.message == "Leímos 5 de 5 líneas."


def claimed(job):
    Job.objects.filter(pk=job.pk).update(state="running", lease=1, leased_until=Now() + timedelta(seconds=60))
    job.refresh_from_db()
    return job


def test_htmx_gets_the_fragment_and_the_page_once_it_has_ended(client, cohort, coordinator):
    page = bring(client, cohort, *LINES)

    working = client.get(page, headers={"hx-request": "true"})
    run_due()
    done = client.get(page, headers={"hx-request": "true"})

    client.post(page, {"do": "enrol"})
    run_due()
    enrolled = client.get(page, headers={"hx-request": "true"})

    assert ("<html" in text(working), "HX-Refresh" in working) == (False, False)
    assert [(answer["HX-Refresh"], "<html" in text(answer)) for answer in (done, enrolled)] == [("true", False)] * 2


def test_a_big_list_brought_again_changes_nothing(client, cohort, coordinator):
    for _time in range(2):
        page = bring(client, cohort, *LINES)
        run_due()
        client.post(page, {"do": "enrol"})
        run_due()

    assert (Person.objects.filter(surname1="Pérez", surname2="Mora").count(), cohort.enrolments.count()) == (5, 5)
    assert client.get(page).context["counts"]["enrolled"] == 0


def test_the_button_twice_enrols_once(client, cohort, coordinator):
    page = bring(client, cohort, *LINES)
    run_due()

    client.post(page, {"do": "enrol"})
    client.post(page, {"do": "enrol"})
    run_due()
    client.post(page, {"do": "enrol"})
    run_due()

    assert cohort.enrolments.count() == 5
    assert Job.objects.filter(kind=COMMIT).count() == 1


def test_cancelled_before_it_was_judged_nothing_stays(client, cohort, coordinator):
    page = bring(client, cohort, *LINES)

    answer = client.post(page, {"do": "cancel"}, follow=True)
    run_due()

    assert "no se inscribió a nadie y no guardamos nada de ella" in text(answer)
    assert (RosterDraft.objects.count(), Enrolment.objects.count()) == (0, 0)
    assert client.get(page).status_code == 404
    assert not Job.objects.exclude(state="done").exclude(kind="people.find_duplicates").exists()


def test_cancelled_between_two_stretches_nothing_stays(client, cohort, coordinator):
    draft = drafted(cohort, coordinator, *LINES)
    job = claimed(ask_commit(draft, language="es", by=coordinator))
    steps = tasks.commit_list(job)
    next(steps)

    cancel_roster(draft, by=coordinator)
    with pytest.raises(tasks.CannotBeDone):
        list(steps)

    assert (RosterDraft.objects.count(), Person.objects.filter(surname2="Mora").count()) == (0, 0)


def test_cancelled_in_the_last_moment_everything_written_is_undone(cohort, coordinator, monkeypatch):
    """The list is taken away when all its people stand in the database and only its own row is left to write."""
    draft = drafted(cohort, coordinator, *LINES)
    job = ask_commit(draft, language="es", by=coordinator)
    settle = acts._settle

    def taken_away(held):
        assert Person.objects.filter(surname2="Mora").count() == 5
        RosterDraft.objects.filter(pk=held.pk).delete()
        settle(held)

    monkeypatch.setattr(acts, "_settle", taken_away)
    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "La lista se canceló: no se inscribió a nadie.")
    assert (Person.objects.filter(surname2="Mora").count(), Organisation.objects.count()) == (0, 0)


def test_what_is_enrolled_cannot_be_cancelled(client, cohort, coordinator):
    page = bring(client, cohort, *LINES)
    run_due()
    client.post(page, {"do": "enrol"})
    run_due()

    with pytest.raises(Refused):
        cancel_roster(RosterDraft.objects.get(), by=coordinator)
    client.post(page, {"do": "cancel"})

    assert cohort.enrolments.count() == 5


@pytest.mark.parametrize("place", ["register_people", "join_all", "register_organisations"])
def test_killed_in_the_middle_and_given_again_it_enrols_once(cohort, coordinator, monkeypatch, place):
    draft = drafted(cohort, coordinator, *LINES)
    job = ask_commit(draft, language="es", by=coordinator)
    with monkeypatch.context() as patch:
        patch.setattr(f"cohorts.actions.roster_writing.{place}", kill)
        with pytest.raises(Killed):
            run(job.pk)
    assert (Person.objects.filter(surname2="Mora").count(), Enrolment.objects.count()) == (0, 0)

    for _time in range(2):
        Job.objects.filter(pk=job.pk).update(leased_until=Now() - timedelta(seconds=1))
        run_due()

    job.refresh_from_db()
    assert (job.state, cohort.enrolments.count()) == ("done", 5)


def kill(*_args, **_kwargs):
    raise Killed


def test_killed_after_the_commit_and_before_the_job_was_closed_it_enrols_once(cohort, coordinator):
    draft = drafted(cohort, coordinator, *LINES)
    job = claimed(ask_commit(draft, language="es", by=coordinator))
    list(tasks.commit_list(job))
    Job.objects.filter(pk=job.pk).update(leased_until=Now() - timedelta(seconds=1))

    run_due()

    job.refresh_from_db()
    assert (job.state, cohort.enrolments.count()) == ("done", 5)


def test_too_few_seats_refuse_the_whole_list_and_it_can_be_tried_again(client, cohort, coordinator):
    cohort.capacity = 4
    cohort.save()
    page = bring(client, cohort, *LINES)
    run_due()
    client.post(page, {"do": "enrol"})
    run_due()
    refused = client.get(page)
    assert "No alcanza el cupo de 4." in text(refused)
    assert Enrolment.objects.count() == 0

    cohort.capacity = 5
    cohort.save()
    client.post(page, {"do": "enrol"})
    run_due()

    assert cohort.enrolments.count() == 5


def test_who_no_longer_coordinates_when_its_turn_comes_enrols_nobody(client, cohort, coordinator):
    page = bring(client, cohort, *LINES)
    run_due()
    client.post(page, {"do": "enrol"})
    coordinator.person.team_roles.update(revoked_at=Now())
    run_due()

    assert Enrolment.objects.count() == 0
    assert Job.objects.get(kind=COMMIT).message == "Quien pidió esto ya no coordina aquí."


def test_another_coordination_judges_with_her_own_eyes(client, cohort, coordinator):
    """Whom the one may recognise the other may not even read."""
    north = make_region(cohort.programme)
    mine = make_cohort(cohort.programme, course=cohort.course, region=north)
    make_enrolment(cohort, make_person("Anaa", "Pérez", "Mora", email="anaa@example.org"))
    page = bring(client, mine, *LINES)
    run_due()
    assert client.get(page).context["counts"]["known"] == 1

    client.force_login(make_coordinator(cohort.programme, north))
    first = client.get(page)
    client.post(page, {"do": "judge"})
    run_due()

    assert "todavía no se revisó con lo que tú puedes ver" in text(first)
    assert "Anaa" not in text(first)
    assert client.get(page).context["counts"]["known"] == 0


def test_a_part_quota_that_does_not_take_the_list_is_told_before_anybody_is_enrolled(client, cohort, coordinator):
    make_organisation("Junta b", kind="jac"), make_organisation("Junta c", kind="jac")
    set_quota(cohort, kind="jac", seats=1, by=None)
    few, big = bring(client, cohort, *LINES[1:3]), bring(client, cohort, *LINES)
    run_due()
    sentence = "Junta de Acción Comunal» queda 1 lugar y la lista trae 2 personas"

    assert [sentence in text(client.get(page)) for page in (few, big)] == [True, True]
    client.post(big, {"do": "enrol"})
    run_due()
    assert cohort.enrolments.count() == 0
    set_quota(cohort, kind="jac", seats=2, by=None)
    assert [sentence in text(client.get(page)) for page in (few, big)] == [False, False]


def test_possible_duplicates_are_decided_a_page_at_a_time(client, cohort, coordinator, monkeypatch):
    monkeypatch.setattr("cohorts.views.big_roster.LINES_A_PAGE", 2)
    other = make_cohort(cohort.programme)
    known = [make_enrolment(other, make_person(f"Ana{letter}", "Pérez", "Mora")).person for letter in "abc"]
    page = bring(client, cohort, *(f"Ana{letter};Pérez Mora" + ";;" for letter in "abcde"))
    run_due()
    assert client.get(page).context["counts"] == {"new": 2, "possible": 3}

    first = client.post(f"{page}?ver=possible", {"do": "decide", "d-2": f"same-{known[0].uuid}", "d-3": "other"})
    assert first.status_code == 302
    shown = client.get(f"{page}?ver=possible").context["form"]
    assert (shown["d-2"].value(), shown["d-3"].value()) == (f"same-{known[0].uuid}", "other")
    client.post(f"{page}?ver=possible", {"do": "decide", "d-2": f"same-{known[0].uuid}", "d-3": ""})
    assert client.get(page).context["entering"] == 3
    client.post(page, {"do": "enrol"})
    run_due()

    assert sorted(cohort.enrolments.values_list("person__given_names", flat=True)) == ["Anaa", "Anad", "Anae"]
    assert cohort.enrolments.filter(person=known[0]).exists()
    assert RosterDraft.objects.get().decisions == {}


def test_a_page_reads_only_its_own_lines_and_asks_as_much_for_three_as_for_sixty(
    client, cohort, coordinator, django_assert_max_num_queries
):
    few = bring(client, cohort, *LINES)
    run_due()
    many = bring(
        client,
        cohort,
        *(f"Eva{n};Soto;eva{n}@example.org;".replace("Eva", "E" + "v" * (n % 9) + "a") for n in range(60)),
    )
    run_due()
    client.get(few)

    with django_assert_max_num_queries(20) as one:
        client.get(few)
    with django_assert_max_num_queries(20) as other:
        client.get(many)

    assert len(one) == len(other)


def wrong_lines():
    return [*LINES[:3], "=1+1;Soto;;", "Eva;Mora;sin arroba;@SUM(A1)"]


def cells(answer):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)]


def test_the_wrong_lines_come_as_a_spreadsheet_with_their_reason_and_no_formula(client, cohort, coordinator):
    page = bring(client, cohort, *wrong_lines())
    run_due()
    wrong = client.get(f"{page}?ver=wrong")
    assert [line.row.number for line, *_rest in wrong.context["rows"]] == [5, 6]

    before = client.get(page + "por-corregir.xlsx")
    client.post(page, {"do": "enrol"})
    run_due()
    after = client.get(page + "por-corregir.xlsx")

    assert cells(before) == cells(after)
    assert cells(before)[0] == ["Línea", "Motivo", "Nombre", "Apellidos", "Correo", "Organización"]
    assert [row[0] for row in cells(before)[1:]] == [5, 6]
    assert "parece una fórmula" in cells(before)[1][1]
    book = openpyxl.load_workbook(io.BytesIO(before.content)).active
    assert {cell.data_type for row in book.iter_rows() for cell in row} <= {"s", "n"}
    assert len(read_table(after.content, "x.xlsx").rows) == 2
    assert RosterDraft.objects.get().content["rows"][0][1][0] == "=1+1"


def test_ten_thousand_lines_of_one_mailbox_are_judged_in_seconds():
    rows = [
        RosterRow(number, given_names=f"N{number}", surname1="Pérez", key=f"n{number} perez", email="a@b.example")
        for number in range(10_000)
    ]

    judged = judge(rows, [])

    assert len(judged) == 10_000

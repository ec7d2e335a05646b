from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates import tasks
from certificates.actions import NotEarned, issue, issue_claim, issue_many, replace, request_issue
from certificates.board import board_of
from certificates.deciding import set_offer, waive
from certificates.models import Certificate, Offer
from certificates.rules import Terms, due
from cohorts.facts import Presence
from cohorts.models import Cohort, Facilitation, Register
from jobs.actions import run
from jobs.models import Job
from learning.rules import Record, Requirements, assess
from notices.models import Mail
from people.actions import Refused
from people.models import Person
from people.organisations import end_post, make_contact
from people.register import join
from tests.factories import (
    make_coordinator,
    make_course,
    make_organisation,
    make_person,
    make_settled_cohort,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
EVERY = {"attendance": True, "facilitation": True, "organisation": True}


def unread(**fields):
    """A cohort whose people came to everything and read nothing."""
    return make_settled_cohort(course=make_course(lessons=2), **fields)


def kinds():
    return sorted(Certificate.objects.values_list("kind", flat=True))


def ids(cohort):
    return list(cohort.enrolments.values_list("pk", flat=True))


# present of 10, lessons done of 10
@pytest.mark.parametrize(
    ("present", "lessons", "terms", "given"),
    [
        (8, 8, Terms(), ["completion"]),
        (8, 8, Terms(attendance=True), ["completion"]),
        (8, 8, Terms(attendance=True, both=True), ["completion", "attendance"]),
        (8, 7, Terms(attendance=True), []),  # she may still read
        (8, 7, Terms(attendance=True, over=True), ["attendance"]),
        (8, 7, Terms(attendance=True, both=True), ["attendance"]),
        (8, 7, Terms(attendance=True, completion=False), ["attendance"]),
        (8, 7, Terms(over=True), []),
        (7, 10, Terms(attendance=True, over=True), []),
    ],
)
def test_one_verdict_and_what_the_cohort_gives_decide_the_kinds(present, lessons, terms, given):
    verdict = assess(
        Record(presence=Presence(attended=present, held=10, planned=10), lessons_done=lessons),
        Requirements(lessons_total=10),
    )

    assert list(due(verdict, (), terms)) == given


def test_unless_it_is_said_a_cohort_gives_completion_alone():
    cohort = unread()
    make_trainer(cohort)

    assert issue_many(cohort, ids(cohort), by=None) == []
    assert (board_of(cohort).ready, board_of(cohort).others, len(board_of(cohort).missing)) == ([], [], 1)
    with pytest.raises(NotEarned):
        issue(cohort.enrolments.get(), kind="attendance", by=None)


def test_participation_is_given_once_completion_is_out_of_reach_and_says_so():
    cohort = unread()
    set_offer(cohort, attendance=True, by=None)
    assert board_of(cohort).ready == []
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    cohort.refresh_from_db()

    (paper,) = issue_many(cohort, ids(cohort), by=None)

    text = paper.snapshot["text"]
    assert (paper.kind, text["title"], text["because"]) == (
        "attendance", "Constancia de participación", "participó en el",
    )  # fmt: skip
    assert issue(cohort.enrolments.get(), kind="attendance", by=None) == paper
    assert issue_many(cohort, ids(cohort), by=None) == []


def test_a_trainers_certificate_says_the_hours_of_the_meetings_she_led():
    cohort = make_settled_cohort(people=1)
    first, second = (make_trainer(cohort).person for _each in range(2))
    set_offer(cohort, facilitation=True, by=None)
    sessions = list(cohort.sessions.order_by("starts_at"))
    # The first left before the fourth meeting; her charge was written down after the first one.
    Facilitation.objects.filter(person=first).update(started_at=sessions[1].starts_at, ended_at=sessions[3].starts_at)
    Facilitation.objects.filter(person=second).update(started_at=sessions[3].starts_at)
    Register.objects.filter(session=sessions[4]).update(first_submitted_at=None)  # nobody handed it in

    papers = [issue_claim(cohort, ("facilitation", person.pk), by=None) for person in (first, second)]

    assert [paper.snapshot["minutes"] for paper in papers] == [3 * 240, 240]
    assert papers[0].snapshot["text"]["because"] == "facilitó el"
    facts = {code: value for code, _label, value in papers[0].snapshot["text"]["facts"]}
    assert (facts["led"], facts["sessions"], "hours" in facts, "attendance" in facts) == ("12 h", "3", False, False)
    assert (papers[0].enrolment, papers[0].person, papers[0].cohort) == (None, first, cohort)


def test_an_organisation_is_certified_by_those_of_its_people_who_took_part():
    cohort = make_settled_cohort(people=3)
    came, nobody = make_organisation("JAC La Loma"), make_organisation("Sin nadie")
    enrolments = list(cohort.enrolments.order_by("pk"))
    for enrolment, body in zip(enrolments, (came, came, nobody), strict=True):
        cohort.enrolments.filter(pk=enrolment.pk).update(organisation=body)
    enrolments[2].marks.update(status="absent")
    set_offer(cohort, organisation=True, completion=False, by=None)

    board = board_of(cohort)
    paper = issue_claim(cohort, board.ready[0].claim, by=None)
    renamed = replace(paper, printed_name="Junta La Loma", by=None)

    assert [(row.name, row.figure) for row in board.ready + board.others] == [("JAC La Loma", 2), ("Sin nadie", 0)]
    assert (paper.snapshot["text"]["because"], paper.snapshot["people"]) == (
        "participó como organización en el",
        2,
    )
    assert (renamed.organisation, renamed.kind, renamed.snapshot["surname"]) == (came, "organisation", "Junta La Loma")
    with pytest.raises(NotEarned):
        issue_claim(cohort, ("organisation", nobody.pk), by=None)


def test_what_an_organisation_earned_its_contact_of_the_day_hears_and_holds(client):
    cohort = make_settled_cohort()
    body = make_organisation("JAC La Loma")
    cohort.enrolments.update(organisation=body)
    set_offer(cohort, organisation=True, completion=False, by=None)
    before, contact, other = (
        make_person(given_names=name, email=f"{name.lower()}@example.org", user=make_user())
        for name in ("Eva", "Ana", "Luz")
    )
    for person in (before, contact):
        make_contact(join(person, body, post="Presidencia", by=None), by=None)
    join(other, body, post="Tesorería", by=None)

    paper = issue_claim(cohort, ("organisation", body.pk), by=None)

    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == ("ana@example.org", "Constancia de participación para JAC La Loma")
    assert letter.text.splitlines()[2].startswith("JAC La Loma participó en") and paper.folio in letter.text

    def answers(person):
        client.force_login(person.user)
        mine = client.get(reverse("certificates:mine")).content.decode()
        return paper.folio in mine, client.get(reverse("certificates:download", args=[paper.folio])).status_code

    assert [answers(one) for one in (contact, before, other)] == [(True, 200), (False, 404), (False, 404)]
    end_post(contact.memberships.get(), by=None)
    assert answers(contact) == (False, 404)


def test_an_organisation_without_a_contact_or_its_address_gets_no_letter():
    for email in (None, ""):
        cohort = make_settled_cohort()
        body = make_organisation()
        cohort.enrolments.update(organisation=body)
        set_offer(cohort, organisation=True, completion=False, by=None)
        if email is not None:
            make_contact(join(make_person(email=email), body, post="Presidencia", by=None), by=None)

        issue_claim(cohort, ("organisation", body.pk), by=None)

    assert (Certificate.objects.count(), Mail.objects.count()) == (2, 0)


def test_everything_a_cohort_gives_is_issued_once_by_one_job_and_told_to_people(client):
    cohort = unread(people=2)
    make_trainer(cohort)
    cohort.enrolments.update(organisation=make_organisation())
    set_offer(cohort, **EVERY, both=True, by=None)
    waive(cohort.enrolments.first(), reason="Entregó todo en papel", by=None)
    Person.objects.update(email="ana@example.org")

    for coordinator in (make_coordinator(cohort.programme), make_coordinator(cohort.programme)):
        run(request_issue(cohort, by=coordinator).pk)

    assert kinds() == ["attendance", "attendance", "completion", "facilitation", "organisation"]
    folios = Certificate.objects.order_by("folio").values_list("folio", flat=True)
    assert [int(folio.split("-")[2]) for folio in folios] == [1, 2, 3, 4, 5]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    letters = sorted(mail.text.splitlines()[2].split()[0] for mail in Mail.objects.all())
    assert letters == ["Completaste", "Facilitaste", "Participaste", "Participaste"]
    client.force_login(make_coordinator(cohort.programme))
    page = client.get(reverse("certificates:cohort", args=[cohort.uuid])).content.decode()
    assert [word in page for word in ("Participación", "Facilitación", "Organización")] == [True] * 3
    shown = client.get(reverse("certificates:verify", args=[Certificate.objects.get(kind="organisation").token]))
    assert "participó como organización en el" in shown.content.decode()


def test_the_database_refuses_a_subject_that_does_not_fit():
    paper = issue(make_settled_cohort().enrolments.get(), by=None)

    for wrong in ({"enrolment": None}, {"kind": "facilitation"}, {"organisation": make_organisation()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=paper.pk).update(**wrong)


def test_what_is_given_is_chosen_on_its_screen(client):
    cohort = make_settled_cohort()
    client.force_login(make_coordinator(cohort.programme))
    path = reverse("certificates:offer", args=[cohort.uuid])

    nothing = client.post(path, {})
    torn = client.post(path, {"completion": "on", "both": "on"})
    said = client.post(path, {"completion": "on", "attendance": "on", "both": "on", "nightly": "on"})

    assert nothing.context["form"].non_field_errors() == ["Elige al menos un tipo de documento."]
    assert len(torn.context["form"].non_field_errors()) == 1
    assert (said.status_code, Offer.objects.get().both, Offer.objects.get().nightly) == (302, True, True)
    with pytest.raises(Refused):
        set_offer(cohort, completion=False, attendance=False, both=False, by=None)


def test_by_night_is_issued_where_it_was_asked_for_once_a_day_and_never_before_lists_are_approved():
    waits, asks, others = make_settled_cohort(people=2), make_settled_cohort(people=2), make_settled_cohort()
    for cohort in (waits, asks):
        set_offer(cohort, nightly=True, by=None)
    Register.objects.filter(pk=waits.registers.first().pk).update(status="submitted")

    for _hour in range(2):
        tasks.nightly()
        for job in Job.objects.all():
            run(job.pk)

    assert (Job.objects.count(), Job.objects.get().state, asks.certificates.count()) == (1, "done", 2)
    assert (waits.certificates.count(), others.certificates.count()) == (0, 0)


def test_the_board_of_all_kinds_asks_the_same_however_many_they_are():
    def asked(people):
        cohort = unread(people=people)
        set_offer(cohort, **EVERY, both=True, by=None)
        for enrolment in cohort.enrolments.all():
            cohort.enrolments.filter(pk=enrolment.pk).update(organisation=make_organisation())
            make_trainer(cohort)
        issue_many(cohort, ids(cohort)[: people // 2 + 1], by=None)
        fresh = Cohort.objects.select_related("programme").get(pk=cohort.pk)
        with CaptureQueriesContext(connection) as queries:
            board_of(fresh)
        return len(queries)

    assert asked(1) == asked(3) == asked(46)

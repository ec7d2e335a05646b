from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.actions import NotEarned, RegistersPending, issue, issue_many, replace, request_issue, revoke
from certificates.files import name_of, pdf_of
from certificates.models import Certificate
from certificates.signing.keys import make_key
from certificates.tasks import BATCH
from cohorts.models import Register
from jobs.actions import run
from jobs.models import Job
from notices.models import Mail
from people.actions import Refused
from people.models import Person
from tests.factories import MORNING, make_coordinator, make_settled_cohort

pytestmark = pytest.mark.django_db


def the_one(cohort):
    return cohort.enrolments.get()


def numbers():
    return [int(folio.split("-")[2]) for folio in Certificate.objects.order_by("folio").values_list("folio", flat=True)]


def acts():
    return sorted(ModelLogEntry.objects.filter(action__startswith="certificates.").values_list("action", flat=True))


def test_what_was_earned_is_given_once_however_often_it_is_asked():
    cohort = make_settled_cohort(attended=4)
    coordinator = make_coordinator(cohort.programme)

    first = issue(the_one(cohort), by=coordinator)
    second = issue(the_one(cohort), by=coordinator)

    assert first == second
    assert first.folio.startswith(f"{cohort.programme.certificate_prefix}-{timezone.now().year}-00001-")
    assert first.snapshot["text"]["facts"][3] == ["attendance", "Asistencia", "4 de 5 sesiones realizadas"]
    assert acts() == ["certificates.issue"]


def test_three_of_five_is_not_enough_and_it_says_why():
    cohort = make_settled_cohort(attended=3)

    with pytest.raises(NotEarned) as refusal:
        issue(the_one(cohort), by=None)

    assert [reason.code for reason in refusal.value.verdict.missing] == ["attendance_unreachable"]
    assert (Certificate.objects.count(), numbers()) == (0, [])


def test_nothing_is_issued_while_a_register_waits_for_approval():
    cohort = make_settled_cohort()
    Register.objects.filter(pk=cohort.registers.first().pk).update(status="submitted")

    for attempt in (lambda: issue(the_one(cohort), by=None), lambda: request_issue(cohort, by=None)):
        with pytest.raises(RegistersPending) as refusal:
            attempt()
        assert refusal.value.count == 1

    assert (Certificate.objects.count(), Job.objects.count()) == (0, 0)


def test_a_refusal_leaves_no_gap_in_the_folios():
    issue(the_one(make_settled_cohort(people=1)), by=None)
    programme = Certificate.objects.get().programme
    with pytest.raises(NotEarned):
        issue(the_one(make_settled_cohort(programme=programme, attended=0)), by=None)
    issue(the_one(make_settled_cohort(programme=programme)), by=None)

    assert numbers() == [1, 2]


def test_the_year_of_the_folio_is_the_programmes_own():
    cohort = make_settled_cohort()
    new_years_eve_in_mexico = MORNING.replace(year=2025, month=12, day=31, hour=23)

    certificate = issue(the_one(cohort), by=None, at=new_years_eve_in_mexico)

    assert certificate.folio.split("-")[1] == "2025"


def test_a_moment_to_come_is_refused():
    cohort = make_settled_cohort()

    with pytest.raises(Refused):
        issue(the_one(cohort), by=None, at=timezone.now() + timedelta(days=1))


def test_with_the_clock_set_back_nothing_is_issued_and_it_is_said():
    cohort = make_settled_cohort(people=3)
    first = issue(cohort.enrolments.first(), by=None)
    job = request_issue(cohort, by=None)

    with time_machine.travel(first.issued_at - timedelta(hours=2)):
        for act in (
            lambda: issue(cohort.enrolments.last(), by=None),
            lambda: replace(first, printed_name="Otra", by=None),
        ):
            with pytest.raises(Refused, match="y para el reloj del servidor aún no llega"):
                act()
        run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message[:18], numbers()) == ("failed", "Hay documentos del", [1])
    with time_machine.travel(first.issued_at - timedelta(minutes=4)):
        assert issue(cohort.enrolments.last(), by=None).folio
    assert numbers() == [1, 2]


def test_what_was_issued_with_the_clock_ahead_is_revoked_and_issuing_goes_on():
    cohort = make_settled_cohort(people=2)
    make_key()
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        early = issue(cohort.enrolments.first(), by=None)
    with pytest.raises(Refused, match="aún no llega"):
        issue(cohort.enrolments.last(), by=None)

    revoke(early, reason="El reloj iba adelantado", by=None)

    assert issue(cohort.enrolments.last(), by=None).issued_at < early.issued_at


def test_whoever_has_an_address_gets_one_letter():
    cohort = make_settled_cohort(people=2)
    Person.objects.filter(pk=cohort.enrolments.first().person_id).update(email="ana@example.org")

    for _time in range(2):
        issue_many(cohort, cohort.enrolments.values_list("pk", flat=True), by=None)

    letter = Mail.objects.get()
    certificate = Certificate.objects.get(person__email="ana@example.org")
    assert (letter.to, letter.subject) == ("ana@example.org", "Tu Constancia de acreditación está lista: Curso")
    assert certificate.folio in letter.text and certificate.snapshot["url"] in letter.text


def test_history_is_not_announced_as_news():
    cohort = make_settled_cohort()
    Person.objects.update(email="ana@example.org")

    issue(the_one(cohort), by=None, at=timezone.now() - timedelta(days=31))

    assert (Mail.objects.count(), Job.objects.count()) == (0, 0)


def test_a_later_change_of_name_does_not_reach_the_certificate():
    cohort = make_settled_cohort()
    certificate = issue(the_one(cohort), by=None)
    before = pdf_of(certificate)

    Person.objects.filter(pk=certificate.person_id).update(given_names="Otra", certificate_name="Otra Persona")
    cohort.course.title = "Otro título"
    cohort.course.save_revision().publish()
    storages["private"].delete(name_of(certificate))
    certificate.refresh_from_db()

    assert certificate.snapshot["text"]["name"].startswith("Ana Pérez")
    assert pdf_of(certificate) == before


def test_a_lost_or_damaged_file_is_drawn_again_byte_for_byte():
    certificate = issue(the_one(make_settled_cohort()), by=None)
    before = pdf_of(certificate)
    name = name_of(certificate)

    with storages["private"].open(name, "wb") as file:
        file.write(b"%PDF-half")

    assert pdf_of(certificate) == before
    with storages["private"].open(name) as file:
        assert file.read() == before


def test_a_whole_cohort_is_issued_by_the_job_and_asking_again_adds_nothing():
    cohort = make_settled_cohort(people=23)
    coordinator = make_coordinator(cohort.programme)

    job = request_issue(cohort, by=coordinator)
    assert request_issue(cohort, by=coordinator) == job
    run(job.pk)
    job.refresh_from_db()
    again = request_issue(cohort, by=coordinator)
    run(again.pk)

    assert (job.state, job.done, job.total) == ("done", 23, 23)
    assert numbers() == list(range(1, 24))
    assert all(len(sha) == 64 for sha in Certificate.objects.values_list("pdf_sha256", flat=True))
    assert all(storages["private"].exists(name_of(each)) for each in Certificate.objects.all())


def test_the_reads_of_a_batch_do_not_grow_with_it():
    def reads(people):
        cohort = make_settled_cohort(people=people)
        chosen = list(cohort.enrolments.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as asked:
            issue_many(cohort, chosen, by=None)
        # The audit line looks its content type up for each: that is Wagtail's own.
        mine = [query["sql"] for query in asked if "django_content_type" not in query["sql"]]
        return sum(1 for sql in mine if sql.startswith("SELECT"))

    assert reads(1) == reads(3) == reads(BATCH)


def test_revoking_says_why_in_public_and_stands():
    certificate = issue(the_one(make_settled_cohort()), by=None)

    revoke(certificate, reason=" Se emitió por  error ", by=None)
    again = revoke(certificate, reason="Otra cosa", by=None)

    assert again.revoked_reason == "Se emitió por error"
    assert acts() == ["certificates.issue", "certificates.revoke"]
    with pytest.raises(Refused):
        revoke(certificate, reason=" \n ", by=None)


def test_a_revoked_certificate_is_not_given_again_with_the_rest():
    cohort = make_settled_cohort()
    revoke(issue(the_one(cohort), by=None), reason="Error", by=None)

    assert issue_many(cohort, [the_one(cohort).pk], by=None) == []
    assert issue(the_one(cohort), by=None).folio.split("-")[2] == "00002"


def test_a_wrong_name_is_replaced_under_a_new_folio():
    old = issue(the_one(make_settled_cohort()), by=None)

    new = replace(old, printed_name="Ana María  Peñaloza", by=None)
    again = replace(old, printed_name="Ana María Peñaloza", by=None)

    old.refresh_from_db()
    assert (again, old.replaced_by, old.revoked_at) == (new, new, None)
    assert (new.snapshot["text"]["name"], numbers()) == ("Ana María Peñaloza", [1, 2])
    assert new.snapshot["text"]["course"] == old.snapshot["text"]["course"]
    assert list(Certificate.objects.valid()) == [new]
    for refused in (
        lambda: replace(old, printed_name="Otra Persona", by=None),
        lambda: replace(new, printed_name=" ", by=None),
        lambda: replace(new, printed_name="Ana María Peñaloza", by=None),
        lambda: revoke(old, reason="Error", by=None),
    ):
        with pytest.raises(Refused):
            refused()

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates import tasks
from certificates.actions import issue, issue_many, request_issue, revoke
from certificates.board import board_of
from certificates.deciding import lift_waiver, uphold, waive
from certificates.doubts import doubts_of
from certificates.models import Certificate, Upheld, Waiver
from cohorts.models import AttendanceMark, Register
from jobs.actions import pause, resume, run
from jobs.models import Job
from jobs.registry import LostLease
from learning.verdicts import verdict_of
from people.actions import Refused
from people.merging.actions import merge
from tests.factories import make_coordinator, make_enrolment, make_settled_cohort

pytestmark = pytest.mark.django_db


def correct(enrolment, sessions, status="absent"):
    """The coordination opened the lists of the last sessions again and approved them with another mark."""
    now = timezone.now()
    for register in Register.objects.filter(cohort=enrolment.cohort).order_by("-session__starts_at")[:sessions]:
        AttendanceMark.objects.create(register=register, enrolment=enrolment, status=status, decided_at=now)
        Register.objects.filter(pk=register.pk).update(decided_at=now + timedelta(seconds=1))


def board_page(client, cohort):
    return client.get(reverse("certificates:cohort", args=[cohort.uuid])).content.decode()


def test_who_is_vouched_for_is_given_one_that_says_nothing_of_it_in_public(client):
    cohort = make_settled_cohort(attended=3)
    enrolment = cohort.enrolments.get()
    coordinator = make_coordinator(cohort.programme)
    client.force_login(coordinator)
    path, before = reverse("certificates:waive", args=[enrolment.pk]), verdict_of(enrolment)
    assert path in board_page(client, cohort)

    empty = client.post(path, {"kind": "completion", "reason": " "})
    for _click in range(2):
        client.post(path, {"kind": "completion", "reason": "Cuidaba a su madre enferma"})

    assert list(empty.context["form"].errors) == ["reason"]
    assert "Cuidaba a su madre enferma" in board_page(client, cohort)
    paper = issue(enrolment, by=coordinator)
    waiver = Waiver.objects.get()
    assert (waiver.given_by, paper.snapshot["waiver"]) == (coordinator, waiver.pk)
    assert paper.snapshot["text"]["facts"][3] == ["attendance", "Asistencia", "3 de 5 sesiones realizadas"]
    assert verdict_of(enrolment) == before
    public = client.get(reverse("certificates:verify", args=[paper.token]) + "?format=json").content.decode()
    assert "waiver" not in public and "madre" not in public
    assert ModelLogEntry.objects.filter(action="certificates.waive").count() == 1


def test_a_waiver_is_taken_back_with_a_reason_and_what_was_given_by_it_is_listed():
    cohort = make_settled_cohort(attended=3)
    enrolment = cohort.enrolments.get()
    waiver = waive(enrolment, reason="Vino a todo", by=None)
    issue(enrolment, by=None)
    assert board_of(cohort).doubtful == []

    with pytest.raises(Refused):
        lift_waiver(waiver, reason="", by=None)
    for reason in ("No era cierto", "Otra cosa"):
        lift_waiver(waiver, reason=reason, by=None)

    assert (Waiver.objects.get().reason, Waiver.objects.get().lifted_reason) == ("Vino a todo", "No era cierto")
    assert len(board_of(cohort).doubtful) == 1
    waive(enrolment, reason="Sí lo era", by=None)
    assert (Waiver.objects.count(), board_of(cohort).doubtful) == (2, [])


def test_nobody_is_vouched_for_in_vain():
    met = make_settled_cohort().enrolments.get()
    left = make_enrolment(met.cohort, withdrawn_at=timezone.now(), withdrawn_reason="other")
    short = make_settled_cohort(attended=1).enrolments.get()

    for enrolment, kind in ((met, "completion"), (left, "completion"), (short, "attendance")):
        with pytest.raises(Refused):
            waive(enrolment, kind=kind, reason="Porque sí", by=None)
    assert Waiver.objects.count() == 0


def test_only_what_was_ticked_is_issued(client):
    cohort, other = make_settled_cohort(people=3), make_settled_cohort()
    client.force_login(make_coordinator(cohort.programme))
    first, second, _third = cohort.enrolments.order_by("pk")
    path = reverse("certificates:issue_cohort", args=[cohort.uuid])
    assert f'name="claim" value="completion:{first.pk}"' in board_page(client, cohort)

    for wrong in ({}, {"claim": ["completion:x"]}, {"claim": ["otra:1"]}):
        client.post(path, {"chosen": "1"} | wrong)
    assert Job.objects.count() == 0
    strange = f"completion:{other.enrolments.get().pk}"
    for _click in range(2):
        client.post(path, {"chosen": "1", "claim": [f"completion:{first.pk}", f"completion:{second.pk}", strange]})
    run(Job.objects.get().pk)

    given = set(Certificate.objects.values_list("enrolment", flat=True))
    assert given == {first.pk, second.pk}
    assert Job.objects.get().message == "Documentos vigentes aquí: 2."


def test_issuing_is_paused_between_two_steps_and_goes_on_where_it_was(client):
    cohort = make_settled_cohort(people=12)
    coordinator = make_coordinator(cohort.programme)
    client.force_login(coordinator)
    job = request_issue(cohort, by=coordinator)
    Job.objects.filter(pk=job.pk).update(state="running", lease=1, leased_until=timezone.now() + timedelta(minutes=1))
    job.refresh_from_db()
    steps = tasks.issue_cohort(job)
    assert next(steps) == (10, 12)

    client.post(reverse("certificates:pause", args=[cohort.uuid]))
    with pytest.raises(LostLease):
        next(steps)
    run(job.pk)
    assert "En pausa" in board_page(client, cohort) and "Reanudar" in board_page(client, cohort)
    assert (Job.objects.get().state, Certificate.objects.count()) == ("paused", 10)
    client.post(reverse("certificates:resume", args=[cohort.uuid]))
    run(job.pk)

    assert (Job.objects.get().state, Certificate.objects.count()) == ("done", 12)
    assert pause(job, by=None).state == resume(job, by=None).state == "done"


def test_what_was_taken_back_is_issued_anew_from_the_board(client):
    cohort = make_settled_cohort()
    old = revoke(issue(cohort.enrolments.get(), by=None), reason="Error de imprenta", by=None)
    client.force_login(make_coordinator(cohort.programme))
    path = reverse("certificates:anew", args=[old.folio])
    assert path in board_page(client, cohort)

    for _click in range(2):
        client.post(path)

    new = Certificate.objects.valid().get()
    assert (new.folio.split("-")[2], Certificate.objects.count()) == ("00002", 2)
    client.post(reverse("certificates:anew", args=[new.folio]))
    revoke(new, reason="No vino", by=None)
    correct(new.enrolment, 3)
    client.post(path)
    assert Certificate.objects.count() == 2


def test_a_correction_puts_the_question_and_a_human_answers_it(client):
    cohort = make_settled_cohort(people=2)
    coordinator = make_coordinator(cohort.programme)
    client.force_login(coordinator)
    first, _second = issue_many(cohort, cohort.enrolments.values_list("pk", flat=True), by=None)
    assert "Documentos por decidir" not in client.get("/inicio/").content.decode()
    path = reverse("certificates:uphold", args=[first.folio])

    correct(first.enrolment, 2)

    assert "Documentos por decidir" in client.get("/inicio/").content.decode()
    assert path in board_page(client, cohort)
    assert (Certificate.objects.valid().count(), Certificate.objects.get(pk=first.pk).snapshot) == (2, first.snapshot)
    for _click in range(2):
        client.post(path, {"reason": "La corrección fue un error de captura"})
    assert (doubts_of(coordinator).cohorts, board_of(cohort).doubtful, Upheld.objects.count()) == ([], [], 1)
    assert "La corrección fue un error de captura" in board_page(client, cohort)
    correct(first.enrolment, 3)
    assert [(one.pk, count) for one, count in doubts_of(coordinator).cohorts] == [(cohort.pk, 1)]
    revoke(first, reason="No cumplió", by=coordinator)
    assert doubts_of(coordinator).cohorts == []
    with pytest.raises(Refused):
        uphold(first, reason="Tarde", by=coordinator)


@pytest.mark.parametrize("people", [3, 46])
def test_doubts_ask_the_same_however_many_they_are(people):
    def asked(number):
        cohort = make_settled_cohort(people=number)
        issue_many(cohort, list(cohort.enrolments.values_list("pk", flat=True)), by=None)
        Register.objects.filter(cohort=cohort).update(decided_at=timezone.now() + timedelta(seconds=1))
        cohort.registers.order_by("pk").first().marks.update(status="absent")
        cohort.registers.order_by("pk").last().marks.update(status="absent")
        coordinator = make_coordinator(cohort.programme)
        with CaptureQueriesContext(connection) as queries:
            assert [count for _cohort, count in doubts_of(coordinator).cohorts] == [number]
        return len(queries)

    assert asked(people) == asked(1)


def test_a_waiver_follows_the_one_who_is_kept():
    cohort = make_settled_cohort(people=2, attended=3)
    one, other = cohort.enrolments.order_by("pk")
    for enrolment in (one, other):
        waive(enrolment, reason="Vino a todo", by=None)

    merge(one.person, other.person, by=None)

    assert list(Waiver.objects.order_by("pk").values_list("enrolment", "lifted_reason")) == [
        (one.pk, ""), (one.pk, "Los dos registros se unieron"),
    ]  # fmt: skip

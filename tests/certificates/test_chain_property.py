"""Whatever happens to a group, in whatever order: what was promised once stays as it was said."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from certificates.actions import issue, issue_anew, issue_many, replace, revoke
from certificates.deciding import lift_waiver, set_offer, waive
from certificates.models import Certificate, Waiver
from cohorts.models import AttendanceMark, Enrolment, Register
from lms import invariants
from people.actions import Refused
from people.merging.actions import merge
from people.models import Person
from tests.factories import make_settled_cohort

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEOPLE = 3
acts = some.lists(
    some.tuples(
        some.sampled_from(["issue", "all", "name", "revoke", "anew", "merge", "absent", "present", "waive", "lift"]),
        some.integers(0, PEOPLE - 1),
        some.sampled_from(["completion", "attendance"]),
    ),
    min_size=6,
    max_size=24,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=acts)
def test_snapshots_stay_chains_are_lines_and_folios_have_no_gap(acts):
    with transaction.atomic():
        live(acts)
        transaction.set_rollback(True)


def live(acts):
    cohort = make_settled_cohort(people=PEOPLE)
    set_offer(cohort, attendance=True, both=True, by=None)
    people = list(Person.objects.filter(enrolments__cohort=cohort).order_by("pk"))
    said: dict[int, dict] = {}
    for step, (act, who, kind) in enumerate(acts):
        try:
            with transaction.atomic():
                do(act, cohort, people[who], people[who - 1], kind, step)
        except Refused:
            pass
        for paper in Certificate.objects.filter(cohort=cohort):
            assert said.setdefault(paper.pk, paper.snapshot) == paper.snapshot
    hold(cohort)


def do(act, cohort, person, other, kind, step):
    enrolment = Enrolment.objects.filter(cohort=cohort, person=person).first()
    paper = Certificate.objects.filter(cohort=cohort, person=person, kind=kind).order_by("-pk").first()
    if act == "merge" and not (person.merged_into_id or other.merged_into_id):
        merge(person, other, by=None)
        other.refresh_from_db()
    elif act == "all":
        issue_many(cohort, list(cohort.enrolments.values_list("pk", flat=True)), by=None)
    elif act in {"issue", "waive", "absent", "present"} and enrolment:
        of_enrolment(act, enrolment, kind, step)
    elif act == "name" and paper:
        replace(paper, printed_name=f"Nombre {step}", by=None)
    elif act == "revoke" and paper:
        revoke(paper, reason="Error", by=None)
    elif act == "anew" and paper:
        issue_anew(paper, by=None)
    elif act == "lift" and (waiver := Waiver.objects.standing().filter(enrolment=enrolment, kind=kind).first()):
        lift_waiver(waiver, reason="Ya no", by=None)


def of_enrolment(act, enrolment, kind, step):
    if act == "issue":
        issue(enrolment, kind=kind, by=None)
    elif act == "waive":
        waive(enrolment, kind=kind, reason="Vino a todo", by=None)
    else:
        moment = timezone.now() - timedelta(hours=1) + timedelta(minutes=step)
        for register in Register.objects.filter(cohort=enrolment.cohort).order_by("pk")[:2]:
            AttendanceMark.objects.create(register=register, enrolment=enrolment, status=act, decided_at=moment)


def hold(cohort):
    papers = Certificate.objects.filter(cohort=cohort)
    numbers = sorted(int(folio.split("-")[2]) for folio in papers.values_list("folio", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    alone = papers.valid().filter(beside=None)
    assert len({(paper.enrolment_id, paper.kind) for paper in alone}) == alone.count()
    after = dict(papers.values_list("pk", "replaced_by"))
    for paper in after:
        walked = [paper]
        while after[walked[-1]] is not None:
            walked.append(after[walked[-1]])
            assert len(set(walked)) == len(walked)
    for check in (invariants.one_certificate, invariants.replacements, invariants.certificate_facts):
        assert list(check()) == []

"""Who of a cohort has a certificate, who is ready for one, and what the others are missing."""

from dataclasses import dataclass, replace

from django.db.models import Q

from certificates.actions import cohort_job_key, pending_registers
from certificates.eligibility import (
    ATTENDANCE,
    COMPLETION,
    FACILITATION,
    ORGANISATION,
    Claim,
    Paper,
    Standing,
    standing_of,
    terms_in,
)
from certificates.models import Certificate, Upheld
from certificates.rules import Terms, towards
from certificates.trainers import Led
from cohorts.models import Cohort, Enrolment, Register
from jobs.models import Job
from kit.rows import rows
from kit.text import fold, listed
from learning.rules import Verdict
from learning.verdicts import verdicts_in
from people.models import Organisation, Person

PEOPLE = """SELECT e.id, p.id, p.given_names, p.surname1, p.surname2, p.erased_at IS NOT NULL,
 e.withdrawn_at IS NOT NULL FROM cohorts_enrolment e JOIN people_person p ON p.id = e.person_id
 WHERE e.cohort_id IN ({})"""
_KINDS = (COMPLETION, ATTENDANCE)
GIVEN = "SELECT id, revoked_at IS NOT NULL, replaced_by_id FROM certificates_certificate WHERE enrolment_id IN ({})"


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody of the cohort, by the name of lists, and one kind: how it stands today, and the latest certificate.

    ``verdict`` is of people enrolled; ``figure`` stands in its place: what a trainer led, how many of an organisation
    took part. ``waiver`` is the reason of the one that carries it. ``doubtful``: a valid certificate
    that its record no longer earns, and nobody decided about since; ``upheld`` is why somebody let such a one stand.
    """

    claim: Claim
    name: str
    erased: bool
    verdict: Verdict | None
    certificate: Paper | None
    figure: Led | int | None = None
    waiver: str = ""
    doubtful: bool = False
    upheld: str = ""


@dataclass(frozen=True)
class Passage:
    """One of a person's own enrolments and how it stands today."""

    enrolment: Enrolment
    verdict: Verdict


@dataclass(frozen=True)
class Board:
    """``missing`` are those who lack what the cohort gives first; ``others`` trainers and organisations who do."""

    terms: Terms
    issued: list[Row]
    ready: list[Row]
    missing: list[Row]
    others: list[Row]
    coming: bool
    pending: list[Register]

    @property
    def valid(self) -> int:
        return sum(1 for row in self.issued if row.certificate and row.certificate.valid)

    @property
    def doubtful(self) -> list[Row]:
        return [row for row in self.issued if row.doubtful]

    @property
    def may_issue(self) -> bool:
        return bool(self.ready) and not self.pending

    @property
    def several(self) -> bool:
        """Whether a row must say which kind it is."""
        terms = self.terms
        given = terms.completion + terms.attendance + terms.facilitation + terms.organisation
        return given != 1 or any(row.claim[0] != COMPLETION for row in self.issued)


def board_of(cohort: Cohort) -> Board:
    """Everybody of the cohort, by surname, then trainers and organisations. As many queries however many they are.

    Whoever left and has no certificate does not appear. A revoked certificate stays with its holder: they are not
    offered a new one with the rest.
    """
    standing = standing_of(cohort)
    issued, ready, missing, others = [], [], [], []
    for pk, name, erased, left in _by_surname(cohort):
        issued += [_row(standing, (kind, pk), name, erased) for kind in _KINDS if (kind, pk) in standing.papers]
        if erased or left:
            continue
        due = [(kind, pk) for kind in standing.due_to(pk) if (kind, pk) not in standing.papers]
        ready += [_row(standing, claim, name, erased) for claim in due]
        if not due and _lacks(standing, pk):
            missing.append(Row((COMPLETION, pk), name, erased, standing.verdicts[pk], None))
    for claim, name, erased in _others(standing):
        row = _row(standing, claim, name, erased)
        if row.certificate:
            issued.append(row)
        elif not erased:
            (ready if standing.earned(claim) else others).append(row)
    return Board(
        terms=standing.terms,
        issued=_with_decisions(standing, issued),
        ready=ready,
        missing=missing,
        others=others,
        coming=standing.coming,
        pending=list(pending_registers(cohort).select_related("session").order_by("session__starts_at")),
    )


def _row(standing: Standing, claim: Claim, name: str, erased: bool) -> Row:
    kind, number = claim
    paper = standing.papers.get(claim)
    waiver = standing.waiver(claim)
    return Row(
        claim,
        name,
        erased,
        standing.verdicts[number] if kind in _KINDS else None,
        paper,
        standing.led.get(number) if kind == FACILITATION else standing.partakers.get(number),
        waiver[1] if waiver else "",
        paper is not None and paper.valid and not erased and not standing.supported(claim),
    )


def _lacks(standing: Standing, pk: int) -> bool:
    """Whether what the cohort gives first was never given, and is worth saying what is missing for."""
    terms, papers = standing.terms, standing.papers
    if not (terms.completion or terms.attendance) or (_KINDS[not terms.completion], pk) in papers:
        return False
    return (ATTENDANCE, pk) not in papers or standing.verdicts[pk].reachable


def _others(standing: Standing) -> list[tuple[Claim, str, bool]]:
    """(claim, name, erased) of trainers and organisations that were given one, or may be. Two queries at most."""
    given = standing.papers.keys()
    people = {number for kind, number in given if kind == FACILITATION} | standing.led.keys()
    bodies = {number for kind, number in given if kind == ORGANISATION} | standing.partakers.keys()
    named = sorted(Person.objects.filter(pk__in=people), key=lambda one: one.listed_as) if people else []
    called = sorted(Organisation.objects.filter(pk__in=bodies), key=lambda one: fold(one.name)) if bodies else []
    found = [((FACILITATION, one.pk), one.list_name, one.erased_at is not None) for one in named]
    found += [((ORGANISATION, one.pk), one.name, False) for one in called]
    offered = {FACILITATION: standing.terms.facilitation, ORGANISATION: standing.terms.organisation}
    return [each for each in found if offered[each[0][0]] or each[0] in given]


def _with_decisions(standing: Standing, issued: list[Row]) -> list[Row]:
    """Those that somebody let stand, with the record as it is today, are no longer in doubt. One query if any is."""
    doubtful = {row.certificate.pk: row for row in issued if row.certificate and row.doubtful}
    said = Upheld.objects.filter(certificate__in=doubtful).values_list("certificate", "record", "reason")
    decided = {pk: why for pk, record, why in said if record == standing.record(doubtful[pk].claim)} if doubtful else {}
    if not decided:
        return issued
    return [
        replace(row, doubtful=False, upheld=decided[row.certificate.pk])
        if row.certificate and row.certificate.pk in decided
        else row
        for row in issued
    ]


def _by_surname(cohort: Cohort) -> list[tuple[int, str, bool, bool]]:
    """(enrolment id, name, erased, left) of everybody, in the order of ``Person.listed_as``. One query."""
    people = rows(PEOPLE, [cohort.pk])
    people.sort(key=lambda row: (fold(f"{row[3]} {row[4]} {row[2]}"), row[1]))
    return [
        (pk, f"{given} {one} {two}".strip() if erased else listed(given, one, two), bool(erased), bool(left))
        for pk, _person, given, one, two, erased, left in people
    ]


def certificates_for(enrolments) -> dict[int, Certificate]:
    """``{enrolment id: valid certificate}``: one query, two where somebody holds one."""
    # What still holds is picked here: asked to do it, SQLite would read every certificate that nothing replaced.
    held = [pk for pk, gone, replaced_by in rows(GIVEN, enrolments) if not gone and not replaced_by]
    return latest_certificates(Certificate.objects.filter(pk__in=held)) if held else {}


def latest_certificates(certificates) -> dict[int, Certificate]:
    """By enrolment; of one that was given both kinds, that of completion."""
    # In the order of their names, completion is the second of the two.
    return {each.enrolment_id: each for each in certificates.order_by("kind", "pk")}


def passages_of(user) -> list[Passage]:
    """The account's own enrolments that still run and have no certificate, with what they are missing for one.

    Where a cohort gives participation beside completion, having the one says nothing of the other.
    """
    beside = Q(kind=Certificate.Kind.ATTENDANCE, cohort__certificate_offer__both=True)
    given = Certificate.objects.of(user).exclude(beside).exclude(enrolment=None).values("enrolment")
    mine = Enrolment.objects.of(user).active().filter(cohort__opened_at__isnull=False).exclude(pk__in=given)
    enrolments = list(mine.select_related("cohort__programme", "cohort__course").order_by("-enrolled_at", "-pk"))
    if not enrolments:
        return []
    cohorts = {each.cohort_id: each.cohort for each in enrolments}
    verdicts, terms = verdicts_in(cohorts.values(), [each.pk for each in enrolments]), terms_in(cohorts.values())
    found = [(each, towards(verdicts[each.pk], terms[each.cohort_id])) for each in enrolments]
    return [Passage(each, verdict) for each, verdict in found if verdict]


def job_of(cohort: Cohort, user) -> Job | None:
    """The issuing that this account asked for here: the one that has not ended, else the last that did."""
    key = cohort_job_key(cohort, user)
    asked = Job.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
    return min(asked, key=lambda job: (job.finished, -(job.finished_at or job.created_at).timestamp()), default=None)

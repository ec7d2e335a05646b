"""Who of a cohort has a certificate, who is ready for one, and what the others are missing."""

from dataclasses import dataclass

from certificates.actions import cohort_job_key, pending_registers
from certificates.models import Certificate
from cohorts.models import Cohort, Enrolment, Register
from jobs.models import Job
from kit.rows import rows
from kit.text import fold, listed
from learning.rules import Verdict
from learning.verdicts import verdicts_in, verdicts_of

PEOPLE = """SELECT e.id, p.id, p.given_names, p.surname1, p.surname2, p.erased_at IS NOT NULL,
 e.withdrawn_at IS NOT NULL FROM cohorts_enrolment e JOIN people_person p ON p.id = e.person_id
 WHERE e.cohort_id IN ({})"""
GIVEN = "SELECT id, revoked_at IS NOT NULL, replaced_by_id FROM certificates_certificate WHERE enrolment_id IN ({})"
# Of a certificate, what its row on the board says.
SHOWN = ("enrolment_id", "folio", "token", "revoked_at", "revoked_reason")


@dataclass(frozen=True)
class Row:
    """Somebody of the cohort, by the name of lists: her verdict today and her latest certificate, if she had one."""

    name: str
    erased: bool
    verdict: Verdict
    certificate: Certificate | None


@dataclass(frozen=True)
class Passage:
    """One of a person's own enrolments and how it stands today."""

    enrolment: Enrolment
    verdict: Verdict


@dataclass(frozen=True)
class Board:
    issued: list[Row]
    ready: list[Row]
    missing: list[Row]
    pending: list[Register]

    @property
    def valid(self) -> int:
        return sum(1 for row in self.issued if row.certificate and not row.certificate.revoked_at)

    @property
    def may_issue(self) -> bool:
        return bool(self.ready) and not self.pending


def board_of(cohort: Cohort) -> Board:
    """Everybody of the cohort, by surname. The same number of queries however many they are.

    Whoever left and has no certificate does not appear. A revoked certificate stays with its person: they are not
    offered a new one with the rest.
    """
    verdicts = verdicts_of(cohort)
    latest = latest_certificates(Certificate.objects.filter(enrolment__cohort=cohort).only(*SHOWN))
    issued, without = [], []
    for pk, name, erased, left in _by_surname(cohort):
        row = Row(name, erased, verdicts[pk], latest.get(pk))
        if row.certificate:
            issued.append(row)
        elif not (erased or left):
            without.append(row)
    return Board(
        issued=issued,
        ready=[row for row in without if row.verdict.earned],
        missing=[row for row in without if not row.verdict.earned],
        pending=list(pending_registers(cohort).select_related("session").order_by("session__starts_at")),
    )


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
    return {each.enrolment_id: each for each in certificates.order_by("pk")}


def passages_of(user) -> list[Passage]:
    """The account's own enrolments that still run and have no certificate, with what they are missing."""
    mine = Enrolment.objects.of(user).active().filter(certificates=None, cohort__opened_at__isnull=False)
    enrolments = list(mine.select_related("cohort__programme", "cohort__course").order_by("-enrolled_at", "-pk"))
    if not enrolments:
        return []
    cohorts = {each.cohort_id: each.cohort for each in enrolments}
    verdicts = verdicts_in(cohorts.values(), [each.pk for each in enrolments])
    return [Passage(each, verdicts[each.pk]) for each in enrolments]


def job_of(cohort: Cohort, user) -> Job | None:
    """The last issuing that this account asked for here."""
    return Job.objects.filter(key=cohort_job_key(cohort, user)).first()

"""Who of a cohort has a certificate, who is ready for one, and what the others are missing."""

from dataclasses import dataclass

from certificates.actions import cohort_job_key, pending_registers
from certificates.models import Certificate
from cohorts.models import Cohort, Enrolment, Register
from jobs.models import Job
from kit.rows import rows
from learning.rules import Verdict
from learning.verdicts import verdicts_in, verdicts_of

NAMES = ("cohort", "person__given_names", "person__surname1", "person__surname2", "person__erased_at")
GIVEN = "SELECT id, revoked_at IS NOT NULL, replaced_by_id FROM certificates_certificate WHERE enrolment_id IN ({})"
# Of a certificate, what its row on the board says.
SHOWN = ("enrolment_id", "folio", "token", "revoked_at", "revoked_reason")


@dataclass(frozen=True)
class Row:
    """One passage: its verdict today and its latest certificate, if it was ever given one."""

    enrolment: Enrolment
    verdict: Verdict
    certificate: Certificate | None


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
    people = cohort.enrolments.select_related("person").only("withdrawn_at", *NAMES)
    in_order = sorted(people, key=lambda each: each.person.listed_as)
    everybody = [Row(each, verdicts[each.pk], latest.get(each.pk)) for each in in_order]
    here = [row for row in everybody if not row.enrolment.withdrawn_at and not row.enrolment.person.erased_at]
    without = [row for row in here if row.certificate is None]
    return Board(
        issued=[row for row in everybody if row.certificate],
        ready=[row for row in without if row.verdict.earned],
        missing=[row for row in without if not row.verdict.earned],
        pending=list(pending_registers(cohort).select_related("session").order_by("session__starts_at")),
    )


def certificates_for(enrolments) -> dict[int, Certificate]:
    """``{enrolment id: valid certificate}``: one query, two where somebody holds one."""
    # What still holds is picked here: asked to do it, SQLite would read every certificate that nothing replaced.
    held = [pk for pk, gone, replaced_by in rows(GIVEN, enrolments) if not gone and not replaced_by]
    return latest_certificates(Certificate.objects.filter(pk__in=held)) if held else {}


def latest_certificates(certificates) -> dict[int, Certificate]:
    return {each.enrolment_id: each for each in certificates.order_by("pk")}


def passages_of(user) -> list[Row]:
    """The account's own enrolments that still run and have no certificate, with what they are missing."""
    mine = Enrolment.objects.of(user).active().filter(certificates=None, cohort__opened_at__isnull=False)
    enrolments = list(mine.select_related("cohort__programme", "cohort__course").order_by("-enrolled_at", "-pk"))
    if not enrolments:
        return []
    cohorts = {each.cohort_id: each.cohort for each in enrolments}
    verdicts = verdicts_in(cohorts.values(), [each.pk for each in enrolments])
    return [Row(each, verdicts[each.pk], None) for each in enrolments]


def job_of(cohort: Cohort, user) -> Job | None:
    """The last issuing that this account asked for here."""
    return Job.objects.filter(key=cohort_job_key(cohort, user)).first()

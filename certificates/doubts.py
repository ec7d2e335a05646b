"""Certificates of people that a later correction no longer carries, across the cohorts of a coordination."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from certificates.models import Certificate, Upheld
from certificates.rules import meets, record_of
from cohorts.models import Cohort, Register
from kit.rows import rows
from learning.verdicts import verdicts_in

LIMIT = 40
_GIVEN = """SELECT c.id, c.kind, c.enrolment_id, c.cohort_id FROM certificates_certificate c
 JOIN people_person p ON p.id = c.person_id WHERE c.cohort_id IN ({}) AND c.enrolment_id IS NOT NULL
 AND c.revoked_at IS NULL AND c.replaced_by_id IS NULL AND p.erased_at IS NULL"""
_WAIVED = """SELECT w.enrolment_id, w.kind FROM certificates_waiver w JOIN cohorts_enrolment e ON e.id = w.enrolment_id
 WHERE e.cohort_id IN ({}) AND w.lifted_at IS NULL"""


@dataclass(frozen=True)
class Doubts:
    """(cohort, how many) by the cohort's code. ``more``: other cohorts were corrected too and were not looked at."""

    cohorts: list[tuple[Cohort, int]]
    more: bool


def doubts_of(user) -> Doubts:
    """Where this account coordinates and a list was decided after a certificate was given.

    One query when there is none, else eleven, whatever the number of people. Boards show every doubt of their cohort,
    whatever it comes from.
    """
    cohorts = list(_corrected(user)[: LIMIT + 1])
    more, cohorts = len(cohorts) > LIMIT, cohorts[:LIMIT]
    given = rows(_GIVEN, [cohort.pk for cohort in cohorts])
    if not given:
        return Doubts([], more)
    verdicts = verdicts_in(cohorts, [passage for _pk, _kind, passage, _cohort in given])
    waived: dict[int, set[str]] = {}
    for passage, kind in rows(_WAIVED, [cohort.pk for cohort in cohorts]):
        waived.setdefault(passage, set()).add(kind)
    doubtful = {
        pk: (cohort, record_of(verdicts[passage]))
        for pk, kind, passage, cohort in given
        if not meets(kind, verdicts[passage], waived.get(passage, ()))
    }
    for pk, record in Upheld.objects.filter(certificate__in=doubtful).values_list("certificate", "record"):
        if pk in doubtful and doubtful[pk][1] == record:
            del doubtful[pk]
    found = Counter(cohort for cohort, _record in doubtful.values())
    return Doubts([(cohort, found[cohort.pk]) for cohort in cohorts if found[cohort.pk]], more)


def _corrected(user):
    decided = Register.objects.filter(cohort=OuterRef("pk"), decided_at__isnull=False).order_by("-decided_at")
    before = Certificate.objects.valid().filter(cohort=OuterRef("pk"), issued_at__lt=OuterRef("last_decided"))
    mine = Cohort.objects.coordinated_by(user).annotate(last_decided=Subquery(decided.values("decided_at")[:1]))
    return mine.filter(Exists(before)).select_related("programme").order_by("code", "pk")

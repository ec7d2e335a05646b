"""Who of a cohort earns which certificate today, who was given one, and what speaks for it. Nothing is stored."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.utils import timezone

from certificates.models import Certificate
from certificates.rules import ATTENDANCE, COMPLETION, Terms, due, meets, record_of, took_part
from certificates.trainers import Led, led_in
from cohorts.models import Cohort
from kit.clock import today
from kit.rows import rows
from learning.rules import Verdict
from learning.verdicts import verdicts_in

FACILITATION, ORGANISATION = Certificate.Kind.FACILITATION.value, Certificate.Kind.ORGANISATION.value
# (kind, number of its subject): a passage, a person who had charge of the cohort, or an organisation.
Claim = tuple[str, int]

_PAPERS = """SELECT id, kind, enrolment_id, person_id, organisation_id, folio, token, revoked_at IS NOT NULL,
 revoked_reason, replaced_by_id IS NOT NULL FROM certificates_certificate WHERE cohort_id IN ({})"""
_SOME = " AND (enrolment_id IS NULL OR enrolment_id IN ({}))"
_OFFER = """SELECT cohort_id, completion, attendance, facilitation, organisation, "both" FROM certificates_offer
 WHERE cohort_id IN ({})"""
_WAIVERS = """SELECT w.enrolment_id, w.kind, w.id, w.reason FROM certificates_waiver w
 JOIN cohorts_enrolment e ON e.id = w.enrolment_id WHERE e.cohort_id IN ({}) AND w.lifted_at IS NULL"""
_MEMBERS = """SELECT id, organisation_id FROM cohorts_enrolment
 WHERE cohort_id IN ({}) AND organisation_id IS NOT NULL AND withdrawn_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Paper:
    """The last certificate of one claim, as far as a list shows it."""

    pk: int
    folio: str
    token: str
    revoked: bool
    revoked_reason: str
    valid: bool


@dataclass(frozen=True)
class Standing:
    """``waivers`` are (number, reason) by passage and kind; ``partakers`` how many of an organisation took part.

    ``led`` and ``partakers`` are empty where the cohort neither gives nor gave certificates of theirs.
    """

    terms: Terms
    verdicts: dict[int, Verdict]
    waivers: dict[int, dict[str, tuple[int, str]]]
    papers: dict[Claim, Paper]
    led: dict[int, Led] = field(default_factory=dict)
    partakers: dict[int, int] = field(default_factory=dict)
    # What valid certificates of those two kinds say: minutes, or people.
    stated: dict[Claim, int] = field(default_factory=dict)
    coming: bool = False
    # In a group many stand exactly alike, and share one verdict: what they are due is reckoned once.
    _alike: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def due_to(self, passage: int) -> tuple[str, ...]:
        """The kinds this passage would be given today, those it has included."""
        verdict, paper = self.verdicts[passage], self.papers.get((COMPLETION, passage))
        if passage in self.waivers or paper is not None:
            completed = paper is not None and paper.valid
            return due(verdict, self.waivers.get(passage, ()), self.terms, completed)
        found = self._alike.get(id(verdict))
        if found is None:
            found = self._alike[id(verdict)] = due(verdict, (), self.terms)
        return found

    def earned(self, claim: Claim) -> bool:
        """Whether it would be given today, to whoever has none."""
        kind, number = claim
        if kind == FACILITATION:
            return self.terms.facilitation and not self.coming and self.supported(claim)
        if kind == ORGANISATION:
            return self.terms.organisation and self.supported(claim)
        return number in self.verdicts and kind in self.due_to(number)

    def supported(self, claim: Claim) -> bool:
        """Whether the record still carries what was given, whatever the cohort gives today."""
        kind, number = claim
        if kind == FACILITATION:
            return self.led.get(number, Led()).minutes >= self.stated.get(claim, 1)
        if kind == ORGANISATION:
            return self.partakers.get(number, 0) >= self.stated.get(claim, 1)
        return meets(kind, self.verdicts[number], self.waivers.get(number, ()))

    def waiver(self, claim: Claim) -> tuple[int, str] | None:
        """(number, reason) of the waiver this claim needs; None where the record is enough, or nobody vouched."""
        kind, number = claim
        found = self.waivers.get(number, {}).get(kind) if kind in {ATTENDANCE, COMPLETION} else None
        return None if found is None or meets(kind, self.verdicts[number], ()) else found

    def record(self, claim: Claim) -> str:
        """What the record says of the claim, in one line that is the same as long as it is."""
        kind, number = claim
        if kind == FACILITATION:
            return f"{self.led.get(number, Led()).minutes}"
        return f"{self.partakers.get(number, 0)}" if kind == ORGANISATION else record_of(self.verdicts[number])


def standing_of(cohort: Cohort, claims: Iterable[Claim] | None = None) -> Standing:
    """How the cohort stands. The same number of queries however many they are.

    With ``claims`` nothing is read of other passages, unless one of them is an organisation's.
    """
    chosen = None if claims is None else set(claims)
    kinds = None if chosen is None else {kind for kind, _number in chosen}
    passages = _passages(chosen)
    terms = terms_of(cohort)
    papers = papers_in(cohort, passages)
    given = {kind for kind, _number in papers}
    verdicts = verdicts_in([cohort], passages)
    teaching = terms.facilitation or FACILITATION in given
    organised = terms.organisation or ORGANISATION in given
    return Standing(
        terms=terms,
        verdicts=verdicts,
        waivers=_waivers(cohort),
        papers=papers,
        led=led_in(cohort) if teaching and (kinds is None or FACILITATION in kinds) else {},
        partakers=_partakers(cohort, verdicts) if organised and (kinds is None or ORGANISATION in kinds) else {},
        stated=_stated(cohort) if {FACILITATION, ORGANISATION} & given else {},
        coming=teaching and _to_come(cohort),
    )


def terms_of(cohort: Cohort) -> Terms:
    """What the cohort gives, and whether its days have passed. One query, besides the cohort's programme."""
    return terms_in([cohort])[cohort.pk]


def terms_in(cohorts: Collection[Cohort]) -> dict[int, Terms]:
    """``terms_of`` for many, by cohort id. One query, besides the programmes."""
    offers = rows(_OFFER, [each.pk for each in cohorts])
    said = {cohort: Terms(*(bool(each) for each in kinds)) for cohort, *kinds in offers}
    return {each.pk: replace(said.get(each.pk, Terms()), over=_over(each)) for each in cohorts}


def _over(cohort: Cohort) -> bool:
    return cohort.over or cohort.ends_on < today(cohort.programme.time_zone)


def papers_in(cohort: Cohort, passages: Iterable[int] | None = None) -> dict[Claim, Paper]:
    """The last certificate of each claim that ever had one. One query."""
    if passages is None:
        found = rows(_PAPERS, [cohort.pk])
    else:
        found = rows(_PAPERS + _SOME, [cohort.pk], [0, *passages])
    found.sort()
    return {
        (kind, passage or person or organisation): Paper(
            pk, folio, token, bool(revoked), reason, not (revoked or replaced)
        )
        for pk, kind, passage, person, organisation, folio, token, revoked, reason, replaced in found
    }


def claim_of(certificate: Certificate) -> Claim:
    """Whose and for what it is."""
    number = certificate.enrolment_id or certificate.person_id or certificate.organisation_id
    assert number is not None, "The database asks for a subject."
    return (str(certificate.kind), number)


def _passages(chosen: set[Claim] | None) -> list[int] | None:
    if chosen is None or any(kind == ORGANISATION for kind, _number in chosen):
        return None
    return sorted({number for kind, number in chosen if kind in {ATTENDANCE, COMPLETION}})


def _waivers(cohort: Cohort) -> dict[int, dict[str, tuple[int, str]]]:
    found: dict[int, dict[str, tuple[int, str]]] = {}
    for passage, kind, number, reason in rows(_WAIVERS, [cohort.pk]):
        found.setdefault(passage, {})[kind] = (number, reason)
    return found


def _partakers(cohort: Cohort, verdicts: dict[int, Verdict]) -> dict[int, int]:
    """By organisation of the enrolled, as taken down that day: how many of its people took part."""
    found: dict[int, int] = {}
    for passage, organisation in rows(_MEMBERS, [cohort.pk]):
        found[organisation] = found.get(organisation, 0) + took_part(verdicts[passage])
    return found


def _stated(cohort: Cohort) -> dict[Claim, int]:
    others = cohort.certificates.valid().filter(enrolment=None)
    rows_of = others.values_list("kind", "person", "organisation", "snapshot")
    return {
        (kind, person or body): said.get("minutes") or said.get("people", 0) for kind, person, body, said in rows_of
    }


def _to_come(cohort: Cohort) -> bool:
    return cohort.sessions.filter(cancelled_at=None, starts_at__gt=timezone.now()).exists()

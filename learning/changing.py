"""Who would gain and who would lose if the rule of a cohort changed, before it does."""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256

from cohorts.models import Cohort, Enrolment
from learning.rules import Requirements, Verdict, assess
from learning.verdicts import records_of, requirements_of


@dataclass(frozen=True)
class Change:
    """Names, by surname, of who would complete the course by the other rule and does not by this one (``gain``), the
    other way round (``lose``), and of those still under way who could reach it again (``again``) or no longer
    (``never``). ``same`` counts the others. ``seal`` stands for all of it: whoever confirms it has seen it.
    """

    gain: list[str]
    lose: list[str]
    again: list[str]
    never: list[str]
    same: int
    seal: str

    @property
    def touches(self) -> bool:
        return bool(self.gain or self.lose or self.again or self.never)


def change_of(cohort: Cohort, rule: dict) -> Change:
    """What ``rule`` (the fields of ``cohorts.rule.RULE``) would change for those enrolled. Four queries at most.

    Both answers come from the one rule, ``learning.rules.assess``. Who has left is not asked about.
    """
    now = requirements_of(cohort)
    then = with_rule(now, rule)
    moved: dict[int, str] = {}
    here = 0
    for pk, record in records_of(cohort).items():
        if not record.withdrawn:
            here += 1
            if code := _moves(assess(record, now), assess(record, then)):
                moved[pk] = code
    names: dict[str, list[str]] = defaultdict(list)
    people = Enrolment.objects.filter(pk__in=moved).select_related("person")
    for each in sorted(people, key=lambda one: one.person.listed_as):
        names[moved[each.pk]].append(each.person.list_name)
    said = [str(now), str(then), sorted(moved.items())]
    seal = sha256(json.dumps(said).encode()).hexdigest()[:32]
    gain, lose, again, never = (names[code] for code in ("gain", "lose", "again", "never"))
    return Change(gain, lose, again, never, same=here - len(moved), seal=seal)


def with_rule(requirements: Requirements, rule: dict) -> Requirements:
    """``requirements`` with the parts of a cohort's rule in their place."""
    names = {"attendance_unit": "unit", "attendance_base": "base"}
    return replace(requirements, **{names.get(name, name): value for name, value in rule.items()})


def _moves(before: Verdict, after: Verdict) -> str:
    if before.earned != after.earned:
        return "gain" if after.earned else "lose"
    if before.reachable != after.reachable:
        return "again" if after.reachable else "never"
    return ""

"""The answers as figures, for who coordinates the whole programme. Three queries, whatever the number of people."""

from collections import Counter
from dataclasses import dataclass

from people.privacy.consent import notice_for
from programmes.differential.actions import allowing
from programmes.differential.rules import readable_total, shielded
from programmes.differential.vocabulary import ATTRIBUTES
from programmes.models import PersonAttribute, Programme


@dataclass(frozen=True)
class Figure:
    """One question: how many answered what. None is a number too small to be shown."""

    title: str
    total: int | None
    lines: list[tuple[str, int | None]]


def figures_of(programme: Programme) -> list[Figure]:
    """For each question asked, counted over those who allow it today."""
    notice = notice_for(programme.country, programme.slug)
    asked = list(programme.attributes.values_list("attribute", flat=True))
    if notice is None or not asked:
        return []
    said = PersonAttribute.objects.filter(programme=programme, person__erased_at=None, person__merged_into=None)
    rows = list(said.values_list("person", "attribute", "choice"))
    allowed = allowing({person for person, _code, _choice in rows}, notice)
    counted = Counter((code, choice) for person, code, choice in rows if person in allowed)
    return [_figure(code, counted) for code in ATTRIBUTES if code in asked]


def _figure(code: str, counted: Counter) -> Figure:
    attribute = ATTRIBUTES[code]
    counts = {choice: counted[code, choice] for choice, _label in attribute.every}
    shown = shielded(counts)
    lines = [(str(label), shown[choice]) for choice, label in attribute.every]
    return Figure(str(attribute.title), readable_total(counts), lines)

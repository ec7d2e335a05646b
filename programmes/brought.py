"""What choosing a country brings along, side by side: shown before anybody chooses."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.models import ConsentNotice
from places.models import Country
from programmes.papers import PAPERS, usual_paper
from programmes.presets import NEUTRAL, PRESETS
from programmes.terms import usual


@dataclass(frozen=True)
class Brought:
    """``heads`` are the countries' names; ``words`` and ``rest`` are rows: what it is, then (country, value) pairs."""

    heads: list[str]
    words: list[tuple[str, list[tuple[str, str]]]]
    rest: list[tuple[str, list[tuple[str, str]]]]


def brought_along() -> Brought:
    """The ten words, the clock, the money, the paper and the privacy notice of each country. One query."""
    countries = [code for code, _label in Country.choices]
    notices = ConsentNotice.objects.current(timezone.localdate())
    titles = {country: notice.said("title") for (country, programme), notice in notices.items() if not programme}
    heads = [str(label) for _code, label in Country.choices]
    words = [(capfirst(NEUTRAL[key][0]), [usual(code, key)[0] for code in countries]) for key in NEUTRAL]
    rest = [
        (_("Hora"), [str(PRESETS[code].zones[0][1]) for code in countries]),
        (_("Moneda"), [PRESETS[code].currency for code in countries]),
        (_("Tamaño de la hoja"), [str(PAPERS[usual_paper(code)]) for code in countries]),
        (_("Aviso que se imprime"), [titles.get(code, _("Todavía ninguno")) for code in countries]),
    ]
    return Brought(heads, _beside(heads, words), _beside(heads, rest))


def _beside(heads: list[str], rows: list[tuple[str, list[str]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(label, list(zip(heads, values, strict=True))) for label, values in rows]

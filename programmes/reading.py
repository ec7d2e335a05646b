"""Reading what was typed about places and prefixes, before anything is written."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kit.text import fold, tidy, words_of
from places.matching import match_municipalities
from places.models import Territory
from programmes.models import Programme

MOST_LINES = 100
MOST_PLACES = 600
SHOWN_CANDIDATES = 10
_LINE = re.compile(r"(?P<code>\S{1,12})\s+(?P<name>[^:]{1,120}?)\s*(?::(?P<places>.*))?", re.DOTALL)


@dataclass(frozen=True)
class RegionLine:
    number: int
    code: str
    name: str
    places: tuple[str, ...]


def split_places(text: str) -> tuple[str, ...]:
    """The names between semicolons or line breaks, once each: a comma belongs to «Benito Juárez, Guerrero»."""
    names = (tidy(part) for part in re.split(r"[;\n]", text))
    return tuple(dict.fromkeys(name for name in names if name))


def read_lines(text: str) -> tuple[list[RegionLine], list[str]]:
    """Lines «R1 Noroeste: Tijuana; Ensenada» as regions, and a sentence for each line that cannot be read."""
    lines, errors = [], []
    for number, raw in enumerate(text.replace("\r", "").split("\n"), 1):
        if not raw.strip():
            continue
        found = _LINE.fullmatch(raw.strip())
        if found:
            places = split_places(found["places"] or "")
            lines.append(RegionLine(number, tidy(found["code"]), tidy(found["name"]), places))
        else:
            errors.append(_("Línea %(number)s: escribe la clave, un espacio y el nombre.") % {"number": number})
    if len(lines) > MOST_LINES:
        errors.append(_("Son demasiadas líneas: caben %(most)s.") % {"most": MOST_LINES})
    return lines, errors


def find_places(country: str, names, within=()) -> tuple[dict[str, Territory], list[str]]:
    """The municipality of each name, and a sentence for each that fits none or several. One query."""
    names = list(dict.fromkeys(names))
    if len(names) > MOST_PLACES:
        return {}, [_("Son demasiados municipios: caben %(most)s.") % {"most": MOST_PLACES}]
    found, errors = {}, []
    for name, match in match_municipalities(country, names, within).items():
        if match.territory:
            found[name] = match.territory
        elif match.candidates:
            options = " · ".join(place.full_name for place in match.candidates[:SHOWN_CANDIDATES])
            words = {"name": name, "options": options}
            errors.append(_("«%(name)s» puede ser: %(options)s. Escríbelo con su estado o región.") % words)
        else:
            errors.append(_("No encontramos «%(name)s». Revisa cómo está escrito.") % {"name": name})
    return found, errors


def suggest_prefix(name: str) -> str:
    """A free prefix for the folios made from the name: «Paralelo 9» gives P9, «Coquimbo» COQ."""
    words = [word for word in words_of(name) if word.isascii() and (len(word) > 2 or word.isdigit())]
    letters = "".join(word if word.isdigit() else word[0] for word in words)[:5].upper()
    if len(letters) < 2:
        letters = re.sub(r"[^A-Z]", "", fold(name).upper())[:3]
    if not re.fullmatch(r"[A-Z][A-Z0-9]+", letters):
        letters = f"PR{letters}"[:5]
    taken = set(
        Programme.objects.filter(certificate_prefix__startswith=letters).values_list("certificate_prefix", flat=True)
    )
    options = [letters, *(f"{letters}{number}" for number in range(2, 1000))]
    return next(option for option in options if option not in taken)

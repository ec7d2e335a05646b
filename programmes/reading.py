"""Reading what was typed about places and prefixes, before anything is written."""

import re
from dataclasses import dataclass, replace
from itertools import count

from django.utils.translation import gettext as _

from kit.text import fold, tidy, words_of
from places.matching import Match, match_municipalities
from places.models import Territory
from programmes.models import Programme

MOST_LINES = 100
MOST_PLACES = 600
SHOWN_CANDIDATES = 10
LONGEST_NAME = 120
# What people put before a name to find it again: R1, 03, NE, RM. «Sierra» in «Sierra Norte» is part of the name.
_CODE = re.compile(r"[^\W\d_]{0,4}\d{1,4}[^\W\d_]?|[A-ZÑ]{1,3}")


@dataclass(frozen=True)
class RegionLine:
    """One line; ``code`` is empty when it brings none."""

    number: int
    code: str
    name: str
    places: tuple[str, ...]


def split_places(text: str) -> tuple[str, ...]:
    """The names between semicolons or line breaks, once each: a comma belongs to «Benito Juárez, Guerrero»."""
    names = (tidy(part) for part in re.split(r"[;\n]", text))
    return tuple(dict.fromkeys(name for name in names if name))


def read_lines(text: str) -> tuple[list[RegionLine], list[str]]:
    """Lines «R1 Noroeste: Tijuana; Ensenada» or «Noroeste: Tijuana» as regions, and a sentence for each that is none.

    Three columns pasted from a table (code, name, municipalities) are read the same way.
    """
    lines, errors = [], []
    for number, raw in enumerate(text.replace("\r", "").split("\n"), 1):
        if not raw.strip():
            continue
        head, places = _halves(raw.strip())
        code, name = _code_and_name(head)
        if not name:
            errors.append(_("Línea %(number)s: escribe el nombre antes de los dos puntos.") % {"number": number})
        elif len(name) > LONGEST_NAME:
            errors.append(
                _("Línea %(number)s: el nombre es muy largo. Van dos puntos después de él.") % {"number": number}
            )
        else:
            lines.append(RegionLine(number, code, name, split_places(places)))
    if len(lines) > MOST_LINES:
        errors.append(_("Son demasiadas líneas: caben %(most)s.") % {"most": MOST_LINES})
    return lines, errors


def _halves(line: str) -> tuple[str, str]:
    head, colon, places = line.partition(":")
    cells = line.split("\t")
    if colon or len(cells) == 1:
        return head, places
    with_places = len(cells) > 2 or not _CODE.fullmatch(cells[0].strip())
    return (" ".join(cells[:-1]), cells[-1]) if with_places else (line, "")


def _code_and_name(head: str) -> tuple[str, str]:
    first, _space, rest = tidy(head).partition(" ")
    shouted = rest.isupper() and first.isalpha()  # «LOS RÍOS» is a name in capitals
    return (first, rest) if rest and _CODE.fullmatch(first) and not shouted else ("", tidy(head))


def with_codes(lines: list[RegionLine], known: dict[str, str]) -> list[RegionLine]:
    """Each line with a code: its own, that of the region of this name (``known``: code by name), or R1, R2… next free.

    The same list sent again gives the same codes.
    """
    by_name = {fold(name): code for name, code in known.items()}
    taken = {*known.values(), *(line.code for line in lines)}
    free = (code for code in map("R{}".format, count(1)) if code not in taken)
    return [replace(line, code=line.code or by_name.get(fold(line.name)) or next(free)) for line in lines]


def find_places(country: str, names, within=()) -> tuple[dict[str, list[Territory]], list[str]]:
    """The municipalities of each name, and a sentence for each that fits none or several. Two queries at most.

    «Medellín, Bello» is no municipality of any state: then each name between its commas is one.
    """
    names = list(dict.fromkeys(names))
    matches = match_municipalities(country, names, within)
    several = {name: _apart(name) for name in names if "," in name and not matches[name].candidates}
    pieces = list(dict.fromkeys(piece for group in several.values() for piece in group))
    if len(names) - len(several) + len(pieces) > MOST_PLACES:
        return {}, [_("Son demasiados municipios: caben %(most)s.") % {"most": MOST_PLACES}]
    matches |= match_municipalities(country, pieces, within) if pieces else {}
    meant = {name: several.get(name, [name]) for name in names}
    asked = dict.fromkeys(piece for group in meant.values() for piece in group)
    found = {piece: place for piece in asked if (place := matches[piece].territory)}
    errors = [_unclear(piece, matches[piece]) for piece in asked if piece not in found]
    return ({}, errors) if errors else ({name: [found[piece] for piece in group] for name, group in meant.items()}, [])


def _apart(name: str) -> list[str]:
    return [piece for piece in map(tidy, name.split(",")) if piece]


def _unclear(name: str, match: Match) -> str:
    if not match.candidates:
        return _("No encontramos «%(name)s». Revisa cómo está escrito.") % {"name": name}
    options = " · ".join(place.full_name for place in match.candidates[:SHOWN_CANDIDATES])
    words = {"name": name, "options": options}
    return _("«%(name)s» puede ser: %(options)s. Escríbelo con su estado o región.") % words


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

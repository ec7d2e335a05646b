"""Which municipality somebody meant in a list: by code, by name, or by name and state."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from kit.text import words_of
from places.models import Territory, place_key

_ABOVE = re.compile(r"^(region|estado|departamento|provincia)( de| del)?( los| las| la| el)? ")
# How people write what the catalogue writes in full.
_STATES = {"cdmx": "ciudad de mexico", "df": "ciudad de mexico", "distrito federal": "ciudad de mexico",
           "edomex": "mexico", "edo mex": "mexico", "edo de mexico": "mexico", "q roo": "quintana roo",
           "rm": "metropolitana de santiago", "valle": "valle del cauca"}  # fmt: skip
# Words for the kind of place, which people write before its number or name.
_KINDS = {"comuna", "corregimiento", "barrio", "colonia", "col", "sector", "localidad", "vereda", "unidad", "vecinal",
          "uv", "u", "v", "no", "n", "numero"}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """``territory`` when there is one answer; several ``candidates`` when the text fits several; neither when none."""

    territory: Territory | None
    candidates: tuple[Territory, ...] = ()


def match_municipality(country: str, text: str, within: Collection[Territory] = ()) -> Match:
    """One text of :func:`match_municipalities`."""
    return match_municipalities(country, [text], within)[text]


def match_municipalities(country: str, texts: Iterable[str], within: Collection[Territory] = ()) -> dict[str, Match]:
    """What each text means, in one query however many there are.

    Takes «Ñuñoa», «nunoa», «Benito Juárez, Q. Roo», «Benito Juárez (Guerrero)», «05001» and the «5001» of a
    spreadsheet that lost the zero. ``within`` (municipalities or what lies above them) decides between several; it
    does not forbid a place elsewhere.
    """
    readings = {text: _readings(text) for text in texts}
    names = {name for options in readings.values() for name, _ in options}
    codes = {text: text.strip().zfill(5) for text in readings if re.fullmatch(r"\s*[0-9]{4,5}\s*", text)}
    municipal = Territory.objects.municipal().filter(country=country).with_state()
    found = list(municipal.filter(name_key__in=names) | municipal.filter(code__in=set(codes.values())))
    by_name: dict[str, list[Territory]] = defaultdict(list)
    for place in found:
        by_name[place.name_key].append(place)
    by_code = {place.code: place for place in found}
    preferred = {place.pk for place in within}
    return {
        text: _one(by_code[codes[text]])
        if codes.get(text) in by_code
        else _decided(_candidates(options, by_name), preferred)
        for text, options in readings.items()
    }


def match_place(country: str, text: str) -> Match:
    """A municipality, or a part of one: «El Poblado, Medellín», «05001-14», «Medellín». Two queries."""
    local = Territory.objects.local().filter(country=country).with_state()
    if re.fullmatch(r"[0-9]{5}(-[A-Za-z0-9]{1,8})+", text.strip()):
        return _decided(list(local.filter(code=text.strip().upper())), set())
    readings = _readings(text)
    named = list(local.filter(name_key__in={name for name, _above in readings})[:50])
    for name, above in readings:
        lies = [place for place in named if place.name_key == name and place.municipality.name_key == above]
        if lies:
            return _decided(lies, set())
    municipal = match_municipality(country, text)
    whole = [place for place in named if place.name_key == place_key(text)]
    return municipal if municipal.candidates or not whole else _decided(whole, set())


def match_inside(asked: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Match]:
    """What each text means inside its municipality (given by number), in one query however many there are.

    Takes «Comuna 14», «14», «El Poblado», «Comuna 14 - El Poblado» and «05001-14».
    """
    asked = set(asked)
    cities = {city for city, _text in asked}
    found = Territory.objects.local().filter(Q(parent__in=cities) | Q(parent__parent__in=cities)).with_state()
    inside: dict[int, list[Territory]] = defaultdict(list)
    for place in found.order_by("code") if cities else ():
        inside[place.municipality.pk].append(place)
    return {(city, text): _inside(text, inside[city], city) for city, text in asked}


def _inside(text: str, places: list[Territory], city: int) -> Match:
    words = words_of(text)
    while words and words[0] in _KINDS:
        words = words[1:]
    number = words[0].lstrip("0") if words and words[0].isdigit() else ""
    names = {" ".join(words), " ".join(words[1:]) if number else "", place_key(text)} - {""}
    named = [place for place in places if place.name_key in names]
    by_code = [place for place in places if place.code == text.strip().upper()]
    numbered = [place for place in places if number and len(words) == 1 and place.own_code.lstrip("0") == number]
    # A bare number is the commune's, not that of a neighbourhood further in.
    numbered = [place for place in numbered if place.parent_id == city] or numbered
    return _decided(by_code or named or numbered, set())


def _readings(text: str) -> list[tuple[str, str]]:
    """The ways to read a text as (name, state): whole first, then cut at each comma, bracket or dash."""
    options = [(place_key(text), "")]
    for cut in re.finditer(r"[,(/;]| [-–] ", text[:200]):
        state = _ABOVE.sub("", place_key(text[cut.end() :]))
        options.append((place_key(text[: cut.start()]), _STATES.get(state, state)))
    return [(name, state) for name, state in options if name]


def _candidates(options: list[tuple[str, str]], by_name: dict[str, list[Territory]]) -> list[Territory]:
    for name, state in options:
        places = by_name.get(name, [])
        if state:
            exact = [place for place in places if place.top.name_key == state]
            places = exact or [place for place in places if _lies_in(place, state)]
        if places:
            return places
    return []


def _lies_in(place: Territory, above: str) -> bool:
    """«Veracruz» is enough for Veracruz de Ignacio de la Llave, «Cauca» is not Valle del Cauca; provinces count too."""
    keys = [place.top.name_key, place.parent.name_key] if place.parent else []
    return any(f"{key} ".startswith(f"{above} ") for key in keys)


def _decided(places: list[Territory], preferred: set[int]) -> Match:
    if len(places) > 1 and preferred:
        near = [place for place in places if preferred & {place.pk, place.parent_id, place.top.pk}]
        places = near or places
    if len(places) == 1:
        return _one(places[0])
    return Match(None, tuple(sorted(places, key=lambda place: place.code)))


def _one(place: Territory) -> Match:
    return Match(place, (place,))

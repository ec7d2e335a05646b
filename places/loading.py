"""The official catalogues kept in ``places/data``, taken into the table.

Sources, all public data: MX – INEGI, Catálogo Único de Claves de Áreas Geoestadísticas (AGEEML), with the population
of the 2020 census. CO – DANE, DIVIPOLA. CL – SUBDERE, Código Único Territorial 2018.
"""

import csv
import re
from pathlib import Path

from django.db import transaction

from places.models import Country, Territory, place_key

DATA = Path(__file__).parent / "data"
DIGITS = {"state": 2, "department": 2, "region": 2, "province": 3, "municipality": 5}
UPDATED = ["name", "name_key", "parent", "population", "population_year"]


class BadCatalogue(ValueError):
    """A line of a catalogue that contradicts the rest. ``str()`` names file, line and reason."""


@transaction.atomic
def load_country(country: str, path: Path | None = None) -> int:
    """Take in one country's catalogue; how many territories it has. Safe to repeat: what is there is updated.

    Territories no longer in the catalogue stay: people and certificates point at them. What an official file brought
    up to date since (``places.updating``) stands above the catalogue carried here. Raises ``BadCatalogue``.
    """
    path = path or DATA / f"{country.lower()}.csv"
    by_level = _checked(path, country)
    newer = set(Territory.objects.filter(country=country).exclude(source="").values_list("level", "code"))
    pk_of: dict[str, int] = {}
    for level, lines in by_level.items():
        Territory.objects.bulk_create(
            [_territory(country, line, pk_of) for line in lines if (level, line["code"]) not in newer],
            update_conflicts=True,
            unique_fields=["country", "level", "code"],
            update_fields=UPDATED,
            batch_size=500,
        )
        pk_of.update(Territory.objects.filter(country=country, level=level).values_list("code", "pk"))
    return sum(map(len, by_level.values()))


def _checked(path: Path, country: str) -> dict[str, list[dict]]:
    by_level: dict[str, list[dict]] = {level: [] for level in Territory.LEVELS[Country(country)] if level in DIGITS}
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for line in reader:
            reason = _what_is_wrong(line, by_level, seen)
            if reason:
                raise BadCatalogue(f"{path.name}:{reader.line_num}: {reason}")
            seen.add(line["code"])
            by_level[line["level"]].append(line)
    return by_level


def _what_is_wrong(line: dict, by_level: dict, seen: set[str]) -> str:
    if line["level"] not in by_level:
        return f"no level {line['level']!r} in this country"
    if not re.fullmatch(rf"\d{{{DIGITS[line['level']]}}}", line["code"]):
        return f"code {line['code']!r} has not {DIGITS[line['level']]} digits"
    if line["code"] in seen:
        return f"code {line['code']} repeated"
    is_top = line["level"] == next(iter(by_level))
    if is_top == bool(line["parent_code"]) or (line["parent_code"] and line["parent_code"] not in seen):
        return f"parent {line['parent_code']!r} is not above"
    return ""


def _territory(country: str, line: dict, pk_of: dict[str, int]) -> Territory:
    return Territory(
        country=country,
        level=line["level"],
        code=line["code"],
        name=line["name"],
        name_key=place_key(line["name"]),
        parent_id=pk_of[line["parent_code"]] if line["parent_code"] else None,
        population=int(line["population"]) if line["population"] else None,
        population_year=int(line["population_year"]) if line["population_year"] else None,
    )

"""The official catalogues as their offices publish them: INEGI's AGEEML, DANE's DIVIPOLA, SUBDERE's CUT, each as CSV.

They differ in columns, encoding and delimiter from one year to the next; what is read is the code and the name of each
level. Codes are text: one that lost its zero in a spreadsheet is refused, with the code it probably was.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.spreadsheet import match_headers
from kit.text import fold, tidy
from places.loading import DIGITS, BadCatalogue

MAX_BYTES = 120 * 1024 * 1024  # the localities of Mexico are 300,000 lines
_HEADER_WITHIN = 30
_SMALL_WORDS = {"de", "del", "la", "las", "el", "los", "y", "e", "en"}

# For each country, from the top: (level, spellings of its code's column, of its name's). Case and accents do not count.
COLUMNS = {
    "MX": [
        ("state", {"cve_ent"}, {"nom_ent"}),
        ("municipality", {"cve_mun"}, {"nom_mun"}),
    ],
    "CO": [
        (
            "department",
            {"código departamento", "cod_dpto", "cod_depto", "dpto_ccdgo", "código dane del departamento"},
            {"nombre departamento", "nom_dpto", "nom_depto", "dpto", "dpto_cnmbr", "departamento"},
        ),
        (
            "municipality",
            {"código municipio", "cod_mpio", "cod_muni", "mpio_cdpmp", "mpio_ccdgo", "código dane del municipio"},
            {"nombre municipio", "nom_mpio", "nom_muni", "mpio_cnmbr", "municipio"},
        ),
    ],
    "CL": [
        ("region", {"código región", "cod_region", "codigo_region"}, {"nombre región", "nom_region", "región"}),
        ("province", {"código provincia", "cod_provincia"}, {"nombre provincia", "nom_provincia", "provincia"}),
        (
            "municipality",
            {"código comuna", "código comuna 2018", "código comuna 2010", "cod_comuna", "cut"},
            {"nombre comuna", "nombre comuna 2018", "nom_comuna", "comuna"},
        ),
    ],
}
_POPULATION = {"pob_total", "población total"}
_LOCALITY = {"cve_loc", "código centro poblado"}


@dataclass(frozen=True)
class Entry:
    """One territory as the official file has it."""

    level: str
    code: str
    name: str
    parent_code: str
    population: int | None = None


def read_official(country: str, path: Path) -> list[Entry]:
    """Every territory of an official file, from the top down, each once. Raises ``BadCatalogue`` with the line."""
    if path.stat().st_size > MAX_BYTES:
        raise BadCatalogue(f"{path.name}: larger than {MAX_BYTES // 1024 // 1024} MB")
    text = _decoded(path.read_bytes())
    if "\0" in text:
        raise BadCatalogue(f"{path.name}:{text[: text.index(chr(0))].count(chr(10)) + 1}: not text; save it as CSV")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _entries(country, path.name, enumerate(lines, 1))
    except csv.Error as error:
        raise BadCatalogue(f"{path.name}: not a CSV file: {error}") from error


def _entries(country: str, name: str, lines: Iterator[tuple[int, list[str]]]) -> list[Entry]:
    at = _header(country, name, lines)
    levels = [level for level, _codes, _names in COLUMNS[country]]
    found: dict[tuple[str, str], Entry] = {}
    for number, cells in lines:
        if not any(_cell(cells, at, f"{levels[-1]} {part}") for part in ("code", "name")):
            continue  # notes and totals under the table
        above = ""
        for level in levels:
            entry = _entry(level, cells, at, above, f"{name}:{number}")
            known = found.setdefault((level, entry.code), entry)
            if fold(known.name) != fold(entry.name):
                raise BadCatalogue(f"{name}:{number}: {entry.code} is {known.name!r} further up, here {entry.name!r}")
            above = entry.code
    if not found:
        raise BadCatalogue(f"{name}: a header and no line under it")
    return sorted(found.values(), key=lambda entry: (levels.index(entry.level), entry.code))


def _header(country: str, name: str, lines: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    """Where each field stands, in the first line that has them all; titles may stand above it."""
    wanted = {f"{level} code": codes for level, codes, _names in COLUMNS[country]}
    wanted |= {f"{level} name": names for level, _codes, names in COLUMNS[country]}
    best: set[str] = set(wanted)
    for _number, cells in itertools.islice(lines, _HEADER_WITHIN):
        at, _unknown, _twice = match_headers(cells, wanted | {"population": _POPULATION, "locality": _LOCALITY})
        if wanted.keys() <= at.keys():
            return at
        best = min(best, wanted.keys() - at.keys(), key=len)
    missing = "; ".join(f"{field} ({', '.join(sorted(wanted[field]))})" for field in sorted(best))
    raise BadCatalogue(f"{name}: no header with these columns: {missing}")


def _cell(cells: list[str], at: dict[str, int], field: str) -> str:
    index = at.get(field)
    return tidy(cells[index]) if index is not None and index < len(cells) else ""


def _entry(level: str, cells: list[str], at: dict[str, int], above: str, where: str) -> Entry:
    code, name = _cell(cells, at, f"{level} code"), _cell(cells, at, f"{level} name")
    if level == "municipality" and len(above) == 2 and re.fullmatch(r"[0-9]{3}", code):
        code = above + code
    digits = DIGITS[level]
    if not re.fullmatch(rf"[0-9]{{{digits}}}", code):
        raise BadCatalogue(f"{where}: {level} code {code!r} has not {digits} digits{_suggestion(code, digits, above)}")
    if not code.startswith(above):
        raise BadCatalogue(f"{where}: {level} {code} does not lie in {above}")
    if not name:
        raise BadCatalogue(f"{where}: {level} {code} has no name")
    said = re.sub(r"\D", "", _cell(cells, at, "population"))
    # In a list of localities the figure is the locality's, not the municipality's.
    counted = level == "municipality" and said and "locality" not in at
    return Entry(level, code, name[:120], above, int(said) if counted else None)


def _suggestion(code: str, digits: int, above: str) -> str:
    bare = re.sub(r"[.,\s]", "", code)
    if not re.fullmatch(r"[0-9]+", bare) or len(bare) > digits:
        return ""
    likely = above + bare.zfill(3) if above and len(above) == 2 and len(bare) < 3 else bare.zfill(digits)
    return f"; is it {likely}? Spreadsheets drop zeros: save that column as text"


def in_small_letters(name: str) -> str:
    """«MEDELLÍN» as «Medellín», «SAN JOSÉ DE LA MONTAÑA» as people write it; a name with small letters stays."""
    if name != name.upper():
        return name
    words = [word if at and word in _SMALL_WORDS else word.capitalize() for at, word in enumerate(name.lower().split())]
    return re.sub(r"\b([A-Za-z])\.([a-z])\.", lambda found: found[0].upper(), " ".join(words))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _delimiter(text: str) -> str:
    sample = text[:4000]
    return max(",;\t|", key=sample.count)

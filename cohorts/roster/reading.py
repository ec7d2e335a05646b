"""What each line of a list says, cell by cell; nothing is looked up but the municipalities, all in one query."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.roster.facts import RosterRow
from cohorts.roster.names import split_full_name, split_surnames
from cohorts.roster.vocabulary import Columns
from kit.spreadsheet import Row, Table
from kit.text import fold, name_key, tidy
from people.models import Area, Sex
from people.register import compact_phone, organisation_key
from places.matching import Match, match_municipalities
from places.models import Territory

NOTHING = {"-", "--", "---", "–", "—", ".", "n/a", "na", "n/d", "nd", "s/d", "s/n", "no tiene", "sin correo", "ninguno",
           "ninguna", "no aplica", "sin telefono", "x", "null", "none"}  # fmt: skip
_FORMULA = ("=", "@", "+", "＝", "＠")
_NOT_A_NAME = re.compile(r"[<>={}|\\/\[\]@#$%^*_~]|\d|:")
_LETTER = re.compile(r"[^\W\d_]")
_WOMAN = {"mujer", "femenino", "femenina", "female", "woman", "fem", "f", "muj"}
_MAN = {"hombre", "masculino", "masculina", "male", "man", "masc", "h", "varon", "hom"}
_OTHER = {"otro", "otra", "otre", "other", "no binario", "no binaria", "no binarie", "nb", "non binary", "non-binary"}
_PREFER_NOT = {"prefiero no decirlo", "prefiere no decirlo", "prefiere no decir", "prefiero no responder",
               "prefiere no responder", "no responde", "nr", "prefer not to say", "prefer_not"}  # fmt: skip
_UNSAID = {"", "no informa", "no informado", "no informada", "no reportado", "not reported", "ni", "sin dato",
           "sin informacion", *NOTHING}  # fmt: skip
_NO_AREA = _UNSAID | _PREFER_NOT
_AREAS = {"urbana": Area.URBAN, "urbano": Area.URBAN, "urban": Area.URBAN, "u": Area.URBAN, "rural": Area.RURAL,
          "r": Area.RURAL, "zona urbana": Area.URBAN, "zona rural": Area.RURAL}  # fmt: skip
_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})\6(\d{4})")
_LONGEST_NAME = 80
# Lines read at a time: a second or less, so that whoever waits sees how far it got.
STRETCH = 500
OLDEST = date(1900, 1, 1)


# Words for what is wrong: said seldom, so they are looked up only then.
_GIVEN, _FIRST, _SECOND = gettext_lazy("Nombre"), gettext_lazy("Primer apellido"), gettext_lazy("Segundo apellido")
_ORGANISATION, _POST = gettext_lazy("Organización"), gettext_lazy("Cargo")
_BIRTH_DATE = gettext_lazy("Fecha de nacimiento")


class Line:
    """One line while it is read: gives cells by field and collects what is wrong with them."""

    def __init__(self, row: Row, columns: Columns):
        self.number, self.problems = row.number, []
        self._cells = {field: tidy(row.cells[at]) for field, at in columns.at.items()}

    def raw(self, field: str) -> str:
        return self._cells.get(field, "")

    def put(self, field: str, said: str) -> None:
        """What stood in another column belongs in this one."""
        self._cells[field] = said

    def text(self, field: str, label: str | Promise, longest: int) -> str:
        """A cell of free words; a formula or too long a text is a problem."""
        said = self.raw(field)
        if fold(said) in NOTHING:
            return ""
        if said.startswith(_FORMULA):
            self.wrong(_("%(label)s: «%(said)s» parece una fórmula. Escribe el texto."), label, said)
        elif len(said) > longest:
            message = _("%(label)s: tiene %(length)d caracteres y caben %(longest)d.")
            self.problems.append(message % {"label": label, "length": len(said), "longest": longest})
        else:
            return said
        return ""

    def wrong(self, message: str, label: str | Promise, said: str) -> None:
        self.problems.append(message % {"label": label, "said": said if len(said) <= 40 else said[:39] + "…"})


def read_rows(table: Table, columns: Columns, *, country: str, within: Collection[Territory] = ()) -> list[RosterRow]:
    """Every line of the table, the wrong ones with their problems in words. One query a stretch, for the places."""
    return [row for some in read_stretches(table, columns, country=country, within=within) for row in some]


def read_stretches(
    table: Table, columns: Columns, *, country: str, within: Collection[Territory] = ()
) -> Iterator[list[RosterRow]]:
    """:func:`read_rows` five hundred lines at a time. A place that was written before is not looked up again."""
    m_is, known = sex_of_m(table, columns), {"": Match(None)}
    for at in range(0, len(table.rows), STRETCH):
        lines = [Line(row, columns) for row in table.rows[at : at + STRETCH]]
        yield _read_lines(lines, m_is, known, country, within)


def read_some(
    rows: Iterable[Row], columns: Columns, m_is: str, *, country: str, within: Collection[Territory] = ()
) -> list[RosterRow]:
    """Single lines of a list of which it is known what «M» means: see :func:`sex_of_m`. One query."""
    return _read_lines([Line(row, columns) for row in rows], m_is, {"": Match(None)}, country, within)


def _read_lines(lines: list[Line], m_is: str, known: dict[str, Match], country: str, within) -> list[RosterRow]:
    places = [_place_of(line) for line in lines]
    new = set(places) - known.keys()
    known.update(match_municipalities(country, new, within) if new else {})
    yesterday = timezone.localdate() - timedelta(days=1)
    return [_read(line, place, known[place], m_is, yesterday) for line, place in zip(lines, places, strict=True)]


def sex_of_m(table: Table, columns: Columns) -> str:
    """What «M» means in this list: :func:`meaning_of_m` of its column."""
    at = columns.at.get("sex")
    return "" if at is None else meaning_of_m(tidy(cell) for cell in {row.cells[at] for row in table.rows})


def meaning_of_m(cells: Iterable[str]) -> str:
    """«M» beside «H» is a woman, beside «F» a man; alone, or beside both, nobody can tell: empty."""
    said = {fold(cell) for cell in cells}
    beside_man, beside_woman = bool(said & _MAN), bool(said & _WOMAN)
    if beside_man == beside_woman:
        return ""
    return Sex.WOMAN if beside_man else Sex.MAN


def _read(line: Line, place: str, match: Match, m_is: str, yesterday: date) -> RosterRow:
    (given, first, second), other = _names(line)
    organisation = line.text("organisation", _ORGANISATION, 160)
    return RosterRow(
        number=line.number,
        given_names=given,
        surname1=first,
        surname2=second,
        key=name_key(given, first, second),
        email=read_email(line),
        phone=read_phone(line),
        sex=_sex(line, m_is),
        area=_area(line),
        birth_date=read_day_between(line, "birth_date", _BIRTH_DATE, OLDEST, yesterday),
        organisation=organisation,
        organisation_key=organisation_key(organisation),
        post=line.text("post", _POST, 120),
        place=place,
        territory_id=_territory(line, place, match),
        other_split=other,
        problems=tuple(line.problems),
    )


def _names(line: Line) -> tuple[tuple[str, str, str], tuple[str, str, str] | None]:
    other = None
    if line.raw("full_name"):
        parts, other = split_full_name(line.raw("full_name"))
    elif line.raw("surnames"):
        first, second = split_surnames(line.raw("surnames"))
        parts = (line.raw("given_names"), first, second or line.raw("surname2"))
    else:
        parts = (line.raw("given_names"), line.raw("surname1"), line.raw("surname2"))
        if not parts[1] and parts[2]:
            parts = (parts[0], parts[2], "")
    for label, said in zip((_GIVEN, _FIRST, _SECOND), parts, strict=True):
        _check_name(line, label, said)
    if not line.problems:
        _check_both(line, parts)
    return parts, other


def _check_name(line: Line, label: str | Promise, said: str) -> None:
    if said.startswith((*_FORMULA, "-")):
        line.wrong(_("%(label)s: «%(said)s» parece una fórmula. Escribe el nombre."), label, said)
    elif said and (_NOT_A_NAME.search(said) or not _LETTER.search(said)):
        line.wrong(_("%(label)s: «%(said)s» no parece un nombre."), label, said)
    elif len(said) > _LONGEST_NAME:
        line.wrong(_("%(label)s: «%(said)s» tiene más de 80 caracteres."), label, said)


def _check_both(line: Line, parts: tuple[str, str, str]) -> None:
    if not parts[0] and not parts[1]:
        line.problems.append(_("La línea no dice ningún nombre."))
    elif not parts[0]:
        line.problems.append(_("Falta el nombre."))
    elif not parts[1]:
        line.problems.append(_("Falta al menos un apellido."))


def read_email(line: Line) -> str:
    said = line.raw("email").lower()
    if not said or said in NOTHING:
        return ""
    try:
        validate_email(said)
        MaxLengthValidator(254)(said)
    except ValidationError:
        line.wrong(_("%(label)s: «%(said)s» no es una dirección de correo."), _("Correo"), said)
        return ""
    return said


def read_phone(line: Line) -> str:
    said = line.raw("phone")
    if not said or fold(said) in NOTHING:
        return ""
    phone = compact_phone(said)
    if re.search(r"[^\d\s()+\-.,/extEXT]", said) or not 6 <= len(phone.lstrip("+")) <= 20:
        line.wrong(_("%(label)s: «%(said)s» no es un número de teléfono."), _("Teléfono"), said)
        return ""
    return phone


def _sex(line: Line, m_is: str) -> str:
    said = fold(line.raw("sex"))
    if said in _UNSAID:
        return ""
    if said == "m":
        if not m_is:
            line.wrong(_("%(label)s: «%(said)s» puede ser mujer o masculino. Escribe Mujer u Hombre."), _("Sexo"), "M")
        return m_is
    for known, sex in ((_WOMAN, Sex.WOMAN), (_MAN, Sex.MAN), (_OTHER, Sex.OTHER), (_PREFER_NOT, Sex.PREFER_NOT)):
        if said in known:
            return sex
    if said.startswith("intersex"):
        return Sex.INTERSEX
    line.wrong(_("%(label)s: no entendemos «%(said)s». Escribe Mujer u Hombre."), _("Sexo"), line.raw("sex"))
    return ""


def _area(line: Line) -> str:
    said = fold(line.raw("area"))
    if said in _NO_AREA:
        return ""
    if said not in _AREAS:
        line.wrong(_("%(label)s: no entendemos «%(said)s». Escribe urbana o rural."), _("Área"), line.raw("area"))
    return _AREAS.get(said, "")


def read_day(line: Line, field: str, label: str | Promise) -> date | None:
    """A past day, or today; another is a problem of the line."""
    return read_day_between(line, field, label, OLDEST, timezone.localdate())


def read_day_between(line: Line, field: str, label: str | Promise, first: date, last: date) -> date | None:
    """A day from ``first`` to ``last``; another is a problem of the line."""
    said = line.raw(field).removesuffix(" 00:00")
    if not said or fold(said) in NOTHING:
        return None
    day = day_said(said)
    if day and first <= day <= last:
        return day
    message = _("%(label)s: no entendemos «%(said)s». Escribe día/mes/año, como 31/12/1985.")
    line.wrong(message, label, said)
    return None


def day_said(said: str) -> date | None:
    """The day a text names, in the ways people write it; None for anything else."""
    found = _DAY.fullmatch(said)
    if not found:
        return None
    year, month, day = (found[1], found[3], found[4]) if found[1] else (found[8], found[7], found[5])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _place_of(line: Line) -> str:
    place, state = line.raw("place"), line.raw("state")
    if not place or fold(place) in NOTHING:
        return ""
    return f"{place}, {state}" if state and fold(state) not in NOTHING else place


def _territory(line: Line, place: str, match: Match) -> int | None:
    if not place:
        return None
    if match.territory:
        return match.territory.pk
    if match.candidates:
        some = " · ".join(candidate.full_name for candidate in match.candidates[:3])
        message = _("Municipio: «%(said)s» puede ser %(some)s. Escribe también cuál estado o región.")
        line.problems.append(message % {"said": place[:60], "some": some})
    else:
        line.wrong(_("%(label)s: no encontramos «%(said)s» en el catálogo oficial."), _("Municipio"), place)
    return None

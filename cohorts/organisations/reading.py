"""What each line of a list of organisations says, cell by cell; places are looked up in three queries."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cohorts.organisations.facts import OrganisationRow
from cohorts.roster.names import split_full_name
from cohorts.roster.reading import NOTHING, Line, read_day, read_email, read_phone
from cohorts.roster.vocabulary import SPELLINGS, Columns
from kit.spreadsheet import Table, match_headers
from kit.text import fold, name_key
from people.models import Organisation
from people.register import organisation_key
from places.matching import Match, match_inside, match_municipalities
from places.models import Territory

_COMMUNE = {"comuna", "corregimiento", "comuna o corregimiento", "barrio", "colonia", "sector", "unidad vecinal",
            "localidad", "territorio", "commune", "territory", "neighbourhood"}  # fmt: skip
ORGANISATION_SPELLINGS = {
    "name": {"nombre", "organizacion", "nombre de la organizacion", "razon social", "name", "organisation name",
             "organization", "organisation", "junta", "junta de vecinos", "jac", "colectivo"},
    "kind": {"tipo", "tipo de organizacion", "clase", "type", "kind"},
    "ref": {"id externo", "identificador", "identificador externo", "codigo", "id", "arco", "id arco", "codigo arco",
            "external id", "folio"},
    "code": {"clave del territorio", "clave", "codigo dane", "cut", "cvegeo", "clave inegi", "territory code"},
    "commune": _COMMUNE,
    "place": {"municipio", "municipality", "ciudad", "city", "alcaldia"},
    "state": SPELLINGS["state"],
    "members": {"integrantes", "integrantes declarados", "miembros", "afiliados", "socios", "numero de integrantes",
                "numero de miembros", "members", "declared members"},
    "declared_on": {"fecha", "fecha de la declaracion", "fecha de declaracion", "date", "declared on"},
    "contact": {"contacto", "persona de contacto", "representante", "presidente", "presidenta", "representante legal",
                "nombre del contacto", "contact", "contact person"},
    "post": SPELLINGS["post"],
    "phone": SPELLINGS["phone"],
    "email": SPELLINGS["email"],
}  # fmt: skip
_KIND = Organisation.Kind
_KINDS = {
    _KIND.JAC: {"jac", "junta de accion comunal", "accion comunal"},
    _KIND.SOCIAL_ORGANISATION: {"organizacion social", "os", "orso", "social", "social organisation"},
    _KIND.NEIGHBOURHOOD_COUNCIL: {"junta de vecinos", "jjvv", "jv", "junta vecinal", "neighbourhood council"},
    _KIND.FUNCTIONAL_ORGANISATION: {"organizacion funcional", "funcional"},
    _KIND.MUNICIPAL_DEPARTMENT: {"casa de cultura", "direccion de cultura", "instituto de cultura", "municipal",
                                 "direccion o casa de cultura municipal"},
    _KIND.COLLECTIVE: {"colectivo", "colectiva", "grupo", "collective"},
    _KIND.COMPANY: {"empresa", "company"},
    _KIND.UNIVERSITY: {"universidad", "university"},
    _KIND.OTHER: {"otra", "otro", "other"},
}  # fmt: skip
KIND_OF = {spelling: kind for kind, spellings in _KINDS.items() for spelling in {*spellings, fold(str(kind.value))}}
MOST_MEMBERS = 1_000_000


def columns_of(header: Sequence[str], country: str = "") -> Columns:
    """The columns we read. In Chile a «comuna» is the municipality; elsewhere, a part of one."""
    spellings = ORGANISATION_SPELLINGS
    if country == "CL":
        comuna = {"comuna", "commune"}
        spellings = spellings | {"commune": _COMMUNE - comuna, "place": spellings["place"] | comuna}
    return Columns(*match_headers(header, spellings))


def read_rows(table: Table, columns: Columns, *, country: str, city: Territory | None = None) -> list[OrganisationRow]:
    """Every line, the wrong ones with their problems in words. ``city``: where the communes lie, if no column says."""
    lines = [Line(row, columns) for row in table.rows]
    places = _Places(lines, country, city)
    return [_read(line, places) for line in lines]


class _Places:
    """Codes, municipalities and what lies inside them, each asked for once for the whole list."""

    def __init__(self, lines: list[Line], country: str, city: Territory | None):
        self.city = city
        codes = {_code(line) for line in lines} - {""}
        found = Territory.objects.filter(country=country, code__in=codes).with_state() if codes else ()
        self.by_code = {place.code: place for place in found}
        self.municipal = match_municipalities(country, {_municipality(line) for line in lines} - {""})
        asked = {(town.pk, _said(line, "commune")) for line in lines if (town := self.town_of(line))}
        self.inside = match_inside(pair for pair in asked if pair[1])

    def town_of(self, line: Line) -> Territory | None:
        """Where the line's commune lies: the place of its code, its municipality, or that of the whole list."""
        code, said = _code(line), _municipality(line)
        if code:
            return self.by_code.get(code)
        return self.municipal[said].territory if said else self.city

    def of(self, line: Line) -> Territory | None:
        """The narrowest place the line names; what cannot be found is a problem of the line."""
        code, said, town = _code(line), _municipality(line), self.town_of(line)
        commune = _said(line, "commune")
        if code and not town:
            line.wrong(_("%(label)s: «%(said)s» no está en el catálogo."), _("Clave del territorio"), code)
            return None
        if said and not town:
            return _unfound(line, _("Municipio"), said, self.municipal[said])
        if not commune or (town and town.level in Territory.LOCAL):
            return town
        if not town:
            line.wrong(_("%(label)s: «%(said)s»: di también en qué municipio."), _("Comuna o barrio"), commune)
            return None
        match = self.inside[(town.pk, commune)]
        return match.territory or _unfound(line, _("Comuna o barrio"), commune, match)


def _unfound(line: Line, label: str, said: str, match: Match) -> Territory | None:
    """No territory, and the reason among the line's problems."""
    if match.candidates:
        some = " · ".join(place.full_name for place in match.candidates[:3])
        facts = {"label": label, "said": said[:60], "some": some}
        line.problems.append(_("%(label)s: «%(said)s» puede ser %(some)s. Escríbelo completo.") % facts)
    else:
        line.wrong(_("%(label)s: no encontramos «%(said)s». Agrégalo en Territorio o corrígelo."), label, said)
    return None


def _said(line: Line, field: str) -> str:
    said = line.raw(field)
    return "" if fold(said) in NOTHING - {"x"} else said


def _code(line: Line) -> str:
    """The territory's code, with the zero a spreadsheet took away from it."""
    said = _said(line, "code").upper()
    first, dash, rest = said.partition("-")
    return first.zfill(5) + dash + rest if re.fullmatch(r"[0-9]{4}(-[A-Z0-9]+)*", said) else said


def _municipality(line: Line) -> str:
    place, state = _said(line, "place"), _said(line, "state")
    return f"{place}, {state}" if place and state else place


def _read(line: Line, places: _Places) -> OrganisationRow:
    name = line.text("name", _("Nombre"), 160)
    if not organisation_key(name) and not line.problems:
        line.problems.append(_("Falta el nombre de la organización."))
    place = places.of(line)
    contact = _contact(line)
    return OrganisationRow(
        number=line.number,
        name=name,
        key=organisation_key(name),
        kind=_kind(line),
        ref=line.text("ref", _("Identificador externo"), 40),
        territory_id=place.pk if place else None,
        place=place.full_name if place else "",
        members=_members(line),
        declared_on=read_day(line, "declared_on", _("Fecha de la declaración")),
        contact=contact,
        contact_key=name_key(*contact),
        post=line.text("post", _("Cargo"), 120),
        phone=read_phone(line),
        email=read_email(line),
        problems=tuple(line.problems),
    )


def _kind(line: Line) -> str:
    said = fold(line.raw("kind")).strip(".")
    if not said or said in NOTHING:
        return ""
    labels = {fold(str(kind.label)): kind for kind in _KIND}
    kind = KIND_OF.get(said) or labels.get(said)
    if kind is None:
        line.wrong(_("%(label)s: no conocemos el tipo «%(said)s»."), _("Tipo"), line.raw("kind"))
    return str(kind.value) if kind else ""


def _members(line: Line) -> int | None:
    said = _said(line, "members")
    if not said:
        return None
    digits = re.sub(r"(?<=\d)[., ](?=\d{3}\b)", "", said)
    if not re.fullmatch(r"[0-9]{1,7}", digits) or int(digits) > MOST_MEMBERS:
        line.wrong(_("%(label)s: «%(said)s» no es un número entero."), _("Integrantes declarados"), said)
        return None
    return int(digits)


def _contact(line: Line) -> tuple[str, str, str]:
    said = line.text("contact", _("Persona de contacto"), 200)
    if not said:
        return ("", "", "")
    parts, _other = split_full_name(said)
    if re.search(r"[\d<>={}@]", said) or not parts[1]:
        line.wrong(_("%(label)s: «%(said)s» no parece un nombre y un apellido."), _("Persona de contacto"), said)
    return parts

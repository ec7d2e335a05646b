"""The names people give to columns, in Spanish and English."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kit.spreadsheet import Row, Table, match_headers

# Case, accents, spaces and punctuation do not count: «Nombre(s)» is «nombres».
SPELLINGS = {
    "given_names": {"nombre", "nombres", "nombre o nombres", "nombre de pila", "primer nombre", "name", "given name",
                    "given names", "first name", "first names", "forename", "forenames"},
    "surname1": {"primer apellido", "apellido paterno", "ap paterno", "a paterno", "paterno", "apellido 1", "apellido1",
                 "1er apellido", "first surname", "surname 1", "paternal surname"},
    "surname2": {"segundo apellido", "apellido materno", "ap materno", "a materno", "materno", "apellido 2",
                 "apellido2", "2do apellido", "second surname", "surname 2", "maternal surname"},
    "surnames": {"apellidos", "apellido", "surname", "surnames", "last name", "last names", "family name"},
    "full_name": {"nombre completo", "nombre y apellido", "nombre y apellidos", "nombres y apellidos",
                  "nombres y apellido", "apellidos y nombres", "apellido y nombre", "apellidos y nombre", "full name",
                  "complete name", "participante", "participant", "persona", "dirigente", "nombre del participante",
                  "nombre de la persona", "asistente", "beneficiario", "beneficiaria"},
    "email": {"correo", "correo electronico", "e-mail", "mail", "correo e", "email address", "e-mail address"},
    "phone": {"telefono", "celular", "movil", "whatsapp", "telefono celular", "telefono movil", "tel", "cel", "fono",
              "telefono o whatsapp", "celular o whatsapp", "telefono whatsapp", "phone number", "telephone", "mobile",
              "mobile phone", "cell phone"},
    "sex": {"sexo", "genero", "gender", "sexo o genero"},
    "area": {"area", "ambito", "zona", "area urbana o rural", "rural o urbana", "urbano rural", "urbana rural",
             "zona urbana o rural", "rural urban", "urban rural"},
    "place": {"municipio", "comuna", "municipality", "alcaldia", "municipio o alcaldia", "municipio de residencia",
              "comuna de residencia", "commune", "ciudad", "city", "town"},
    "state": {"estado", "entidad", "entidad federativa", "departamento", "region", "department", "province",
              "provincia"},
    "organisation": {"organizacion", "junta", "junta de vecinos", "institucion", "organismo", "dependencia",
                     "colectivo", "agrupacion", "consejo", "jac", "jjvv", "organisation", "organization",
                     "institution", "council", "organizacion o institucion", "casa de cultura"},
    "post": {"cargo", "puesto", "post", "position", "role", "job title", "rol", "funcion"},
    "birth_date": {"fecha de nacimiento", "nacimiento", "fecha nacimiento", "f nacimiento", "fecha nac", "birthdate",
                   "date of birth", "dob", "birth date"},
}  # fmt: skip

# What a list without headers is read as, by its number of columns.
POSITIONS = {1: ["nombre completo"], 2: ["nombres", "apellidos"], 3: ["nombres", "apellidos", "organización"]}
NAMED = {"given_names", "surname1", "surnames", "full_name"}


@dataclass(frozen=True)
class Columns:
    """Which column holds what; ``missing`` are the fields without which nobody can be enrolled."""

    at: dict[str, int]
    unread: list[str] = field(default_factory=list)
    duplicated: dict[str, list[str]] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        if "full_name" in self.at:
            return []
        lacks = [] if "given_names" in self.at else ["given_names"]
        return lacks if {"surname1", "surnames"} & set(self.at) else [*lacks, "surnames"]

    @property
    def recognised(self) -> bool:
        return bool(self.at or self.duplicated)


def columns_of(header: Sequence[str], country: str = "") -> Columns:
    """The columns we read. «Nombre» with no surname beside it is taken for the whole name.

    In Colombia a «comuna» is a part of a city, not the municipality: there it is left unread.
    """
    spellings = SPELLINGS
    if country == "CO":
        spellings = SPELLINGS | {"place": SPELLINGS["place"] - {"comuna", "comuna de residencia", "commune"}}
    at, unread, duplicated = match_headers(header, spellings)
    if "given_names" in at and not {"surname1", "surnames", "full_name", "surname2"} & set(at):
        at["full_name"] = at.pop("given_names")
    return Columns(at, unread, duplicated)


def without_header(table: Table) -> Table:
    """The same list when its first line is already somebody: names, surnames and organisation by position."""
    width = max([len(table.header), *(len(row.cells) for row in table.rows)])
    titles = POSITIONS.get(width, POSITIONS[3])
    header = titles + [f"columna {number}" for number in range(len(titles) + 1, width + 1)]
    first = min((row.number for row in table.rows), default=2) - 1
    return Table(header, [Row(max(1, first), [*table.header]), *table.rows])

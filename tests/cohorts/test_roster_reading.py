"""What is understood of a list, whatever program it comes from."""

import io

import openpyxl
import pytest

from cohorts.roster.names import split_full_name, split_surnames
from cohorts.roster.reading import read_rows
from cohorts.roster.vocabulary import columns_of, without_header
from kit.spreadsheet import read_pasted, read_table
from places.models import Territory

pytestmark = pytest.mark.django_db

HEADERS = {
    "spanish": ["Nombre(s)", "Primer apellido", "Segundo Apellido", "Correo electrónico", "WhatsApp", "Organización"],
    "mexican": ["NOMBRES", "Apellido Paterno", "Apellido Materno", "CORREO", "Celular", "Institución"],
    "english": ["Given names", "First surname", "Second surname", "E-mail", "Phone", "Organisation"],
}
ANA = ("Begoña", "Núñez", "de la Peña", "begona@example.org", "5512345678", "Casa de Cultura «Ñandú»")


def as_csv(rows, separator, encoding):
    quote = lambda cell: '"' + cell.replace('"', '""') + '"'  # noqa: E731
    return "\r\n".join(separator.join(quote(cell) for cell in row) for row in rows).encode(encoding)


def as_xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(table, country="MX"):
    return read_rows(table, columns_of(table.header, country), country=country)


def read_text(*lines, country="MX"):
    return read(read_pasted("\n".join(lines)), country)


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_a_line_reads_the_same_from_any_file(language, separator, encoding):
    table = read_table(as_csv([HEADERS[language], ANA], separator, encoding), "lista.csv")

    (row,) = read(table)

    assert (row.given_names, row.surname1, row.surname2, row.email, row.phone, row.organisation) == ANA
    assert row.problems == ()


def test_a_line_reads_the_same_from_a_workbook():
    (row,) = read(read_table(as_xlsx([HEADERS["spanish"], ANA]), "lista.xlsx"))

    assert (row.given_names, row.surname1, row.surname2, row.email, row.phone, row.organisation) == ANA


@pytest.mark.parametrize(
    "typed,parts,other",
    [
        ("Ana Pérez", ("Ana", "Pérez", ""), None),
        ("Ana Pérez López", ("Ana", "Pérez", "López"), ("Ana Pérez", "López", "")),
        ("Ana María Pérez", ("Ana María", "Pérez", ""), ("Ana", "María", "Pérez")),
        ("Ana María Pérez López", ("Ana María", "Pérez", "López"), None),
        ("María de la Cruz", ("María", "de la Cruz", ""), None),
        ("María del Carmen de la Cruz San Martín", ("María del Carmen", "de la Cruz", "San Martín"), None),
        ("Pérez López, Ana María", ("Ana María", "Pérez", "López"), None),
        ("de la O Ruiz, José", ("José", "de la O", "Ruiz"), None),
        ("Ana", ("Ana", "", ""), None),
        ("", ("", "", ""), None),
    ],
)
def test_a_full_name_is_parted(typed, parts, other):
    assert split_full_name(typed) == (parts, other)


@pytest.mark.parametrize(
    "typed,parts",
    [
        ("Pérez López", ("Pérez", "López")),
        ("de la Cruz", ("de la Cruz", "")),
        ("de la Cruz del Río", ("de la Cruz", "del Río")),
        ("Pérez y López", ("Pérez", "y López")),
        ("de", ("de", "")),
        ("", ("", "")),
    ],
)
def test_surnames_are_parted(typed, parts):
    assert split_surnames(typed) == parts


@pytest.mark.parametrize(
    "column,read_as",
    [
        (["M", "H", "h"], ["woman", "man", "man"]),
        (["M", "F"], ["man", "woman"]),
        (["Mujer", "hombre", ""], ["woman", "man", ""]),
        (["Femenino", "MASCULINO", "no informa"], ["woman", "man", ""]),
        (["female", "male", "Otro"], ["woman", "man", "other"]),
    ],
)
def test_sex_is_understood_from_its_column(column, read_as):
    rows = read_text("Nombre;Apellidos;Sexo", *[f"Ana;Pérez;{cell}" for cell in column])

    assert [row.sex for row in rows] == read_as
    assert [row.problems for row in rows] == [()] * len(rows)


@pytest.mark.parametrize("column", [["M", "M"], ["M", "H", "F"]])
def test_an_m_that_may_be_either_is_asked_about(column):
    rows = read_text("Nombre;Apellidos;Sexo", *[f"Ana;Pérez;{cell}" for cell in column])

    assert rows[0].problems == ("Sexo: «M» puede ser mujer o masculino. Escribe Mujer u Hombre.",)


@pytest.mark.parametrize(
    "line,problem",
    [
        ('=HYPERLINK("x");Pérez;;;', "Nombre: «=HYPERLINK(\"x\")» parece una fórmula. Escribe el nombre."),
        ("@ana;Pérez;;;", "Nombre: «@ana» parece una fórmula. Escribe el nombre."),
        ("Ana;;;;", "Falta al menos un apellido."),
        (";Pérez;;;", "Falta el nombre."),
        ("Ana1;Pérez;;;", "Nombre: «Ana1» no parece un nombre."),
        ("<b>Ana;Pérez;;;", "Nombre: «<b>Ana» no parece un nombre."),
        ("Ana;Pérez;ana@;;", "Correo: «ana@» no es una dirección de correo."),
        ("Ana;Pérez;;12;", "Teléfono: «12» no es un número de teléfono."),
        (
            "Ana;Pérez;;;99/99/1980",
            "Fecha de nacimiento: no entendemos «99/99/1980». Escribe día/mes/año, como 31/12/1985.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_sentence(line, problem):
    (row,) = read_text("Nombres;Apellidos;Correo;Teléfono;Fecha de nacimiento", line)

    assert row.problems == (problem,)


def test_a_municipality_is_found_by_its_name_and_state_or_the_line_says_why_not():
    for code, name in (("09", "Ciudad de México"), ("23", "Quintana Roo")):
        state = Territory.objects.create(country="MX", level="state", code=code, name=name, name_key=name.lower())
        Territory.objects.create(country="MX", level="municipality", code=f"{code}005", name="Benito Juárez",
                                 name_key="benito juarez", parent=state)  # fmt: skip
    rows = read_text(
        "Nombres;Apellidos;Municipio;Estado", "A;P;Benito Juárez;Q. Roo", "A;P;Benito Juárez;", "A;P;Narnia;"
    )

    assert Territory.objects.get(pk=rows[0].territory_id).code == "23005"
    assert rows[1].problems == (
        "Municipio: «Benito Juárez» puede ser Benito Juárez, Ciudad de México · Benito Juárez, Quintana Roo."
        " Escribe también cuál estado o región.",
    )
    assert rows[2].problems == ("Municipio: no encontramos «Narnia» en el catálogo oficial.",)


def test_a_comuna_is_the_municipality_in_chile_and_a_part_of_the_city_in_colombia():
    header = ["Nombre", "Apellidos", "Comuna"]

    assert columns_of(header, "CL").at["place"] == 2
    assert columns_of(header, "CO").unread == ["Comuna"]


def test_a_column_nombre_alone_is_the_whole_name():
    columns = columns_of(["Nombre", "Junta de vecinos", "Notas"])

    assert (columns.at, columns.unread, columns.missing) == ({"full_name": 0, "organisation": 1}, ["Notas"], [])


def test_missing_columns_are_known_by_name():
    assert columns_of(["Correo", "Apellidos"]).missing == ["given_names"]
    assert columns_of(["Correo", "Nombres", "Segundo apellido"]).missing == ["surnames"]


def test_a_list_without_header_is_read_by_position():
    table = without_header(read_pasted("Ana\tPérez López\tJunta 4\nLuis\tSoto\tJunta 5"))

    rows = read(table)

    assert [(row.number, row.given_names, row.surname1, row.surname2, row.organisation) for row in rows] == [
        (1, "Ana", "Pérez", "López", "Junta 4"),
        (2, "Luis", "Soto", "", "Junta 5"),
    ]

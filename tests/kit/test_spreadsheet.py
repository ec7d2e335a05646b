import csv
import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.spreadsheet import BadTable, Row, match_headers, read_pasted, read_table, safe_cell, write_csv, write_xlsx
from kit.spreadsheet_words import sentence

LIST = [["Nombre", "Apellido", "Municipio"], ["Agnès", "Muñoz; Peña", "Bogotá, D.C."], ["José", 'O"Higgins', "Ñuñoa"]]


def as_csv(rows, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def workbook(*sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(data, filename="") -> BadTable:
    with pytest.raises(BadTable) as error:
        read_table(data, filename) if isinstance(data, bytes) else read_pasted(data)
    return error.value


def said(error) -> str:
    with override("es"):
        return sentence(error)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_the_same_list_comes_out_of_every_encoding_and_separator(encoding, delimiter):
    table = read_table(as_csv(LIST, delimiter).encode(encoding))

    assert [table.header, *[row.cells for row in table.rows]] == LIST
    assert [row.number for row in table.rows] == [2, 3]


def test_a_list_pasted_from_a_spreadsheet_is_read():
    table = read_pasted("Nombre\tApellido\nAna\tPérez\n\n  \t \nLuz\n")

    assert table.rows == [Row(2, ["Ana", "Pérez"]), Row(5, ["Luz", ""])]


def test_one_column_is_not_cut_at_its_commas():
    assert read_pasted("Nombre\nPérez, Ana\n").rows == [Row(2, ["Pérez, Ana"])]


def test_lines_inside_quotes_keep_the_numbers_people_see():
    assert [row.number for row in read_pasted('a,b\n"x\ny",1\nz,2\n').rows] == [2, 4]


def test_a_workbook_gives_its_first_full_sheet_as_text():
    rows = [["Nombre", "Edad", "Teléfono", "Nació", "Visto", "Nota"],
            ["Ana", 31, 5512345678.0, date(1995, 3, 1), datetime(2026, 1, 2, 9, 30), 8.5]]  # fmt: skip
    table = read_table(workbook([], rows, LIST))

    assert table.header == rows[0]
    assert table.rows == [Row(2, ["Ana", "31", "5512345678", "1995-03-01", "2026-01-02 09:30", "8.5"])]


def test_formulas_stay_text():
    formula = '=HYPERLINK("https://evil.example","Ana")'

    assert read_table(workbook([["Nombre", "x"], [formula, 1]])).rows == [Row(2, [formula, "1"])]
    assert read_table(as_csv([["Nombre", "x"], [formula, 1]]).encode()).rows == [Row(2, [formula, "1"])]


def test_a_formula_with_a_value_in_the_file_gives_what_its_author_sees():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["Nombre", "x"], ["=A1", 1]]))) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry).replace(
                b'<c r="A2"><f>A1</f><v /></c>', b'<c r="A2" t="str"><f>A1</f><v>Ana</v></c>'
            )
            new.writestr(entry, data.replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>7</v>"))

    assert read_table(out.getvalue()).rows[0].cells[0] in {"Ana", "7"}


@pytest.mark.parametrize("data", [b"", b" \n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n\t\t\n"])
def test_nothing_is_an_empty_list(data):
    assert refused(data).code == "empty"


def test_ten_thousand_rows_are_counted_and_the_limit_is_said():
    rows = [["Nombre", "Apellido"], *[["Ana", "Pérez"]] * 10_000]

    for data in (as_csv(rows).encode(), workbook(rows)):
        error = refused(data)
        assert (error.code, error.facts) == ("too_many_rows", {"rows": 10_000, "limit": 2_000})
    assert said(error) == "La lista tiene 10\xa0000 filas y el máximo es 2\xa0000. Divídela en partes."


def test_two_thousand_rows_pass():
    rows = [["Nombre", "Apellido"], *[["Ana", "Pérez"]] * 2_000]

    assert [len(read_table(data).rows) for data in (as_csv(rows).encode(), workbook(rows))] == [2_000, 2_000]


def test_thirty_megabytes_are_refused_before_reading():
    error = refused(b"a,b\n" * (30 * 256 * 1024))

    assert error.code == "too_big"
    assert "30,0" in said(error) and "5,0" in said(error)


def test_repeated_headers_are_named():
    error = refused("Nombre,Correo, NOMBRE \nAna,a@example.org,Luz\n")

    assert error.code == "duplicate_header"
    assert "«Nombre», «NOMBRE»" in said(error)


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"PK\x03\x04 not a workbook", "", "broken_xlsx"),
        (b"hola", "lista.xlsx", "broken_xlsx"),
        (workbook(LIST)[:-300], "lista.xlsx", "broken_xlsx"),
        (workbook(LIST)[:1500] + b"xxxxxxx" + workbook(LIST)[1507:], "", "broken_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "lista.xls", "old_excel"),
        (b"Nombre,Apellido\nA\0na,P\n", "", "nul"),
        (b"%PDF-1.7 ...", "", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "not_a_table"),
        (b"a,b\n1,2,3\n", "", "not_a_table"),
        (b'a,b\n"' + b"x" * 200_000, "", "not_a_table"),
        (b"a,b\n" + b"x" * 2_001 + b",1", "", "too_long_cell"),
        (",".join(f"c{n}" for n in range(61)).encode(), "", "too_many_columns"),
        (workbook([[f"c{n}" for n in range(70)]]), "", "too_many_columns"),
    ],
)
def test_what_cannot_be_read_says_why_in_words(data, filename, code):
    error = refused(data, filename)

    assert error.code == code
    assert said(error).endswith(".") and "%(" not in said(error)


def packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(LIST))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, data if entry.filename == name else old.read(entry))
    return out.getvalue()


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened():
    bomb = packed("xl/worksheets/sheet1.xml", b" " * (31 * 1024 * 1024))

    assert len(bomb) < 100_000
    assert refused(bomb).code == "zip_bomb"


def test_entities_are_not_expanded():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&a;&b;</worksheet>'

    assert refused(packed("xl/worksheets/sheet1.xml", laughs)).code == "broken_xlsx"


def test_a_far_away_cell_does_not_keep_us_busy():
    far = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>
        </sheetData></worksheet>"""
    started = time.process_time()

    assert read_table(packed("xl/worksheets/sheet1.xml", far)).header == ["1"]
    assert time.process_time() - started < 5


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "a.csv", "a.xlsx", "a.xls"]))
def test_any_bytes_are_a_table_or_a_refusal_in_words(data, filename):
    try:
        table = read_table(data, filename)
    except BadTable as error:
        assert said(error).endswith(".")
    else:
        assert {len(row.cells) for row in table.rows} <= {len(table.header)}


def test_headers_are_known_however_they_are_spelt():
    vocabulary = {"given_names": {"Nombre", "Nombre(s)", "First name"}, "email": {"Correo electrónico", "E-mail"}}

    assert match_headers(["NOMBRE (S)", "Edad", "correo  ELECTRONICO", "", "e_mail"], vocabulary) == (
        {"given_names": 0, "email": 2},
        ["Edad"],
        {"email": ["correo  ELECTRONICO", "e_mail"]},
    )


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", '=HYPERLINK("x")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == "'" + text


def test_harmless_text_is_left_alone():
    assert [safe_cell(cell) for cell in ("Ana", "a=b", "", None, "1-2", 5)] == ["Ana", "a=b", "", "", "1-2", "5"]


def test_a_csv_is_opened_right_by_excel_and_numbers_stay_numbers():
    data = write_csv([["Nombre", "n", "día"], ["=1", -5, date(2026, 3, 1)], ["Ñu, ña", Decimal("-1.5"), None]])

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == 'Nombre,n,día\r\n\'=1,-5,2026-03-01\r\n"Ñu, ña",-1.5,\r\n'


def test_a_workbook_has_no_formula_and_no_link():
    rows = [["Texto", "Número"], *[[text, -5] for text in [*DANGEROUS, "https://a.example", "+52 443", "\x00\ud800"]]]
    data = write_xlsx({"Hoja": rows})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Hoja"]

    assert {row[0].data_type for row in sheet.iter_rows()} == {"s"}
    assert {row[0].hyperlink for row in sheet.iter_rows()} == {None}
    assert {row[1].value for row in sheet.iter_rows(min_row=2)} == {-5}
    assert sheet.freeze_panes == "A2"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_sheet_titles_are_made_fit_and_different():
    data = write_xlsx(
        {"Región: norte/sur [2026] y todo lo demás": [["a"]], "región  norte sur  2026  y todo": [["a"]], "": []}
    )

    assert len(set(openpyxl.load_workbook(io.BytesIO(data)).sheetnames)) == 3


def test_what_is_written_reads_back():
    assert read_table(write_csv(LIST)).rows == read_table(write_xlsx({"Lista": LIST})).rows
    assert [row.cells for row in read_table(write_csv(LIST)).rows] == LIST[1:]

"""Tables from outside and tables for outside: CSV and XLSX, read as text and written as text.

Nothing read here is ever evaluated, and nothing written here is taken for a formula by the program that opens it.
"""

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zipfile import ZipFile, ZipInfo

import filetype
import openpyxl
import xlsxwriter

from kit.delimiters import even_delimiter, widest_delimiter
from kit.text import tidy_lines, words_of

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
MAX_COLUMNS = 60
MAX_CELL = 2_000
# An XLSX is a ZIP: a few kilobytes may hold gigabytes, so the promised sizes are summed before anything is opened.
MAX_UNPACKED = 30 * 1024 * 1024
MAX_ZIP_ENTRIES = 1_000
# Rows are counted beyond the limit to say how many there are, but not without end.
MAX_COUNTED = 100_000

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Also of a sheet that names its elements with a prefix, as some programs do.
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FIGURES = (int, float, Decimal, date, time)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class BadTable(ValueError):
    """A table that cannot be read. ``code`` says why and ``facts`` with what figures; see kit.spreadsheet_words.

    Codes: empty, too_big, too_many_rows, too_many_columns, too_long_cell, broken_xlsx, old_excel, zip_bomb,
    not_a_table, duplicate_header, nul.
    """

    def __init__(self, code: str, **facts):
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Row:
    """``number`` is the line a person sees in the spreadsheet: the header is 1 unless blank lines stand above it."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    header: list[str]
    rows: list[Row]


def read_table(data: bytes, filename: str = "", *, most: int = MAX_ROWS) -> Table:
    """The table in an uploaded file: CSV (``,`` ``;`` or tab; UTF-8, UTF-16 or Latin-1) or XLSX (its first full sheet).

    Every row has as many cells as the header; blank rows are left out; formulas of CSV stay text. The file name
    only helps to tell an old ``.xls``. A formula's cell gives the value the file shows for it, or else the formula
    as text: nothing is computed. Raises ``BadTable``, also for more than ``most`` rows below the header.
    """
    return _table(_rows_of_file(data, filename, even_delimiter), most)


def read_pasted(text: str, *, most: int = MAX_ROWS) -> Table:
    """The table in a text that was pasted from a spreadsheet or a CSV file. Raises ``BadTable``."""
    return _table(_rows_of_text(text, even_delimiter), most)


def read_lines(data: bytes, filename: str = "", *, most: int = MAX_ROWS) -> list[Row]:
    """:func:`read_table` for a file that is no single table (titles above it, several below each other).

    Every line with its own number of cells, blank ones left out. The same limits, the same ``BadTable``.
    """
    return _lines(_rows_of_file(data, filename, widest_delimiter), most)


def read_pasted_lines(text: str, *, most: int = MAX_ROWS) -> list[Row]:
    """:func:`read_lines` of a text."""
    return _lines(_rows_of_text(text, widest_delimiter), most)


def match_headers(
    header: Sequence[str], vocabulary: Mapping[str, set[str]]
) -> tuple[dict[str, int], list[str], dict[str, list[str]]]:
    """Which column holds what: ``(mapping, unknown, duplicated)``.

    ``vocabulary`` gives the known spellings of each field; case, accents, spaces and punctuation do not count, and
    the field's own name always matches. ``mapping`` is field → index of its first column; ``unknown`` the headers
    nobody asked for; ``duplicated`` field → all headers that claim it, when they are more than one.
    """
    spellings = {_header_key(spelling): field for field, known in vocabulary.items() for spelling in {field, *known}}
    claims: dict[str, list[int]] = {}
    unknown = []
    for index, title in enumerate(header):
        field = spellings.get(_header_key(title))
        if field:
            claims.setdefault(field, []).append(index)
        elif title:
            unknown.append(title)
    mapping = {field: indexes[0] for field, indexes in claims.items()}
    duplicated = {field: [header[index] for index in indexes] for field, indexes in claims.items() if len(indexes) > 1}
    return mapping, unknown, duplicated


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet program takes for a formula: a leading apostrophe where it could be one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def write_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """CSV as Excel opens it without asking: UTF-8 with its mark, commas, every text cell through ``safe_cell``.

    Numbers (``int``, ``float``, ``Decimal``) stay numbers, also negative ones.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_plain(cell) if isinstance(cell, _FIGURES) else safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of ``{title: [header, row, …]}``: bold frozen header, columns as wide as their words.

    Text is always text, never a formula or a link; figures are numbers; days are days, moments as their clock shows.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "nan_inf_to_errors": True, "remove_timezone": True, "default_date_format": "yyyy-mm-dd"}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        taken: set[str] = set()
        for title, rows in sheets.items():
            sheet = book.add_worksheet(_sheet_title(title, taken))
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write_cell(sheet, number, column, cell, bold if number == 0 else None)
            for column, cells in enumerate(itertools.zip_longest(*rows[:200], fillvalue="")):
                sheet.set_column(column, column, min(60, max(len(str(cell or "")) for cell in cells) + 2))
    return out.getvalue()


# ------------------------------------------------------------------ reading


def _rows_of_file(data: bytes, filename: str, delimiter: Callable[[str], str]) -> Iterator[tuple[int, list[str]]]:
    if len(data) > MAX_BYTES:
        raise BadTable("too_big", size=len(data), limit=MAX_BYTES)
    if not data.strip():
        raise BadTable("empty")
    if data.startswith(_OLD_EXCEL) or (filename.lower().endswith(".xls") and not data.startswith(_ZIP)):
        raise BadTable("old_excel")
    if data.startswith(_ZIP):
        return _rows_of_xlsx(data)
    if filename.lower().endswith(".xlsx"):
        raise BadTable("broken_xlsx")
    if data.startswith(_PDF) or (b"\0" in data and filetype.guess(data[:8192])):
        raise BadTable("not_a_table", line=1)
    return _rows_of_text(_decoded(data), delimiter)


def _rows_of_text(text: str, delimiter: Callable[[str], str]) -> Iterator[tuple[int, list[str]]]:
    if len(text) > MAX_BYTES:
        raise BadTable("too_big", size=len(text), limit=MAX_BYTES)
    if "\0" in text:
        raise BadTable("nul", line=text[: text.index("\0")].count("\n") + 1)
    text = text.removeprefix("\ufeff")
    return _rows_of_csv(text, delimiter(text))


def _rows_of_csv(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    try:
        for cells in reader:
            yield last + 1, cells
            last = reader.line_num
    except csv.Error as error:
        raise BadTable("not_a_table", line=last + 1) from error


def _decoded(data: bytes) -> str:
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1252", "latin-1")
    if data.startswith(_UTF16):
        encodings = ("utf-16",)
    elif data[1:200:2].count(0) * 3 > len(data[:200]):
        encodings = ("utf-16-le",)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable("not_a_table", line=1)


def _rows_of_xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise BadTable("zip_bomb", limit=MAX_UNPACKED)
            computes = any(_has_formulas(archive, entry) for entry in entries)
        shown = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        typed = shown
        if computes:
            typed = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for shown_sheet, typed_sheet in zip(shown.worksheets, typed.worksheets, strict=True):
            rows = _numbered(shown_sheet, typed_sheet if computes else None)
            first = next(rows, None)
            if first:
                yield first
                yield from rows
                return
    except (BadTable, MemoryError):
        raise
    except Exception as error:
        # A broken workbook breaks openpyxl in a dozen ways (KeyError, BadZipFile, ParseError, EntitiesForbidden…).
        raise BadTable("broken_xlsx") from error


def _has_formulas(archive: ZipFile, entry: ZipInfo) -> bool:
    """Whether a sheet computes anything. Without, it is read once instead of twice."""
    if not entry.filename.startswith("xl/worksheets/"):
        return False
    with archive.open(entry) as sheet:
        end = b""
        while piece := sheet.read(1 << 16):
            if _FORMULA.search(end + piece):
                return True
            end = piece[-16:]
    return False


def _numbered(shown, typed) -> Iterator[tuple[int, list[str]]]:
    """Line by line, without the empty cells at its end; ``typed`` says what stands where a formula shows nothing."""
    sheets = [shown] if typed is None else [shown, typed]
    for sheet in sheets:
        # The size a file claims for itself may be wrong or huge.
        sheet.reset_dimensions()
    lines = zip(*(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1) for sheet in sheets), strict=True)
    for number, (values, *more) in enumerate(lines, start=1):
        formulas = more[0] if more else values
        width = next(
            (at for at in range(len(values), 0, -1) if values[at - 1] is not None or formulas[at - 1] is not None), 0
        )
        cells = [
            _plain(getattr(formula, "text", formula) if value is None else value)
            for value, formula in zip(values[:width], formulas[:width], strict=True)
        ]
        if any(cells):
            yield number, cells
        elif number > MAX_COUNTED:
            return


def _plain(value: object) -> str:
    """A number without a false ``.0``, a day as 2026-03-01, anything else as its text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)


def _table(numbered: Iterable[tuple[int, list[str]]], most: int) -> Table:
    full = ((number, raw) for number, raw in numbered if any(cell.strip() for cell in raw))
    first = next(full, None)
    if first is None:
        raise BadTable("empty")
    header = _header(*first)
    return Table(header, _read(full, most, width=len(header)))


def _lines(numbered: Iterable[tuple[int, list[str]]], most: int) -> list[Row]:
    lines = _read(((number, raw) for number, raw in numbered if any(cell.strip() for cell in raw)), most)
    if not lines:
        raise BadTable("empty")
    return lines


def _read(full: Iterable[tuple[int, list[str]]], most: int, *, width: int | None = None) -> list[Row]:
    """As many rows as are taken; each of ``width`` cells, or of as many as it has."""
    rows: list[Row] = []
    count = 0
    for number, raw in full:
        count += 1
        if count > MAX_COUNTED:
            break
        if width is None and len(raw) > MAX_COLUMNS:
            raise BadTable("too_many_columns", columns=len(raw), limit=MAX_COLUMNS)
        if count <= most:
            rows.append(Row(number, _row(number, raw, len(raw) if width is None else width)))
    if count > most:
        raise BadTable("too_many_rows", rows=min(count, MAX_COUNTED), limit=most)
    return rows


def _header(number: int, raw: list[str]) -> list[str]:
    header = [_cell(number, cell) for cell in raw]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise BadTable("too_many_columns", columns=len(header), limit=MAX_COLUMNS)
    keys = [_header_key(title) for title in header if title]
    repeated = [title for title in header if title and keys.count(_header_key(title)) > 1]
    if repeated:
        raise BadTable("duplicate_header", headers=list(dict.fromkeys(repeated)))
    return header


def _row(number: int, raw: list[str], width: int) -> list[str]:
    cells = [_cell(number, cell) for cell in raw]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) > width:
        raise BadTable("not_a_table", line=number, columns=len(cells), expected=width)
    return [*cells, *[""] * (width - len(cells))]


def _cell(number: int, text: str) -> str:
    if len(text) > MAX_CELL:
        raise BadTable("too_long_cell", line=number, length=len(text), limit=MAX_CELL)
    if "\0" in text:
        raise BadTable("nul", line=number)
    return tidy_lines(text)


def _header_key(title: str) -> str:
    return "".join(words_of(title)) or title


# ------------------------------------------------------------------ writing


def _write_cell(sheet, row: int, column: int, cell: object, style) -> None:
    if isinstance(cell, (int, float, Decimal)):
        sheet.write_number(row, column, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style)
    else:
        text = "" if cell is None else str(cell).encode("utf-8", errors="replace").decode()
        sheet.write_string(row, column, text[:32_767], style)


def _sheet_title(title: str, taken: set[str]) -> str:
    """Excel takes 31 characters, none of ``[]:*?/\\``, no apostrophe at the ends, no title twice."""
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31] or "Hoja"
    name = base
    for number in itertools.count(2):
        if name.casefold() not in taken:
            break
        name = f"{base[:27]} {number}"
    taken.add(name.casefold())
    return name

"""Sheets drawn from data: the one door to the typesetter, and the QR that stands on them.

A sheet is a file of ours; everything it says arrives as data, so that nothing typed by a person is ever read as code.
"""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import segno
import typst

# Read aloud by screen readers (UA) and readable in fifty years (A).
STANDARDS: Final = ("ua-1", "a-2a")
# Drawing is the one thing here that lets another thread work meanwhile: two are as many as a small server has cores.
DRAWERS = 2
QUIET = 2
DARK = re.compile(b"\x01+")
# What every face we draw with has: Latin with all its accents, Greek, Cyrillic, and the usual signs.
UNKNOWN = re.compile("[^\u0000-\u036f\u0370-\u04ff\u1e00-\u1eff\u2000-\u203f\u20a0-\u20bf\u2116\u2122]")
# Letters nobody needs to ask about: what Latin languages are written with, and the signs around them.
PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u017f\u0218-\u021b\u1e00-\u1eff\u2013\u2014\u2018-\u201e\u2026\\n]*")
PROBE: Final = Path(__file__).resolve().parent / "probe.typ"
NO_FACE = "could not be displayed with font"
_own = threading.local()


def draw(
    sheet: Path, said: dict, *, at: datetime, format: Literal["pdf", "png", "svg"] = "pdf", sharpness: int | None = None
) -> bytes | list[bytes]:
    """``sheet`` filled with ``said``, as PDF/UA-1 and PDF/A-2a; the same bytes for the same words and moment.

    ``png`` and ``svg`` are to look at: one picture, or a list of them when there are several pages, ``sharpness`` in
    pixels an inch (144 unless said). A sign that none of our faces has (a smiling face in a name) is drawn as an
    empty box: ``unknown_signs`` tells before. Asks no database and reads no file but the sheet's folder, so that
    several threads may draw at once.
    """
    data = json.dumps(said, ensure_ascii=False)
    try:
        return _compiled(sheet, data, at, format, sharpness)
    except typst.TypstError as error:
        if NO_FACE not in str(error):
            raise
        return _compiled(sheet, UNKNOWN.sub("□", data), at, format, sharpness)


def unknown_signs(words: str) -> str:
    """The signs of ``words`` that none of our faces has, each once, in their order. Latin letters cost nothing to ask.

    Arabic, Hebrew, Cyrillic, Greek and Devanagari can be drawn, Chinese, Japanese, Korean and pictures cannot.
    """
    if PLAIN.fullmatch(words) or _can_be_drawn(words):
        return ""
    alone = "".join(sign for sign in dict.fromkeys(words) if not PLAIN.fullmatch(sign) and not _can_be_drawn(sign))
    return alone or words


@lru_cache(maxsize=512)
def _can_be_drawn(words: str) -> bool:
    try:
        _compiled(PROBE, json.dumps(words), datetime.fromtimestamp(0, UTC), "pdf")
    except typst.TypstError:
        return False
    return True


def _compiled(
    sheet: Path, data: str, at: datetime, format: Literal["pdf", "png", "svg"], sharpness: int | None = None
) -> bytes | list[bytes]:
    drawn = _compiler(sheet).compile(
        format=format,
        sys_inputs={"data": data},
        pdf_standards=[*STANDARDS] if format == "pdf" else None,
        timestamp=int(at.timestamp()),
        ppi=sharpness,
    )
    assert drawn is not None, "Without a file to write to it gives back what it drew."
    return drawn


@lru_cache(maxsize=1)
def drawers() -> ThreadPoolExecutor:
    """All drawing of a process goes through these: a thread's first sheet takes twenty times as long as the next."""
    return ThreadPoolExecutor(DRAWERS, thread_name_prefix="draw")


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """A QR of the address, quiet zone included, in plain SVG."""
    # One mask for all: trying the eight takes longer than drawing the sheet.
    code = segno.make(address, error="m", micro=False, mask=2)
    size = len(code.matrix) + 2 * QUIET
    path = f'<path class="qrline" stroke="#241a15" d="{_strokes(code.matrix)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" class="segno">{path}</svg>'


def _strokes(matrix) -> str:
    """One stroke for each dark run, row by row: to the letter what segno's own writer says, at a fifth of its cost."""
    strokes: list[str] = []
    x = y = 0
    for row, modules in enumerate(matrix):
        for run in DARK.finditer(modules):
            start, length = run.start() + QUIET, run.end() - run.start()
            strokes.append(f"m{start - x} {row - y}h{length}" if strokes else f"M{start} {row + QUIET + 0.5}h{length}")
            x, y = start + length, row
    return "".join(strokes)


def _compiler(sheet: Path) -> typst.Compiler:
    """One for each thread and sheet. It sees the sheet's folder, its own fonts and no packages."""
    if not hasattr(_own, "compilers"):
        _own.compilers = {}
    if sheet not in _own.compilers:
        nowhere = str(sheet.parent / "packages")
        _own.compilers[sheet] = typst.Compiler(
            str(sheet),
            root=str(sheet.parent),
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    return _own.compilers[sheet]

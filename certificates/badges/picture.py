"""The badge to look at: cloth of the course on a medallion, its name in the middle. The credential goes inside."""

import io
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin

from kit import sheets
from kit.weave import weave_svg

SHEET: Final = Path(__file__).resolve().parent / "typst" / "badge.typ"
KEYWORD: Final = "openbadgecredential"
NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
INK, WOOL = "#2b1d17", "#fbf5e9"
THREADS: Final = 64  # across: eight pixels each at 512, one at 64
STEP: Final = 2  # threads of one stair
# Half the side of an octagon, and how far its slanted sides lie from the middle, both in stairs.
EDGE, CLOTH, RIM, FIELD = (16, 23), (15, 21), (11, 15), (10, 13)
# What no XML can hold.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def png(snapshot: dict, credential: bytes, *, at: datetime) -> bytes:
    """512 by 512 pixels, clear around the medallion; ``credential`` in the text where Open Badges 3.0 looks for it.

    Some 0.1 s of processor. Asks no database: several threads may draw at once.
    """
    drawn = _draw(snapshot, _medallion(snapshot["course"]), at, "png")
    carried, out = PngImagePlugin.PngInfo(), io.BytesIO()
    carried.add_itxt(KEYWORD, credential.decode("ascii"))
    Image.open(io.BytesIO(drawn)).save(out, "PNG", pnginfo=carried)
    return out.getvalue()


def svg(snapshot: dict, credential: bytes, *, at: datetime) -> bytes:
    """The same picture for any size, its letters drawn as shapes; it says what it is to who cannot see it."""
    text = snapshot["text"]
    letters = _draw(snapshot, "", at, "svg").decode().partition(">")[2].rpartition("</svg>")[0]
    title = escape(NOT_XML.sub("", f"{text['title']} – {text['course']} – {text['folio']}"))
    carried = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}">{escape(credential.decode("ascii"))}'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 512 512"'
        f' width="512" height="512" role="img"><title>{title}</title>'
        f'<g transform="scale({512 // THREADS})">{_medallion(snapshot["course"])}</g>'
        f'<g transform="scale(2)">{letters}</g>'
        f"{carried}</openbadges:credential></svg>"
    ).encode()


def _draw(snapshot: dict, cloth: str, at: datetime, format: Literal["png", "svg"]) -> bytes:
    text = snapshot["text"]
    said = {"title": text["title"], "course": text["course"], "folio": text["folio"]}
    drawn = sheets.draw(SHEET, said | {"language": snapshot["language"], "cloth": cloth}, at=at, format=format)
    assert isinstance(drawn, bytes), "A badge is one picture."
    return drawn


@lru_cache(maxsize=64)
def _medallion(name: str) -> str:
    """SVG of 64 by 64 threads: an edge, the cloth, and in its middle a rim around a free field."""
    cloth = weave_svg(name, THREADS, THREADS).replace("<svg ", f'<svg width="{THREADS}" height="{THREADS}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{THREADS}" height="{THREADS}"'
        f' viewBox="0 0 {THREADS} {THREADS}" shape-rendering="crispEdges">'
        f'<clipPath id="medallion"><path d="{_octagon(*CLOTH)}"/></clipPath>'
        f'<path fill="{INK}" d="{_octagon(*EDGE)}"/><g clip-path="url(#medallion)">{cloth}</g>'
        f'<path fill="{INK}" d="{_octagon(*RIM)}"/><path fill="{WOOL}" d="{_octagon(*FIELD)}"/></svg>'
    )


def _octagon(half: int, slant: int) -> str:
    """A path of rows, each one stair high; corners go down in stairs."""
    rows = []
    for row in range(-half, half):
        wide = min(half, slant - (row if row >= 0 else -row - 1))
        rows.append(
            f"M{THREADS // 2 - wide * STEP} {THREADS // 2 + row * STEP}h{2 * wide * STEP}v{STEP}h-{2 * wide * STEP}z"
        )
    return "".join(rows)

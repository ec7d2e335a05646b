"""From the facts of a certificate that carries a design to its sheet."""

from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from certificates.design.assets import svg_of
from kit import sheets
from kit.weave import weave_svg

SHEETS: Final = Path(__file__).resolve().parent / "typst"
# The cloths of each sheet, in threads across and down.
CLOTHS: Final[dict[str, dict[str, tuple[int, int]]]] = {
    "telar-1": {"across": (297, 23), "portrait": (140, 23)},
    "marco-1": {"whole": (240, 170), "upright": (170, 240)},
    "hilo-1": {"ribbon": (17, 262)},
}


def draw(
    snapshot: dict, *, issued_at: datetime, format: Literal["pdf", "png"] = "pdf", sharpness: int | None = None
) -> bytes:
    """The sheet of ``snapshot["design"]``: one page, always the same bytes. Asks no database, reads its pictures."""
    sheet = SHEETS / f"{snapshot['design']['sheet']}.typ"
    drawn = sheets.draw(sheet, _said(snapshot), at=issued_at, format=format, sharpness=sharpness)
    assert isinstance(drawn, bytes), "The sheet is one page."
    return drawn


def _said(snapshot: dict) -> dict:
    design, text = snapshot["design"], snapshot["text"]
    see_through = bool(design["background"])
    cloths = {key: weave_svg(snapshot["course"], *size) for key, size in CLOTHS[design["sheet"]].items()}
    with translation.override(snapshot["language"]):
        signed = [
            each | {"alt": _("Firma de %(name)s") % {"name": each["name"]}} | _picture(signature, see_through)
            for each, signature in zip(text["signatories"], design["signatures"], strict=True)
        ]
    return text | {
        "language": snapshot["language"],
        "paper": snapshot["paper"],
        "landscape": design["landscape"],
        "url": snapshot["url"],
        "code": sheets.qr_svg(snapshot["url"]),
        "cloths": cloths,
        "background": _picture(design["background"], see_through)["svg"],
        "logos": [{"name": each["name"]} | _picture(each, see_through) for each in design["logos"]],
        "signatories": signed,
    }


def _picture(kept: dict | None, see_through: bool) -> dict:
    """On plain paper the flat one: it costs a tenth to draw."""
    if not kept:
        return {"svg": "", "ratio": 1}
    file = kept["file" if see_through else "flat"]
    return {"svg": svg_of(file, kept["width"], kept["height"]), "ratio": kept["width"] / kept["height"]}

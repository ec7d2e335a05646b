"""The frozen design in the facts of a certificate: its words filled in, its look written down for ever."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.design.content import BASES
from certificates.design.words import filled
from people.actions import Refused


class NobodySigns(Refused):
    """The design names no signatory and neither does the programme."""

    def __init__(self, name: str):
        sentence = _("El diseño «%(name)s» no dice quién firma, y el programa tampoco. Escríbelo en uno de los dos.")
        super().__init__(sentence % {"name": name})


def require_signatory(design: dict | None) -> None:
    """Raises ``NobodySigns``. The sheet that everybody has may go without: it names who issues it."""
    if design and not design["signatories"]:
        raise NobodySigns(design["name"])


def dressed(snapshot: dict, design: dict | None) -> dict:
    """The facts with the design they are printed with, one of ``choosing.designs_for``. Raises ``NobodySigns``.

    None changes nothing: then the sheet is the one that everybody has.
    """
    if design is None:
        return snapshot
    require_signatory(design)
    signatories = design["signatories"]
    kept = {key: design[key] for key in ("template", "version", "landscape", "logos", "background")}
    kept |= {
        "sheet": BASES[design["base"]],
        "words": {key: words for key, words in design["words"][design["language"]].items() if words},
        "values": _values(snapshot),
        "signatures": [each["signature"] for each in signatories],
    }
    text = snapshot["text"] | {
        "signatory_name": signatories[0]["name"],
        "signatory_post": signatories[0]["post"],
        "signatories": [{"name": each["name"], "post": each["post"]} for each in signatories],
    }
    text |= {key: filled(words, kept["values"]) or text.get(key, "") for key, words in kept["words"].items()}
    return snapshot | {"paper": design["paper"], "design": kept, "text": {"body": ""} | text}


def redressed(snapshot: dict) -> dict:
    """The same design once name or folio are others: its words are filled in again."""
    design = snapshot.get("design")
    if not design:
        return snapshot
    text = snapshot["text"]
    values = design["values"] | {"name": text["name"], "folio": text["folio"]}
    said = {key: filled(words, values) or text[key] for key, words in design["words"].items()}
    return snapshot | {"design": design | {"values": values}, "text": text | said}


def _values(snapshot: dict) -> dict[str, str]:
    text = snapshot["text"]
    said = {code: value for code, _label, value in text["facts"]}
    modality = said.get("modality", "")
    return {
        **{key: text[key] for key in ("name", "course", "folio", "programme", "issuer")},
        **{key: said.get(key, "") for key in ("place", "attendance")},
        # Of who taught: the time she led.
        "hours": said.get("hours") or said.get("led", ""),
        "modality": modality[:1].lower() + modality[1:],
        "dates": _dates(snapshot),
    }


def _dates(snapshot: dict) -> str:
    """As they stand within a sentence."""
    if not snapshot.get("last_day"):
        return ""
    first, last = (date.fromisoformat(snapshot[key]) for key in ("first_day", "last_day"))
    with translation.override(snapshot["language"]):
        end = date_format(last, "DATE_FORMAT")
        if first == last:
            return _("el %(day)s") % {"day": end}
        start = date_format(first, "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT")
        return _("del %(start)s al %(end)s") % {"start": start, "end": end}

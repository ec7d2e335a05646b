"""Numbers of documents and names as typed: compared, doubted, shortened. Nothing here refuses a number."""

import re
import unicodedata

from stdnum.cl import rut
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.mx import curp, rfc

from kit.text import tidy

_PATTERNS = {
    "ine": re.compile(r"[A-Z]{6}\d{8}[A-Z]\d{3}"),
    "cc": re.compile(r"\d{3,10}"),
    "ti": re.compile(r"\d{10,11}"),
    "ce": re.compile(r"\d{4,10}"),
    "ppt": re.compile(r"\d{5,15}"),
    "passport": re.compile(r"[A-Z0-9]{5,15}"),
}
_CHECKED = {"curp": curp, "rfc": rfc, "run": rut}
_NAME_MARKS = set(" '’-.,ªº·")
_SHOWN, _ENOUGH = 3, 6


def compact(number: str) -> str:
    """The number for comparing: letters and digits, capitals, no zeros in front, so «012.345.678-k» is «12345678K»."""
    wide = unicodedata.normalize("NFKC", number).upper()
    return "".join(char for char in wide if char.isalnum()).lstrip("0")


def doubt(kind: str, number: str) -> str:
    """What looks wrong about a number: ``length``, ``format`` or ``check`` (its check digit); empty when nothing does.

    A doubt is told and never blocks: the catalogues behind it lag behind the law. In a CURP the letter of the sex may
    be an X, which the library does not know; nothing is ever read out of it.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKC", number).upper() if char.isalnum())
    if kind in _PATTERNS:
        return "" if _PATTERNS[kind].fullmatch(plain) else "format"
    if kind == "curp" and plain[10:11] == "X":
        return _doubt_of_an_x(plain)
    return _checked(kind, plain) if kind in _CHECKED else ""


def _checked(kind: str, plain: str) -> str:
    try:
        _CHECKED[kind].validate(plain)
    except InvalidLength:
        return "length"
    except InvalidChecksum:
        return "check"
    except ValidationError:
        return "format"
    return ""


def _doubt_of_an_x(plain: str) -> str:
    """Everything but its letter is judged as that of any other."""
    like_another = _checked("curp", plain[:10] + "H" + plain[11:])
    if like_another in {"length", "format"}:
        return like_another
    return "" if curp.calc_check_digit(plain[:-1]) == plain[-1] else "check"


def masked(number: str) -> str:
    """Enough of a number for who knows it: «•••• 123»; of a short one nothing."""
    plain = "".join(char for char in number if char.isalnum())
    return f"•••• {plain[-_SHOWN:]}" if len(plain) >= _ENOUGH else "••••"


def name_complaint(name: str) -> str:
    """``empty`` or ``symbols`` when this is no name that can be printed; empty when it is. ``name`` is tidy."""
    if not any(unicodedata.category(char).startswith("L") for char in name):
        return "empty" if not tidy(name) else "symbols"
    fine = (char in _NAME_MARKS or unicodedata.category(char)[0] in "LM" for char in name)
    return "" if all(fine) else "symbols"

"""A PDF somebody shows us: is it one we gave out, one of ours that was changed, or nothing of ours?

It is compared and forgotten. Only what it says of itself is looked for, never drawn or run.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.urls import reverse

from certificates.models import Certificate, FormerSheet

# What is unpacked of a file in all, and of how many parts: a small one may unfold to a thousand times its size.
UNPACKED: Final = 8_000_000
PARTS: Final = 400
CLAIMS: Final = 5
_STREAM = re.compile(rb"stream\r?\n")
_ESCAPED = re.compile(rb"\\([0-7]{3})")
_FOLIO = re.compile(rb"[A-Z0-9]{1,16}-20\d\d-\d{5,9}-[0-9A-Z]")


@dataclass(frozen=True)
class Answer:
    """``folio`` is what the file says of itself; ``certificate`` only when it carries the secret of its page too."""

    verdict: Literal["identical", "altered", "unknown"]
    certificate: Certificate | None = None
    folio: str = ""


def compare(data: bytes) -> Answer:
    """What the file is. Two queries when it is ours, four at most; milliseconds, and tenths for a hostile one."""
    digest = hashlib.sha256(data).hexdigest()
    known = Certificate.objects.select_related("replaced_by")
    former = FormerSheet.objects.filter(sha256=digest).values("certificate")
    ours = known.filter(pdf_sha256=digest).first() or known.filter(pk__in=former).first()
    if ours:
        return Answer("identical", ours, ours.folio)
    tokens, folios = _claims(data)
    if tokens:
        # It leads to a page: of ours, and then it was ours, or of somebody else, whatever its folio.
        claimed = known.filter(token__in=tokens).first()
        return Answer("altered", claimed, claimed.folio) if claimed else Answer("unknown")
    given = Certificate.objects.filter(folio__in=folios).values_list("folio", flat=True).first()
    return Answer("altered", None, given) if given else Answer("unknown")


def _claims(data: bytes) -> tuple[list[str], list[str]]:
    """Secrets of pages, and folios, in the order they are found."""
    before, after = (part.encode() for part in reverse("certificates:verify", args=["*"]).split("*"))
    token = re.compile(re.escape(before) + rb"([\w-]{20,64})" + re.escape(after))
    tokens: dict[str, None] = {}
    folios: dict[str, None] = {}
    for part in _parts(data):
        said = _ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 255]), part.replace(b"\0", b""))
        tokens |= dict.fromkeys(found[1].decode() for found in token.finditer(said))
        folios |= dict.fromkeys(found[0].decode() for found in _FOLIO.finditer(said))
    return list(tokens)[:CLAIMS], list(folios)[:CLAIMS]


def _parts(data: bytes) -> Iterator[bytes]:
    """The file, then what is packed in it, as far as the limits reach."""
    yield data
    view, left = memoryview(data), UNPACKED
    for number, found in enumerate(_STREAM.finditer(data)):
        if number == PARTS or left <= 0:
            return
        try:
            part = zlib.decompressobj().decompress(view[found.end() :], left)
        except zlib.error:
            continue
        left -= len(part)
        yield part

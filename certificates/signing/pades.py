"""The signature inside a PDF: PAdES baseline B, and no change allowed after it (DocMDP 1).

What a sheet, a key and a moment give is always the same bytes: a lost sheet is made again to the letter.
"""

import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Final

from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, PdfObject
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.signing.hand import Hand

FIELD: Final = b"Firma"
NO_RANGE: Final = b"[0 0 0 0]".ljust(48)
# Print and locked, as archivable files ask; of no size, so that nothing is drawn and nothing is read aloud.
WIDGET: Final = b"<</Type /Annot /Subtype /Widget /FT /Sig /T (%b) /V %d 0 R /P %d 0 R /Rect [0 0 0 0] /F 132>>"
SEAL: Final = (
    b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (%b) /ByteRange %b"
    b" /Reference [<</Type /SigRef /TransformMethod /DocMDP"
    b" /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]%b /Contents <%b>>>"
)


def signed(pdf: bytes, hand: Hand, *, at: datetime) -> bytes:
    """The sheet with its signature behind it, in two milliseconds. ``pdf`` is drawn by us and not signed yet.

    ``at`` is the moment the signature says; nobody else vouches for it. The hole left for the signature is exactly as
    long as the signature, so that no byte of the file can be changed unnoticed. Half of all signatures are as long as
    that: one blank more, and it is tried again.
    """
    # Without a line end between the two parts it would no longer be PDF/A (ISO 19005-2, 6.1.9).
    before = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    update, room = _Update(before, at), hand.room
    for blanks in count():
        after = update.written(room, blanks)
        starts = after.index(b"/Contents <") + len(b"/Contents ")
        ends = starts + 2 * room + 2
        after = after.replace(NO_RANGE, _range(len(before) + starts, len(before) + ends, len(after) - ends), 1)
        seal = hand.cms_over(hashlib.sha256(before + after[:starts] + after[ends:]).digest())
        if len(seal) == room:
            break
    return b"".join((before, after[: starts + 1], seal.hex().encode(), after[ends - 1 :]))


class _Update:
    """What is written behind the sheet: catalogue, page, seal with a hole in it, field, table, trailer."""

    def __init__(self, before: bytes, at: datetime):
        reader = PdfFileReader(io.BytesIO(before))
        assert reader.last_startxref is not None, "A file that was read has a table."
        trailer = reader.trailer
        root, page = trailer.raw_get("/Root"), trailer["/Root"]["/Pages"]["/Kids"].raw_get(0)
        self.start, self.seal = len(before), int(trailer["/Size"])
        self.moment = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode()
        field = self.seal + 1
        form = {"/AcroForm": b"<</Fields [%d 0 R] /SigFlags 3>>" % field, "/Perms": b"<</DocMDP %d 0 R>>" % self.seal}
        self.objects = {
            root.idnum: _with(root.get_object(), form),
            page.idnum: _with(page.get_object(), {"/Annots": _annotations(page.get_object(), field)}),
            field: WIDGET % (FIELD, self.seal, page.idnum),
        }
        fresh = ByteStringObject(hashlib.sha256(before).digest()[:16])
        self.trailer = _with(
            {key: trailer.raw_get(key) for key in ("/Root", "/Info")},
            {
                "/Size": b"%d" % (field + 1),
                "/Prev": b"%d" % reader.last_startxref,
                "/ID": _said(ArrayObject([trailer["/ID"][0], fresh])),
            },
        )

    def written(self, room: int, blanks: int) -> bytes:
        """With so many bytes left for the signature, and nothing said yet of what it covers."""
        objects = self.objects | {self.seal: SEAL % (self.moment, NO_RANGE, b" " * blanks, b"0" * (2 * room))}
        out, table = io.BytesIO(), [b"xref\n"]
        for number, said in sorted(objects.items()):
            table.append(b"%d 1\n%010d 00000 n \n" % (number, self.start + out.tell()))
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, said))
        table_at = self.start + out.tell()
        out.write(b"%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (b"".join(table), self.trailer, table_at))
        return out.getvalue()


def _annotations(page, field: int) -> bytes:
    there = page["/Annots"].iterate() if "/Annots" in page else ()
    return b"[%b]" % b" ".join([*map(_said, there), b"%d 0 R" % field])


def _with(kept: Mapping[str, PdfObject], added: dict[str, bytes]) -> bytes:
    """The dictionary with what is added, in PDF; what it held under the same names goes."""
    said = {key: _said(value) for key, value in kept.items()} | added
    return b"<<%b>>" % b" ".join(b"%b %b" % (key.encode(), value) for key, value in said.items())


def _said(thing: PdfObject) -> bytes:
    out = io.BytesIO()
    thing.write_to_stream(out)
    return out.getvalue()


def _range(start: int, end: int, rest: int) -> bytes:
    return (b"[0 %d %d %d]" % (start, end, rest)).ljust(len(NO_RANGE))

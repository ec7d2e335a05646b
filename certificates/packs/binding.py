"""Many sheets in one file: bound for the printer, or packed one by one."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from pypdf import PdfReader, PdfWriter

from certificates.files import draw_each, pdf_of
from certificates.models import Certificate, Pack
from kit.files import safe_name

# A step of a job; the drawing of ten takes a second.
BATCH = 10


class Gone(Exception):
    """A sheet that went in holds no more: what was made must not be given away."""


class Booklet:
    """One PDF, a bookmark a sheet."""

    def __init__(self, out: BinaryIO):
        self.out, self.writer = out, PdfWriter()

    def add(self, certificate: Certificate, data: bytes) -> None:
        title = f"{certificate.snapshot['text']['name']} · {certificate.folio}"
        sheet = PdfReader(BytesIO(data))
        for page in sheet.pages:
            # Links, the field of the signature and the tags mean nothing on paper, and not outside their own file.
            for name in ("/Annots", "/StructParents", "/Tabs"):
                page.pop(name, None)
        self.writer.append(sheet, outline_item=title, import_outline=False)

    def close(self) -> None:
        self.writer.compress_identical_objects()
        self.writer.write(self.out)


class Archive:
    """A ZIP of the files as they are: what is signed stays signed."""

    def __init__(self, out: BinaryIO):
        self.zip = ZipFile(out, "w", ZIP_STORED)

    def add(self, certificate: Certificate, data: bytes) -> None:
        self.zip.writestr(file_name(certificate), data)

    def close(self) -> None:
        self.zip.close()


def bind(certificates: list[Certificate], kind: str, out: BinaryIO) -> Iterator[int]:
    """Write them into ``out`` as one PDF with a bookmark each (``pdf``) or as a ZIP of PDFs (``zip``), in their order.

    Sheets that were never drawn are drawn on the way. Yields how many are in, ten at a time; the file is whole when it
    ends. Each is read from the database once more when its turn comes: ``Gone`` when it holds no more. A bound sheet
    carries no signature and no tags: it is for printing.
    """
    book = Booklet(out) if kind == Pack.Format.PDF else Archive(out)
    for at in range(0, len(certificates), BATCH):
        some = _still_valid(certificates[at : at + BATCH])
        draw_each(some)
        for each in some:
            book.add(each, pdf_of(each))
        yield at + len(some)
    book.close()


def file_name(certificate: Certificate) -> str:
    """``p9-2026-00042-k-ana-lopez.pdf``: in a folder they stand in the order of their folios."""
    name = certificate.snapshot["text"]["name"].replace("/", " ").replace("\\", " ")
    return safe_name(f"{certificate.folio} {name}.pdf", "pdf")


def _still_valid(some: list[Certificate]) -> list[Certificate]:
    valid = Certificate.objects.valid().in_bulk([each.pk for each in some])
    fresh = [valid[each.pk] for each in some if each.pk in valid]
    if len(fresh) < len(some) or any(each.holder_gone for each in fresh):
        raise Gone
    return fresh

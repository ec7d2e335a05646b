"""The one door for files from outside: what they are is read from their content, and pictures are drawn anew."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import filetype
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from kit.text import fold

IMAGES = frozenset({"jpg", "png", "webp", "gif"})
DOCUMENTS = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv"})
MAX_PIXELS = 40_000_000
# No name in an archive of an office document needs more, and listing costs.
_MAX_ENTRIES = 5_000
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|img|\?xml|\?php)", re.IGNORECASE)


class BadFile(ValueError):
    """A file that is refused. ``code`` for programs; ``str()`` is a sentence for the person who sent it.

    Codes: empty, too_big, wrong_kind, svg, macros, broken_image, too_many_pixels.
    """

    def __init__(self, code: str, **facts):
        super().__init__(code, facts)
        self.code, self.facts = code, facts

    def __str__(self):
        return _sentences()[self.code] % self.facts


@dataclass(frozen=True)
class Upload:
    """``kind`` is the extension its content deserves, whatever its name says."""

    kind: str
    data: bytes


def check_upload(file: BinaryIO, *, kinds: Collection[str], max_bytes: int) -> Upload:
    """The file, read once, when its content is one of ``kinds`` (of ``IMAGES`` and ``DOCUMENTS``). Raises ``BadFile``.

    Archives are listed, never unpacked. CSV and plain text cannot be told apart: either kind lets both in.
    """
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise BadFile("too_big", limit=max(1, max_bytes // 1024 // 1024))
    if not data:
        raise BadFile("empty")
    kind = _kind_of(data)
    if kind == "txt" and "txt" not in kinds and "csv" in kinds:
        kind = "csv"
    if kind == "svg":
        raise BadFile("svg")
    if kind not in kinds:
        raise BadFile("wrong_kind", kinds=", ".join(sorted(kinds)).upper())
    return Upload(kind, data)


def reencode_image(data: bytes, max_side: int = 2400) -> tuple[bytes, str]:
    """The picture drawn anew as ``(bytes, "jpg" or "png")``: upright, at most ``max_side`` pixels a side, in sRGB.

    Nothing but pixels survives: no place, no author, no thumbnail, no second file hidden in the first. Of moving
    pictures the first frame stays. Raises ``BadFile``.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadFile("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
            image.load()
            return _drawn_anew(image, max_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile("too_many_pixels", limit=MAX_PIXELS // 1_000_000) from error
    except (BadFile, MemoryError):
        raise
    except Exception as error:
        # Hostile pictures break decoders in many ways: OSError, SyntaxError, ValueError, IndexError, struct.error…
        raise BadFile("broken_image") from error


def safe_name(name: str, kind: str) -> str:
    """A file name of plain letters, at most 80, ending as its content asks: ``"../Acta Ñ.exe"`` → ``acta-n.pdf``."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(PurePath(name.replace("\\", "/")).stem)).strip("-")
    return f"{stem[:75].rstrip('-') or 'archivo'}.{kind}"


def _kind_of(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    guess = filetype.guess_extension(data[:8192])
    if guess in IMAGES:
        return guess
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.search(rb"<svg[\s>]", head, re.IGNORECASE):
        return "svg"
    if _is_text(data) and not _MARKUP.search(head):
        return "txt"
    return guess or ""


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in data and not re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", data)


# Every way in which the library, and what unpacks for it, say that an archive cannot be read.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(RuntimeError, OSError, ValueError, EOFError),
)


def _office_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if len(names) > _MAX_ENTRIES:
                return "zip"
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise BadFile("macros")
            for name, kind in _OFFICE.items():
                if name in names:
                    return kind
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    return _OPEN_DOCUMENT.get(entry.read(100).strip(), "zip")
    except BadFile:
        raise
    except _UNREADABLE:
        return "zip"
    return "zip"


def _drawn_anew(image: Image.Image, max_side: int) -> tuple[bytes, str]:
    photo = image.format in {"JPEG", "MPO"}
    upright = _in_srgb(ImageOps.exif_transpose(image))
    see_through = "A" in upright.getbands() or "transparency" in upright.info
    pixels = upright.convert("RGBA" if see_through else "RGB")
    pixels.thumbnail((max_side, max_side))
    # A new canvas knows nothing of what came with the old one.
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    out = io.BytesIO()
    if photo or (image.format == "WEBP" and not see_through):
        clean.convert("RGB").save(out, "JPEG", quality=85, optimize=True, progressive=True)
        return out.getvalue(), "jpg"
    clean.save(out, "PNG", optimize=clean.width * clean.height < 4_000_000)
    return out.getvalue(), "png"


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as the camera meant them. A profile that cannot be read gives duller colours, it is not refused."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _sentences() -> dict[str, str]:
    return {
        "empty": _("El archivo está vacío."),
        "too_big": _("El archivo pesa más de %(limit)d MB. Elige uno más ligero."),
        "wrong_kind": _("Este archivo no es de un tipo admitido. Puedes subir: %(kinds)s."),
        "svg": _("No se admiten imágenes SVG. Guárdala como PNG o JPG."),
        "macros": _("El documento contiene macros. Guárdalo sin macros y súbelo de nuevo."),
        "broken_image": _("No pudimos abrir la imagen: está dañada o incompleta. Guárdala de nuevo como JPG o PNG."),
        "too_many_pixels": _("La imagen tiene más de %(limit)d millones de píxeles. Redúcela y súbela de nuevo."),
    }

"""The pictures of designs: drawn anew, kept under their own SHA-256 for ever, ready for the sheet."""

import base64
import hashlib
import io
from functools import lru_cache
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from kit.files import check_upload, reencode_image

MAX_BYTES: Final = 5 * 1024 * 1024
KINDS: Final = frozenset({"png", "jpg", "webp"})
# Sharp in print at the size they stand at: marks and signatures some centimetres wide, a background the whole sheet.
SIDES: Final = {"logo": 600, "signature": 600, "background": 1600}
TYPES: Final = {"png": "image/png", "jpg": "image/jpeg"}


def taken_in(file, *, use: str) -> dict:
    """The picture kept: ``file`` (its name in the store), ``flat`` (the same on white), ``width``, ``height``.

    ``use`` is a key of ``SIDES``. Raises ``kit.files.BadFile``. The same picture twice is kept once. No picture is
    ever deleted: sheets that were given need it.
    """
    data, kind = reencode_image(check_upload(file, kinds=KINDS, max_bytes=MAX_BYTES).data, SIDES[use])
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
    flat = _kept(data if kind == "jpg" else _on_white(data, quality=80 if use == "background" else 92), "jpg")
    return {
        "file": flat if use == "background" else _kept(data, kind),
        "flat": flat,
        "width": width,
        "height": height,
    }


@lru_cache(maxsize=24)
def svg_of(file: str, width: int, height: int) -> str:
    """The picture as a sheet takes it: data and no path. Raises ``FileNotFoundError`` where the store lost it."""
    with storages["private"].open(file) as kept:
        data = base64.b64encode(kept.read()).decode()
    size = f'width="{width}" height="{height}"'
    picture = f'<image {size} href="data:{TYPES[file.rpartition(".")[2]]};base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}">{picture}</svg>'


def _kept(data: bytes, kind: str) -> str:
    name = f"designs/{hashlib.sha256(data).hexdigest()}.{kind}"
    storage = storages["private"]
    if not storage.exists(name):
        storage.save(name, ContentFile(data))
    return name


def _on_white(data: bytes, quality: int) -> bytes:
    """As a photograph it goes into a sheet as it is: what can be seen through has to be packed anew in each."""
    with Image.open(io.BytesIO(data)) as image:
        pixels = image.convert("RGBA")
    ground = Image.new("RGB", pixels.size, "white")
    ground.paste(pixels, mask=pixels.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=quality, subsampling=0, optimize=True)
    return out.getvalue()

"""Pictures for the demo's lessons: cloth woven thread by thread, so that nobody's photograph is needed."""

import hashlib
import io
from random import Random

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from PIL import ImageColor
from wagtail.images import get_image_model

from kit.weave import DYEINGS, GREAT, SMALL, Tile

THREADS = (240, 100)
THREAD = 5  # pixels


def woven_image(name: str, *, title: str):
    """The Wagtail image of the cloth called ``name``, woven when there is none yet. ``title`` says what it shows."""
    model, file = get_image_model(), f"{name}.png"
    known = model.objects.filter(title=title[:255], file__contains=name[:60]).first()
    if known:
        return known
    return model.objects.create(title=title[:255], description=title[:255], file=ImageFile(_png(name), name=file))


def _png(name: str) -> io.BytesIO:
    choice = Random(hashlib.sha256(name.encode()).digest())
    ground, *dyes = choice.choice(DYEINGS)
    bands = [choice.choice(GREAT)(21), choice.choice(SMALL), choice.choice(GREAT)(13), choice.choice(SMALL)]
    colours = {".": ground, **dict(zip("abc", dyes, strict=True))}
    canvas = Canvas.new("RGB", THREADS, ground)
    top = 3
    while top < THREADS[1]:
        for band in bands:
            _weave(canvas, band, top, colours)
            top += len(band) + 3
    out = io.BytesIO()
    size = (THREADS[0] * THREAD, THREADS[1] * THREAD)
    canvas.resize(size, Canvas.Resampling.NEAREST).quantize(8).save(out, "PNG", optimize=True)
    out.seek(0)
    return out


def _weave(canvas, band: Tile, top: int, colours: dict[str, str]) -> None:
    width, height = canvas.size
    dyed = {thread: ImageColor.getrgb(colour) for thread, colour in colours.items()}
    for y, row in enumerate(band):
        if top + y < height:
            for x in range(width):
                canvas.putpixel((x, top + y), dyed[row[x % len(row)]])

"""The logos that head the papers of a programme: added, taken away, and ready to be drawn."""

import base64
import hashlib
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.log_actions import log

from kit.files import Upload
from kit.text import tidy
from people.actions import Refused
from programmes.models import Programme, ProgrammeLogo

# As many as stand side by side over a list without becoming stamps.
MOST_LOGOS = 4
TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@transaction.atomic
def add_logo(programme: Programme, *, name: str, picture: Upload, by) -> ProgrammeLogo:
    """Add a mark; ``picture`` was drawn anew by ``kit.files``. The same twice is one. ``Refused`` beyond four."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    digest = hashlib.sha256(picture.data).hexdigest()
    if known := programme.logos.filter(sha256=digest).first():
        return known
    if programme.logos.count() >= MOST_LOGOS:
        raise Refused(_("Caben %(most)d logotipos: quita uno antes de agregar otro.") % {"most": MOST_LOGOS})
    with Image.open(BytesIO(picture.data)) as image:
        width, height = image.size
    logo = ProgrammeLogo(programme=programme, name=tidy(name), kind=picture.kind, sha256=digest, added_by=by)
    logo.width, logo.height = width, height
    logo.file.save(f"logos/{programme.slug}/{digest[:24]}.{picture.kind}", ContentFile(picture.data), save=False)
    logo.save()
    log(instance=programme, action="programmes.add_logo", user=by, data={"name": logo.name, "sha256": digest})
    return logo


@transaction.atomic
def remove_logo(logo: ProgrammeLogo, *, by) -> None:
    """Papers printed from now on go without it. Removing it twice is removing it once."""
    deleted, _each = ProgrammeLogo.objects.filter(pk=logo.pk).delete()
    if deleted:
        transaction.on_commit(partial(logo.file.storage.delete, str(logo.file.name)))
        data = {"name": logo.name, "sha256": logo.sha256}
        log(instance=logo.programme, action="programmes.remove_logo", user=by, data=data)


def drawn_logos(programme: Programme) -> list[dict]:
    """``name`` and ``svg`` of each, as a sheet takes them: data and no path. A file that is gone is left out."""
    found = []
    for logo in programme.logos.all():
        try:
            with logo.file.open("rb") as file:
                data = base64.b64encode(file.read()).decode()
        except FileNotFoundError:
            continue
        size = f'width="{logo.width}" height="{logo.height}"'
        picture = f'<image {size} href="data:{TYPES[logo.kind]};base64,{data}"/>'
        found.append({"name": logo.name, "svg": f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{picture}</svg>'})
    return found

"""Where the drawn sheets lie. A file is a copy of what the row says: lost or damaged, it is drawn again."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.render import pdf_bytes
from people.actions import Refused


def pdf_of(certificate: Certificate) -> bytes:
    """The sheet as kept; drawn, kept and its SHA-256 written down when there is none or it is not the one written down.

    ``Refused`` when its holder asked to be forgotten. Never call it inside a transaction that holds locks.
    """
    if certificate.holder_gone:
        raise Refused(_("Su titular pidió que se borraran sus datos: el archivo ya no existe."))
    storage, name = storages["private"], name_of(certificate)
    if certificate.pdf_sha256 and storage.exists(name):
        with storage.open(name) as kept:
            data = kept.read()
        if hashlib.sha256(data).hexdigest() == certificate.pdf_sha256:
            return data
    return _draw(certificate)


def name_of(certificate: Certificate) -> str:
    """Folder by programme and year, so that none grows without end."""
    year = certificate.folio.split("-")[-3]
    return f"certificates/{certificate.programme_id}/{year}/{certificate.folio}.pdf"


def _draw(certificate: Certificate) -> bytes:
    data = pdf_bytes(certificate)
    storage, name = storages["private"], name_of(certificate)
    # A storage never writes over a file: it would choose another name.
    storage.delete(name)
    storage.save(name, ContentFile(data))
    Certificate.objects.filter(pk=certificate.pk).update(pdf_sha256=hashlib.sha256(data).hexdigest())
    certificate.pdf_sha256 = hashlib.sha256(data).hexdigest()
    return data

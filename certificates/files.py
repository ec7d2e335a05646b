"""Where the drawn sheets lie. A file is a copy of what the row says: lost or damaged, it is drawn again."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.render import pdf_bytes
from kit.sheets import drawers
from people.actions import Refused


def pdf_of(certificate: Certificate) -> bytes:
    """The sheet as kept; drawn, kept and its SHA-256 written down when there is none or it is not the one written down.

    ``Refused`` when its holder asked to be forgotten. Never call it inside a transaction that holds locks.
    """
    if certificate.holder_gone:
        raise Refused(_("Su titular pidió que se borraran sus datos: el archivo ya no existe."))
    kept = _kept(certificate)
    return kept if kept is not None else _keep(certificate, drawers().submit(pdf_bytes, certificate).result())


def draw_each(certificates: Iterable[Certificate]) -> None:
    """``pdf_of`` for many whose holders are there: those without a sheet are drawn two at a time, kept in their order.

    Safe to repeat; what was kept before an error stays.
    """
    missing = [each for each in certificates if _kept(each) is None]
    for certificate, data in zip(missing, drawers().map(pdf_bytes, missing), strict=True):
        _keep(certificate, data)


def name_of(certificate: Certificate) -> str:
    """Folder by programme and year, so that none grows without end."""
    year = certificate.folio.split("-")[-3]
    return f"certificates/{certificate.programme_id}/{year}/{certificate.folio}.pdf"


def _kept(certificate: Certificate) -> bytes | None:
    """The sheet in the store, when it is the one written down."""
    storage, name = storages["private"], name_of(certificate)
    if not certificate.pdf_sha256 or not storage.exists(name):
        return None
    with storage.open(name) as kept:
        data = kept.read()
    return data if hashlib.sha256(data).hexdigest() == certificate.pdf_sha256 else None


def _keep(certificate: Certificate, data: bytes) -> bytes:
    storage, name = storages["private"], name_of(certificate)
    # A storage never writes over a file: it would choose another name.
    storage.delete(name)
    storage.save(name, ContentFile(data))
    certificate.pdf_sha256 = hashlib.sha256(data).hexdigest()
    Certificate.objects.filter(pk=certificate.pk).update(pdf_sha256=certificate.pdf_sha256)
    return data

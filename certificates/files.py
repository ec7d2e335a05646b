"""Where the signed sheets lie: drawn, signed, kept. A file is a copy of what its row decides: lost or damaged, it is
drawn and signed again to the letter.
"""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate, FormerSheet, SigningKey
from certificates.render import pdf_bytes
from certificates.signing.keys import hand_of, standing_key
from certificates.signing.pades import signed
from kit.sheets import drawers
from people.actions import Refused


def pdf_of(certificate: Certificate) -> bytes:
    """The signed sheet as kept; drawn, signed and kept, with its SHA-256 written down, when it is not there or damaged.

    ``Refused`` when its holder asked to be forgotten; ``CannotSign`` when it waits for a key. Never call it inside a
    transaction that holds locks.
    """
    if certificate.holder_gone:
        raise Refused(_("Su titular pidió que se borraran sus datos: el archivo ya no existe."))
    kept = _kept(certificate)
    if kept is not None:
        return kept
    keys = _decide([certificate])
    return _keep(certificate, drawers().submit(pdf_bytes, certificate).result(), keys)


def draw_each(certificates: Iterable[Certificate]) -> None:
    """``pdf_of`` for many whose holders are there: those without a sheet are drawn two at a time, kept in their order.

    Safe to repeat; what was kept before an error stays. Raises ``CannotSign``.
    """
    missing = [each for each in certificates if _kept(each) is None]
    keys = _decide(missing)
    for certificate, drawn in zip(missing, drawers().map(pdf_bytes, missing), strict=True):
        _keep(certificate, drawn, keys)


def digest_of(certificate: Certificate) -> str:
    """The SHA-256 of its signed sheet: as written down, or else taken now; nothing is kept."""
    if certificate.pdf_sha256:
        return certificate.pdf_sha256
    return _sha256(_sign(certificate, drawers().submit(pdf_bytes, certificate).result(), {}))


def name_of(certificate: Certificate) -> str:
    """Folder by programme and year, so that none grows without end."""
    year = certificate.folio.split("-")[-3]
    return f"certificates/{certificate.programme_id}/{year}/{certificate.folio}.pdf"


def _kept(certificate: Certificate) -> bytes | None:
    """The signed sheet in the store, when it is the one written down."""
    storage, name = storages["private"], name_of(certificate)
    if not certificate.pdf_sha256 or not certificate.signed_with_id or not storage.exists(name):
        return None
    with storage.open(name) as kept:
        data = kept.read()
    return data if _sha256(data) == certificate.pdf_sha256 else None


def _decide(certificates: list[Certificate]) -> dict[int, SigningKey]:
    """Write down who signs the new sheets among these, and when: whoever else draws one meanwhile signs it the same.

    Returns the keys in use, by programme.
    """
    keys: dict[int, SigningKey] = {}
    fresh = {each.pk: each for each in certificates if each.signed_with_id is None and not each.pdf_sha256}
    rows = Certificate.objects.filter(pk__in=fresh)
    moment = timezone.now().replace(microsecond=0)
    for programme in sorted({each.programme_id for each in fresh.values()}):
        keys[programme] = standing_key(programme)
        undecided = rows.filter(programme=programme, signed_with=None, pdf_sha256="")
        undecided.update(signed_with=keys[programme], signed_at=moment)
    for row in rows.select_related("signed_with").only("signed_with", "signed_at", "pdf_sha256") if fresh else ():
        each = fresh[row.pk]
        each.signed_with, each.signed_at, each.pdf_sha256 = row.signed_with, row.signed_at, row.pdf_sha256
    return keys


def _keep(certificate: Certificate, drawn: bytes, keys: dict[int, SigningKey]) -> bytes:
    data = _sign(certificate, drawn, keys)
    if certificate.pdf_sha256 not in ("", _sha256(data)):
        # Drawn otherwise than then, by another typesetter: whoever signs it now says that it was now.
        certificate.signed_with = certificate.signed_at = None
        data = _sign(certificate, drawn, keys)
    storage, name = storages["private"], name_of(certificate)
    # A storage never writes over a file: it would choose another name.
    storage.delete(name)
    storage.save(name, ContentFile(data))
    _write_down(certificate, _sha256(data))
    return data


def _sign(certificate: Certificate, drawn: bytes, keys: dict[int, SigningKey]) -> bytes:
    """Key and moment are decided once, and set on the certificate; a key that cannot sign any more gives way."""
    key, moment = certificate.signed_with, certificate.signed_at
    if key is None or moment is None or not key.private_key:
        programme = certificate.programme_id
        key = keys[programme] = keys.get(programme) or standing_key(programme)
        moment = timezone.now().replace(microsecond=0)
        certificate.signed_with, certificate.signed_at = key, moment
    return signed(drawn, hand_of(key), at=moment)


def _write_down(certificate: Certificate, digest: str) -> None:
    """What decides the sheet, and its digest. Another digest that stood there is kept as a former sheet's."""
    said = {"pdf_sha256": digest, "signed_with": certificate.signed_with, "signed_at": certificate.signed_at}
    row = Certificate.objects.filter(pk=certificate.pk)
    if not row.filter(pdf_sha256__in=["", digest]).update(**said):
        with transaction.atomic():
            old = row.select_for_update().get()
            FormerSheet.objects.get_or_create(
                certificate=old, sha256=old.pdf_sha256, defaults={"signed_with": old.signed_with}
            )
            row.update(**said)
    certificate.pdf_sha256 = digest


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

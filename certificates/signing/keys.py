"""Which key signs what. One is made on first need, so that nobody needs to know of keys; a bought one is brought."""

from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.models import SigningKey
from certificates.signing.hand import Hand
from people.actions import Refused
from programmes.models import Programme

YEARS = timedelta(days=3650)
SMALLEST_RSA = 2048
PRIVATE = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class CannotSign(Refused):
    """No key serves just now. ``str()`` says why, and who can do something about it."""


def standing_key(programme_id: int) -> SigningKey:
    """The programme's own key or else the site's; made now when there is none, or when one made here has ended.

    Raises ``CannotSign`` when a brought key has ended, does not hold yet, or cannot be opened. Safe to repeat.
    """
    key = _standing(programme_id) or make_key()
    if key.self_made and (key.has_ended or not key.private_key):
        key = make_key(instead_of=key)
    _require_usable(key)
    return key


def hand_of(key: SigningKey) -> Hand:
    """The key, ready to sign; read and opened once a process. Raises ``CannotSign`` when nothing opens it."""
    if not key.private_key:
        raise CannotSign(_("La llave que firma los documentos no se puede abrir. Avisa a quien administra el sitio."))
    return _hand(key.certificate, key.private_key)


def make_key(*, instead_of: SigningKey | None = None, by=None) -> SigningKey:
    """A key of the site's own, vouched for by nobody else, for ten years. Two at once end with one."""
    now = timezone.now()
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.WAGTAIL_SITE_NAME),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{urlsplit(settings.SITE_URL).hostname}"[:64]),
        ]
    )
    uses = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"], False
    )
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, decipher_only=False, **uses), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    programme = instead_of.programme if instead_of else None
    try:
        return _keep(private, [certificate], programme=programme, self_made=True, instead_of=instead_of, by=by)
    except IntegrityError:
        return SigningKey.objects.get(programme=programme, retired_at=None)


def bring_key(data: bytes, password: str, *, programme: Programme | None, by=None) -> SigningKey:
    """A bought key with its certificates, out of a .p12 file, in the place of today's. The same one again does nothing.

    ``Refused`` when the file does not open, holds no key that serves, or its certificate has ended.
    """
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as error:
        raise Refused(_("El archivo no se abre: revisa que sea .p12 y que la contraseña sea la suya.")) from error
    if certificate is None or not _serves(private):
        raise Refused(_("El archivo debe traer una llave EC P-256, o RSA de 2048 bits o más, con su certificado."))
    if certificate.not_valid_after_utc <= timezone.now():
        raise Refused(_("El certificado de esa llave ya venció."))
    known = SigningKey.objects.filter(fingerprint=_fingerprint(certificate)).first()
    if known and not known.retired_at:
        return known
    if known:
        raise Refused(_("Esa llave ya se retiró: no vuelve a firmar."))
    today = SigningKey.objects.filter(programme=programme, retired_at=None).first()
    return _keep(private, [certificate, *others], programme=programme, self_made=False, instead_of=today, by=by)


@transaction.atomic
def retire_key(key: SigningKey, *, destroy: bool = False, by=None) -> None:
    """It signs nothing new. ``destroy`` forgets its private part too: then a sheet it signed, once lost, is signed anew
    with today's. Safe to repeat.
    """
    key.retired_at = key.retired_at or timezone.now()
    key.private_key = "" if destroy else key.private_key
    key.save(update_fields=["retired_at", "private_key"])
    log(instance=key, action="certificates.retire_key", user=by, data={"destroyed": destroy})


def _standing(programme_id: int) -> SigningKey | None:
    ours = SigningKey.objects.filter(Q(programme=programme_id) | Q(programme=None), retired_at=None)
    return ours.order_by(F("programme").asc(nulls_last=True)).first()


def _require_usable(key: SigningKey) -> None:
    if key.has_ended:
        sentence = _(
            "La llave que firma los documentos venció el %(date)s. Pide a quien administra el sitio una nueva."
        )
        raise CannotSign(sentence % {"date": timezone.localdate(key.valid_until).strftime("%d/%m/%Y")})
    if key.valid_from > timezone.now():
        raise CannotSign(
            _("La llave que firma los documentos aún no vale: quien administra el sitio debe revisar su reloj.")
        )
    hand_of(key)


@transaction.atomic
def _keep(private, certificates: list[x509.Certificate], *, programme, self_made: bool, instead_of, by) -> SigningKey:
    own = certificates[0]
    if instead_of:
        SigningKey.objects.filter(pk=instead_of.pk, retired_at=None).update(retired_at=timezone.now())
    key = SigningKey.objects.create(
        programme=programme,
        fingerprint=_fingerprint(own),
        holder=_holder(own),
        certificate="".join(each.public_bytes(serialization.Encoding.PEM).decode() for each in certificates),
        private_key=private.private_bytes(*PRIVATE).decode(),
        self_made=self_made,
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
    )
    if not self_made:  # nobody decided it
        log(instance=key, action="certificates.add_key", user=by, data={"fingerprint": key.fingerprint})
    return key


def _holder(certificate: x509.Certificate) -> str:
    named = {each.oid: str(each.value) for each in certificate.subject}
    parts = [named.get(NameOID.COMMON_NAME, ""), named.get(NameOID.ORGANIZATION_NAME, "")]
    return ", ".join(part for part in parts if part)[:200] or certificate.subject.rfc4514_string()[:200]


def _serves(private) -> bool:
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return isinstance(private.curve, ec.SECP256R1)
    return isinstance(private, RSAPrivateKey) and private.key_size >= SMALLEST_RSA


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def certificate_der(key: SigningKey) -> bytes:
    """Its own public certificate, as readers import it."""
    return _ders(key.certificate)[0]


def names_in(pdf: bytes, key: SigningKey) -> bool:
    """Whether a signature with that key's certificate stands in the file. Whether it holds is another question."""
    return b"/ETSI.CAdES.detached" in pdf and certificate_der(key).hex().encode() in pdf


def reseal_keys() -> tuple[int, int]:
    """How many private parts were sealed anew with today's key of the site, and how many nothing opens any more."""
    kept = list(SigningKey.objects.filter(retired_at=None) | SigningKey.objects.exclude(private_key=""))
    opened = [key for key in kept if key.private_key]
    SigningKey.objects.bulk_update(opened, ["private_key"])
    return len(opened), len(kept) - len(opened)


@lru_cache(maxsize=8)
def _ders(certificates: str) -> tuple[bytes, ...]:
    return tuple(der for _kind, _heads, der in pem.unarmor(certificates.encode(), multiple=True))


@lru_cache(maxsize=8)
def _hand(certificate: str, private_key: str) -> Hand:
    private = serialization.load_pem_private_key(private_key.encode(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey | RSAPrivateKey), "Only such keys are kept."
    return Hand(private, tuple(map(asn1_x509.Certificate.load, _ders(certificate))))

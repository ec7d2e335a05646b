"""A key at work: what it says of a digest (CMS with the attributes of CAdES). The same digest gives the same bytes."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

# Two numbers of 32 bytes, each one longer half of the time: 70 to 72, and sometimes fewer.
USUAL: Final = 71
BLANK_DIGEST: Final = hashlib.sha256(b"the digest of the sheet comes here").digest()


@dataclass(frozen=True)
class Hand:
    """A key that signs, with its certificates, its own first. Read once for all sheets it signs."""

    key: EllipticCurvePrivateKey | RSAPrivateKey
    chain: tuple[x509.Certificate, ...]
    _forms: dict[int, bytes] = field(default_factory=dict, compare=False)

    def cms_over(self, digest: bytes) -> bytes:
        """The signature of whatever has that SHA-256, with the certificates, in DER."""
        signature = self._raw(self._signed_part.replace(BLANK_DIGEST, digest))
        form = self._form(len(signature))
        return form.replace(BLANK_DIGEST, digest).replace(_blank(len(signature)), signature)

    @cached_property
    def room(self) -> int:
        """The most usual length of what it says."""
        return len(self._form(self.key.key_size // 8 if isinstance(self.key, RSAPrivateKey) else USUAL))

    def _raw(self, said: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(said, PKCS1v15(), hashes.SHA256())
        return self.key.sign(said, ECDSA(hashes.SHA256(), deterministic_signing=True))

    @cached_property
    def _signed_part(self) -> bytes:
        """What the key signs, with a blank where the digest comes."""
        said = cms.ContentInfo.load(self._form(len(self._raw(b""))))
        return said["content"]["signer_infos"][0]["signed_attrs"].untag().dump()

    def _form(self, length: int) -> bytes:
        """Everything but digest and signature: said by the library once, it takes longer than drawing the sheet."""
        if length not in self._forms:
            blank = _Blank(_blank(length), self.chain)
            # In a thread of its own: whoever asks may live in an event loop, and the library wants one for itself.
            with ThreadPoolExecutor(1) as aside:
                made = aside.submit(asyncio.run, blank.async_sign(BLANK_DIGEST, "sha256", use_pades=True)).result()
            self._forms[length] = made.dump()
        return self._forms[length]


class _Blank(Signer):
    """Writes a signature that is none yet."""

    def __init__(self, blank: bytes, chain: tuple[x509.Certificate, ...]):
        super().__init__(signing_cert=chain[0], cert_registry=SimpleCertificateStore.from_certs(chain[1:]))
        self._blank = blank

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run=False) -> bytes:
        return self._blank


def _blank(length: int) -> bytes:
    return b"\xa5" * length

"""Which credentials no longer hold: a list of bits, signed, that tells nobody whose certificate is asked about."""

import base64
import gzip
import hashlib
import json

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from certificates.badges.credential import LIST_SIZE, list_url
from certificates.badges.keys import sign
from certificates.badges.proof import stamp
from certificates.badges.vocabulary import CREDENTIALS
from certificates.models import Certificate, IssuerKey

FRESH_SECONDS = 60
KEPT_SECONDS = 3600


def list_bytes(key: IssuerKey, number: int) -> bytes | None:
    """List ``number`` (from 0) of this key, as signed JSON; None when no certificate has a place in it yet.

    What it says is asked anew each time, in three queries; signed anew when it changed or an hour went by. Of a
    compromised key every bit is set. ``KeyLost`` when the key cannot be opened.
    """
    last = Certificate.objects.aggregate(last=Max("pk"))["last"]
    if last is None or number > last // LIST_SIZE:
        return None
    bits = b"\xff" * (LIST_SIZE // 8) if key.compromised_at else _bits(number)
    name = f"badge-status:{key.public}:{number}:{hashlib.sha256(bits).hexdigest()}"
    kept = cache.get(name)
    if kept is None:
        kept = json.dumps(sign(_stated(key, number, bits), key), separators=(",", ":")).encode()
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def _bits(number: int) -> bytes:
    """The first certificate is the highest bit of the first byte. Revoked and replaced are one to who verifies."""
    first, bits = number * LIST_SIZE, bytearray(LIST_SIZE // 8)
    every = Certificate.objects.order_by().values_list("pk", flat=True)
    # Each of the two has an index ("> 0" is "is not null"); asked for a list's range besides, SQLite would read every
    # certificate in it. Those taken back anywhere are few.
    for pk in every.filter(revoked_at__isnull=False).union(every.filter(replaced_by__gt=0)):
        if first <= pk < first + LIST_SIZE:
            place, bit = divmod(pk - first, 8)
            bits[place] |= 0x80 >> bit
    return bytes(bits)


def _stated(key: IssuerKey, number: int, bits: bytes) -> dict:
    address = list_url(key, number)
    packed = base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": key.did,
        "validFrom": stamp(timezone.now()),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + packed,
        },
    }

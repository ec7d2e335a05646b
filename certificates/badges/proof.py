"""Signing a document so that it can be verified anywhere: W3C Data Integrity with the suite eddsa-rdfc-2022."""

import hashlib
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from certificates.badges.vocabulary import loader

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"  # what stands before such a public key in a Multikey


def multibase(data: bytes) -> str:
    """Base 58 as Bitcoin writes it, with its letter ``z`` before it."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    return "z" + ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + digits


def multikey(private: Ed25519PrivateKey) -> str:
    return multibase(ED25519 + private.public_key().public_bytes_raw())


def signed(document: dict, *, private: Ed25519PrivateKey, method: str, at: datetime) -> dict:
    """The document with its proof. The same document, key and moment give the same proof. Asks no network."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": stamp(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    data = _digest({"@context": document["@context"], **proof}) + _digest(document)
    return document | {"proof": proof | {"proofValue": multibase(private.sign(data))}}


def stamp(moment: datetime) -> str:
    """To the second, in UTC, as credentials write moments."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(document: dict) -> bytes:
    return hashlib.sha256(canonical(document).encode()).digest()


def canonical(document: dict) -> str:
    """What the document states, in the one order in which every reader writes it: this is what is signed."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    return jsonld.normalize(document, options)

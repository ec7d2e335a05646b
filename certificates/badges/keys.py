"""The keys with which this instance signs credentials: made when first needed, changed by hand, never forgotten."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from certificates.badges.proof import multikey, signed, stamp
from certificates.models import IssuerKey

PROFILE_CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


class KeyLost(Exception):
    """None of today's keys of sealing opens this private key."""


def current_key() -> IssuerKey:
    """The key that signs from now on; the first one is made here. Safe to ask for by two at once."""
    last = IssuerKey.objects.order_by("-number").first()
    return last or _make(1)


@transaction.atomic
def rotate(*, by=None) -> IssuerKey:
    """A new key signs from now on; what the old ones signed stays good."""
    old = IssuerKey.objects.select_for_update().get(pk=current_key().pk)
    new = _make(old.number + 1)
    old.until = new.since
    old.save(update_fields=["until"])
    log(instance=new, action="certificates.rotate_badge_key", user=by, data={"replaces": old.did})
    return new


@transaction.atomic
def distrust(key: IssuerKey, *, by=None) -> None:
    """Say in public that somebody else may have signed with this key; another one signs from now on. Safe to repeat.

    Its status lists then say of all its credentials that they are revoked, and who asks for one again gets it signed
    anew.
    """
    locked = IssuerKey.objects.select_for_update().get(pk=key.pk)
    if locked.compromised_at:
        return
    locked.compromised_at = timezone.now()
    locked.save(update_fields=["compromised_at"])
    log(instance=locked, action="certificates.distrust_badge_key", user=by)
    if not locked.until:
        rotate(by=by)


def reseal() -> int:
    """Seal the private keys anew with the first key of sealing; how many could be opened. Safe to repeat."""
    keys = [key for key in IssuerKey.objects.all() if key.private]
    for key in keys:
        key.save(update_fields=["private"])
    return len(keys)


def sign(document: dict, key: IssuerKey) -> dict:
    """``KeyLost`` when its private part cannot be opened any more."""
    if not key.private:
        raise KeyLost(key.did)
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key.private))
    return signed(document, private=private, method=key.method, at=timezone.now())


def profile() -> dict:
    """Who signs here, with every key there ever was: from when to when, and which of them is not to be believed.

    One query. It names no person.
    """
    address = profile_url()
    keys = IssuerKey.objects.order_by("-number") if IssuerKey.objects.exists() else [current_key()]
    methods = [_method(key, address) for key in keys]
    return {
        "@context": PROFILE_CONTEXT,
        "id": address,
        "type": "Profile",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": settings.SITE_URL,
        "alsoKnownAs": [method["controller"] for method in methods],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods if "revoked" not in method],
    }


def profile_url() -> str:
    return settings.SITE_URL + reverse("certificates:badge_issuer")


def _method(key: IssuerKey, address: str) -> dict:
    """The words are those of W3C's Multikey: ``expires`` is when it stopped signing, ``revoked`` when it fell."""
    method = {"id": key.method, "type": "Multikey", "controller": key.did, "publicKeyMultibase": key.public}
    method["created"] = stamp(key.since)
    if key.until:
        method["expires"] = stamp(key.until)
    if key.compromised_at:
        method["revoked"] = stamp(key.compromised_at)
    return method


def _make(number: int) -> IssuerKey:
    private = Ed25519PrivateKey.generate()
    fresh = {"public": multikey(private), "private": private.private_bytes_raw().hex(), "since": timezone.now()}
    key, _made = IssuerKey.objects.get_or_create(number=number, defaults=fresh)
    return key

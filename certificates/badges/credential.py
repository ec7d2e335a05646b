"""A certificate for programs: an Open Badges 3.0 credential made of its snapshot alone, signed, and kept as signed."""

import json
import uuid
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certificates.badges.keys import current_key, profile_url, sign
from certificates.badges.proof import stamp
from certificates.badges.vocabulary import BADGES, CREDENTIALS
from certificates.models import BadgeCredential, Certificate, IssuerKey
from people.actions import Refused

# One bit a certificate; fewer than this and a list would tell whose bit somebody asks for.
LIST_SIZE = 131_072
TYPES = {"completion": "CertificateOfCompletion"}
# Facts about the achievement itself, then those about how this holder reached it.
OF_ALL = ("hours", "modality")
OF_ONE = ("hours", "attendance")


def credential_of(certificate: Certificate) -> dict:
    """The signed credential. The same one whenever it is asked for; ``Refused`` when its holder is gone."""
    return json.loads(credential_bytes(certificate))


def credential_bytes(certificate: Certificate) -> bytes:
    """The same as JSON in ASCII, to the byte: what is downloaded, baked into pictures and attached to sheets.

    Signed and kept when first asked for (some 15 ms of processor), read afterwards (one query). A credential whose key
    is compromised is signed anew. Also for what was revoked or replaced: the status list says so. ``Refused`` when its
    holder asked to be forgotten.
    """
    kept = _kept(certificate) or _make(certificate.pk)
    return kept.document.encode("ascii")


def _kept(certificate: Certificate) -> BadgeCredential | None:
    good = BadgeCredential.objects.filter(certificate=certificate, key__compromised_at=None)
    return good.exclude(document="").first()


@transaction.atomic
def _make(pk: int) -> BadgeCredential:
    """Under a lock of the certificate: whoever asks at the same time gets the same, and none is made while its
    holder is forgotten."""
    certificate = Certificate.objects.select_for_update().get(pk=pk)
    if certificate.holder_gone:
        raise Refused(_("Su titular pidió que se borraran sus datos: la insignia ya no existe."))
    kept = _kept(certificate)
    if kept:
        return kept
    key = current_key()
    document = json.dumps(sign(stated(certificate, key), key), separators=(",", ":"))
    fresh = {"key": key, "document": document, "made_at": timezone.now()}
    return BadgeCredential.objects.update_or_create(certificate=certificate, defaults=fresh)[0]


def stated(certificate: Certificate, key: IssuerKey) -> dict:
    """The credential before it is signed. No e-mail, no document, no organisation: what is printed, and no more."""
    snapshot, text = certificate.snapshot, certificate.snapshot["text"]
    achievement = _achievement(certificate)
    issuer = text.get("issuer") or text["programme"]
    return {
        "@context": [CREDENTIALS, BADGES],
        "id": urljoin(snapshot["url"], "badge.json"),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": text["title"],
        "issuer": {"id": key.did, "type": ["Profile"], "name": issuer, "url": profile_url()},
        "validFrom": stamp(certificate.issued_at),
        "credentialSubject": _subject(snapshot, achievement),
        "evidence": [{"id": snapshot["url"], "type": ["Evidence"], "name": f"{text['folio_word']} {text['folio']}"}],
        "credentialStatus": _status(certificate.pk, key),
    }


def _subject(snapshot: dict, achievement: dict) -> dict:
    """Who, by the name that is printed, and how."""
    name = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": snapshot["text"]["name"]}
    days = {"activityStartDate": snapshot.get("first_day"), "activityEndDate": snapshot.get("last_day")}
    facts = {code: value for code, _label, value in snapshot["text"]["facts"]}
    results = [
        {"type": ["Result"], "resultDescription": each["id"], "value": facts[each["id"].rpartition("#")[2]]}
        for each in achievement.get("resultDescription", [])
    ]
    return {
        "type": ["AchievementSubject"],
        "identifier": [name],
        **{word: day for word, day in days.items() if day},
        "achievement": achievement,
        **({"result": results} if results else {}),
    }


def _achievement(certificate: Certificate) -> dict:
    """What was achieved. Its name is made of its content: the same for all who achieved the same."""
    snapshot, text = certificate.snapshot, certificate.snapshot["text"]
    said = " ".join(part for part in (text.get("because"), text["course"]) if part)
    lines = [f"{label}: {value}" for code, label, value in text["facts"] if code in OF_ALL]
    common = {
        "type": ["Achievement"],
        "achievementType": TYPES.get(certificate.kind, "Certificate"),
        "name": text["course"],
        "description": capfirst(said),
        "criteria": {"narrative": "\n\n".join([capfirst(said), *lines])},
        "inLanguage": snapshot["language"],
    }
    content = json.dumps([text["programme"], text["title"], common], ensure_ascii=False, sort_keys=True)
    name = uuid.uuid5(uuid.NAMESPACE_URL, content).urn
    described = [
        {"id": f"{name}#{code}", "type": ["ResultDescription"], "name": label, "resultType": "Result"}
        for code, label, _value in text["facts"]
        if code in OF_ONE
    ]
    picture = {"image": {"id": urljoin(snapshot["url"], "badge.png"), "type": "Image"}}
    return {"id": name} | common | picture | ({"resultDescription": described} if described else {})


def _status(pk: int, key: IssuerKey) -> dict:
    """Its place in the list: the number of its row, which nothing else will ever have."""
    number, index = divmod(pk, LIST_SIZE)
    address = list_url(key, number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def list_url(key: IssuerKey, number: int) -> str:
    return settings.SITE_URL + reverse("certificates:badge_status", args=[key.number, number])

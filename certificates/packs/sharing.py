"""Words and links with which somebody shows what she earned. Nothing is asked of anybody until she follows one."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Certificate
from kit.clock import local

WHATSAPP = "https://wa.me/"
LINKEDIN = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True)
class Share:
    """``text`` is ready to be pasted into a chat; the two links open its own application, filled in."""

    text: str
    whatsapp: str
    linkedin: str


def share_of(certificate: Certificate) -> Share:
    """For a certificate with its programme at hand. Only what its public page says too; no query."""
    text, url = certificate.snapshot["text"], certificate.snapshot["url"]
    said = {"title": text["title"], "course": text["course"], "issuer": text["issuer"], "url": url}
    # In the language of the document, which those speak to whom she shows it.
    with override(certificate.snapshot["language"]):
        words = _("%(title)s: %(course)s (%(issuer)s). Se comprueba aquí: %(url)s") % said
    issued = local(certificate.issued_at, certificate.programme.time_zone)
    profile = {
        "startTask": "CERTIFICATION_NAME",
        "name": text["course"],
        "organizationName": text["issuer"],
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certId": certificate.folio,
        "certUrl": url,
    }
    return Share(words, f"{WHATSAPP}?text={quote(words)}", f"{LINKEDIN}?{urlencode(profile)}")

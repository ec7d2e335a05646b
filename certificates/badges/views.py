"""Credentials, their pictures, who signs them and which no longer hold: for anybody and any program."""

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.badges import picture
from certificates.badges.credential import credential_bytes
from certificates.badges.keys import KeyLost, profile
from certificates.badges.status import FRESH_SECONDS, KEPT_SECONDS, list_bytes
from certificates.models import Certificate, IssuerKey
from kit.sheets import drawers
from people.actions import Refused

# Registered for JSON-LD, and read as JSON by who knows no more.
JSON_LD = "application/ld+json"
PICTURES = {"png": (picture.png, "image/png"), "svg": (picture.svg, "image/svg+xml")}
GONE, AWAY = 410, 503


@require_safe
def badge(request, token, format):
    """What whoever holds the paper may have too, whether it still holds or not: the status list says that."""
    certificate = get_object_or_404(Certificate, token=token)
    try:
        credential = credential_bytes(certificate)
    except Refused as refusal:
        return _said(HttpResponse(str(refusal), status=GONE, content_type="text/plain; charset=utf-8"))
    except KeyLost:
        return _said(_away())
    if format == "json":
        return _said(HttpResponse(credential, content_type=JSON_LD))
    answer = HttpResponse(_picture(certificate, credential, format), content_type=PICTURES[format][1])
    if "descargar" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="{certificate.folio}.{format}"'
    return _said(answer)


@require_safe
def issuer(request):
    return _said(JsonResponse(profile(), content_type=JSON_LD))


@require_safe
def status(request, key, number):
    """A list is never taken away: a credential names it for ever."""
    try:
        signed = list_bytes(get_object_or_404(IssuerKey, number=key), number)
    except KeyLost:
        return _said(_away())
    if signed is None:
        raise Http404
    return _said(HttpResponse(signed, content_type=JSON_LD))


def _picture(certificate: Certificate, credential: bytes, format: str) -> bytes:
    """Drawn at most once an hour for each credential: sites where it is shown ask for it again and again."""
    name = f"badge-picture:{format}:{hashlib.sha256(credential).hexdigest()}"
    drawn = cache.get(name)
    if drawn is None:
        draw = PICTURES[format][0]
        drawn = drawers().submit(draw, certificate.snapshot, credential, at=certificate.issued_at).result()
        cache.set(name, drawn, KEPT_SECONDS)
    return drawn


def _said(answer: HttpResponse) -> HttpResponse:
    """For a minute and for every site: a verifier that runs in a browser asks from its own."""
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _away() -> HttpResponse:
    sentence = _("La llave con que se firman las insignias no se puede abrir. Avisa a quien administra el sitio.")
    return HttpResponse(sentence, status=AWAY, content_type="text/plain; charset=utf-8")

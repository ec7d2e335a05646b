"""The API for programs, version 1: verify one certificate, list those of a programme."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError
from ninja.security import HttpBearer

from certificates.api.actions import token_of
from certificates.api.listing import page_of
from certificates.api.problems import say_problems
from certificates.api.shapes import Filters, Page, Problem
from certificates.limits import count_wrong_guess, guesses_left
from certificates.models import ApiToken, Certificate
from certificates.verification import as_data
from kit.pace import within_pace

# A program that reads page after page, and no more.
PACE, SECONDS = 120, 60


class Token(HttpBearer):
    """``Authorization: Bearer paralelo_…``"""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = token_of(token)
        if found and not within_pace(f"api:{found.pk}", most=PACE, seconds=SECONDS):
            raise HttpError(429, _("Demasiadas peticiones: espera un minuto."))
        return found


api = NinjaAPI(
    title="Paralelo",
    version="1.0.0",
    description="Certificates: whether one holds, and which ones a programme has issued.",
    urls_namespace="certificates-api",
    openapi_url="",
    docs_url="",
)
say_problems(api)
REFUSALS: dict[Any, Any] = {422: Problem, 429: Problem}


@api.get(
    "/certificates/verify/{token}",
    operation_id="verify",
    summary="Whether one certificate holds",
    url_name="api_verify",
    response={200: dict[str, Any], 404: Problem, **REFUSALS},
)
def verify(request: HttpRequest, token: str = Path(..., max_length=64, pattern=r"^[A-Za-z0-9_-]+$")):
    """Everything that is printed on it, as the public page says it. The token is the last part of that page's address.

    Anybody may ask. Only wrong tokens are counted against a limit.
    """
    if not guesses_left(request):
        raise HttpError(429, _("Hubo demasiados intentos desde aquí. Espera diez minutos."))
    certificate = Certificate.objects.select_related("replaced_by").filter(token=token).first()
    if certificate is None:
        count_wrong_guess(request)
        raise Http404
    return as_data(certificate)


@api.get(
    "/certificates",
    operation_id="issued",
    summary="Certificates of the token's programme",
    auth=Token(),
    url_name="api_issued",
    response={200: Page, 401: Problem, 404: Problem, **REFUSALS},
)
def issued(request: HttpRequest, asked: Query[Filters]):
    """In the order they were issued, without names of people. Follow `next` until it is null."""
    if request.GET.keys() - Filters.model_fields.keys():
        raise HttpError(422, _("Hay un parámetro que no existe. Revisa cómo se escribe."))
    items, last = page_of(request.auth, asked)  # type: ignore[attr-defined]
    onward = asked.model_dump(exclude_none=True, mode="json") | {"after": last}
    following = f"{settings.SITE_URL}{reverse('certificates:api_issued')}?{urlencode(onward)}" if last else None
    return {"items": items, "limit": asked.limit, "next": following}

"""Errors for programs, in the shape of RFC 9457: a number, a title that stays, and what is wrong this time."""

import logging
from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

logger = logging.getLogger(__name__)
MEDIA = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    404: "Not found",
    405: "Method not allowed",
    422: "Invalid parameters",
    429: "Too many requests",
    500: "Internal error",
}
MOST_ERRORS = 20


def problem(status: int, detail: str, **more) -> HttpResponse:
    said = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": detail} | more
    return JsonResponse(said, status=status, content_type=MEDIA)


def in_words(view):
    """A view of the API whose every answer is JSON, out of all caches and search engines."""

    @wraps(view)
    def said(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            allow = answer["Allow"]
            answer = problem(405, _("Esta dirección no admite ese método."))
            answer["Allow"] = allow
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return said


def description_of(api) -> dict:
    """The OpenAPI document, in which errors have the media type that they are sent with."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    calls = [call for methods in schema["paths"].values() for call in methods.values()]
    for answers in (call["responses"] for call in calls):
        for code, answer in answers.items():
            if int(code) >= 400:
                answer["content"] = {MEDIA: answer["content"]["application/json"]}
    return schema


def say_problems(api) -> None:
    """Every error that the API can answer with, in words."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _stranger)
    api.add_exception_handler(Http404, _nothing)
    api.add_exception_handler(HttpError, _said)
    api.add_exception_handler(Exception, _broken)


def _invalid(request, error):
    """What is wrong with which parameter; never what was sent."""
    errors = [{"parameter": str(each["loc"][-1]), "detail": each["msg"]} for each in error.errors[:MOST_ERRORS]]
    return problem(422, _("Revisa los parámetros de la petición."), errors=errors)


def _stranger(request, error):
    answer = problem(401, _("Falta una llave vigente en el encabezado Authorization: Bearer."))
    answer["WWW-Authenticate"] = 'Bearer realm="paralelo"'
    return answer


def _nothing(request, error):
    return problem(404, _("Aquí no hay nada."))


def _said(request, error):
    return problem(error.status_code, str(error))


def _broken(request, error):
    logger.exception("The API failed at %s", request.path)
    return problem(500, _("Algo falló de nuestro lado. Inténtalo más tarde."))

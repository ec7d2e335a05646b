"""Public pages for visitors without their being drawn anew: no session, no database, no template.

A page joins in one of two ways: Wagtail serves one of the ``PUBLIC_PAGES`` of ``lms.wagtail_hooks``, or a view
answers with ``Cache-Control: public``. Publishing forgets everything; otherwise an answer lives ``SECONDS``, which
is also the longest that another process of the same site may still show the old one.
"""

import gzip
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

SECONDS = 60
VERSION = "pages:version"
# Whoever carries one of these may see something of their own.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


class PageCacheMiddleware:
    """Stands before the session: what it knows is answered at once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if any(name in request.COOKIES for name in PERSONAL_COOKIES):
            return keep_private(self.get_response(request))
        if not may_be_kept(request):
            return self.get_response(request)
        key = key_of(request)
        kept = cache.get(key)
        if kept is None:
            response = self.get_response(request)
            if not is_public(request, response):
                return response
            kept = keep(key, response)
        return answer(request, kept)


def may_be_kept(request) -> bool:
    """Only bare addresses: what anybody can write behind a question mark must not fill the cache."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.META.get("QUERY_STRING")
        and "HX-Request" not in request.headers
    )


def key_of(request) -> str:
    language = get_language_from_request(request)
    words = f"{request.scheme} {request.get_host()} {request.path} {language}"
    return f"page:{cache.get(VERSION, 0)}:{sha256(words.encode()).hexdigest()}"


def is_public(request, response) -> bool:
    """Never an answer with a cookie or a token in it, whoever said it was public."""
    offered = getattr(request, "public_page", False) or "public" in response.get("Cache-Control", "")
    personal = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or response.streaming
    return bool(offered and response.status_code == 200 and request.method == "GET" and not personal)


def keep(key: str, response) -> tuple[bytes, bytes, dict[str, str]]:
    """The answer as it is and packed once for everybody: there is no secret in it to guess from its size."""
    patch_vary_headers(response, ("Cookie", "Accept-Language", "Accept-Encoding"))
    # Browsers and proxies may hold it, and ask each time whether it is still the one: signing in changes it.
    response.headers.setdefault("Cache-Control", "no-cache")
    response.headers.setdefault("ETag", f'W/"{sha256(response.content).hexdigest()[:24]}"')
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    kept = (response.content, gzip.compress(response.content, mtime=0), headers)
    cache.set(key, kept, SECONDS)
    return kept


def answer(request, kept) -> HttpResponse:
    content, packed, headers = kept
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        content, headers = packed, headers | {"Content-Encoding": "gzip"}
    headers = headers | {"Content-Length": str(len(content))}
    return HttpResponse(b"" if request.method == "HEAD" else content, headers=headers)


def keep_private(response):
    """What a signed-in person sees stays out of every cache, unless its view decided otherwise."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def forget_pages() -> None:
    """Every kept page is drawn anew at its next visit."""
    cache.add(VERSION, 0, None)
    cache.incr(VERSION)

"""Addresses that no page of ours has."""

from django.core.exceptions import BadRequest
from django.http import Http404

# It answers other programs in their own way, this too.
API = "/api/"


def without_nul(get_response):
    """Nothing is at an address with a NUL in it, which PostgreSQL takes in no text; in a question it is refused."""

    def middleware(request):
        path = request.path_info
        if "\0" in path and not path.startswith(API):
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") and not path.startswith(API):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware

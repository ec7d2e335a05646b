"""Addresses that no page of ours has."""

from django.core.exceptions import BadRequest


def without_nul(get_response):
    """Refuses an address with a NUL in it (400), which PostgreSQL takes in no text: the site never made one."""

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware

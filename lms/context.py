"""What every template may lean on."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms.roles import roles_of


def site(request):
    """``roles`` asks the database only when a template reads it, and never for visitors."""
    return {
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "roles": SimpleLazyObject(lambda: roles_of(request.user)),
    }

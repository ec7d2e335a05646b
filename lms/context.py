"""What every template may lean on."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms.demo.progress import loading
from lms.roles import roles_of


def site(request):
    """``roles`` asks the database only when a template reads it, and never for visitors."""
    return {
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "demo_loading": loading() if settings.DEMO else None,
        "roles": SimpleLazyObject(lambda: roles_of(request.user)),
    }

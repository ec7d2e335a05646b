"""What every template may lean on."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms.demo.progress import loading
from lms.roles import roles_of
from lms.second_factor import has_factor, must_show


def site(request):
    """``roles`` asks the database only when a template reads it, and never for visitors."""
    return {
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "provider": provider(),
        "must_set_up": SimpleLazyObject(lambda: must_set_up(request.user)),
        "demo_loading": loading() if settings.DEMO else None,
        "roles": SimpleLazyObject(lambda: roles_of(request.user)),
    }


def provider() -> dict | None:
    """Name and key of the OpenID Connect provider, for the button that leads there; None where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return {"name": apps[0]["name"], "key": apps[0]["provider_id"]} if apps else None


def must_set_up(user) -> bool:
    """Whether nothing but setting up a second factor is open to this account."""
    return settings.REQUIRE_SECOND_FACTOR and user.is_authenticated and must_show(user) and not has_factor(user)

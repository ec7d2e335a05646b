"""Who works for a programme enters with a second proof, where the instance asks for it. Trainees never."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from lms.roles import roles_of

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Where a factor is set up or shown, and the way out. An address to be confirmed first stands in the library's way.
OPEN = {
    "account_email",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
    "entering:proof",
    "health",
    "set_language",
}
MAKES_ONE = {"mfa_activate_totp", "mfa_add_webauthn"}
# This entrance set the factor up by itself: it need not show it as well.
MADE = "second_factor_made"


class SecondFactorMiddleware:
    """Before every view of ours, of the library and of the editors' screens; what is none of these holds nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        made = request.method == "POST" and response.status_code == 302 and match and match.view_name in MAKES_ONE
        if settings.REQUIRE_SECOND_FACTOR and made and has_factor(request.user):
            request.session[MADE] = True
        return response

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if not settings.REQUIRE_SECOND_FACTOR or name in OPEN or name.startswith("mfa_"):
            return None
        if not request.user.is_authenticated or not must_show(request.user) or has_shown(request):
            return None
        return led_there(request)


def must_show(user) -> bool:
    """Whoever administers, writes pages, or has any role in a programme's team. Read anew each time."""
    roles = roles_of(user)
    return user.is_superuser or roles.in_a_team or roles.is_editor


def has_factor(user) -> bool:
    return user.is_authenticated and Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def has_shown(request) -> bool:
    """The factor stands, and this entrance showed it: one from before it was set up did not."""
    shown = request.session.get(MADE) or any(
        record["method"] == "mfa" for record in get_authentication_records(request, request.user)
    )
    return bool(shown) and has_factor(request.user)


def led_there(request):
    """To the page that sets one up, or that asks for it; where nothing could follow a redirection, a sentence."""
    target = reverse("mfa_index")
    if has_factor(request.user):
        methods = get_adapter(request).get_reauthentication_methods(request.user)
        factor = next(method["url"] for method in methods if method["id"].startswith("mfa_reauthenticate"))
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        target = f"{factor}?{urlencode({'next': back})}"
    if request.method in {"GET", "HEAD"} and not request.htmx:
        return HttpResponseRedirect(target)
    answer = render(request, "lms/second_factor.html", {"target": target}, status=403)
    answer["HX-Redirect"] = target
    return answer

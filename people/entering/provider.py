"""The door of an OpenID Connect provider that the instance was given: whatever goes wrong behind it is a sentence here.

The account library answers most errors itself. A provider that is away, or that speaks nonsense, it lets through as an
error of ours: these two views stand before its own, under the same addresses.
"""

from functools import wraps

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as library
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.urls import path
from requests.exceptions import RequestException

# What a provider can do to us: not answer, not answer in JSON, leave out what it promised.
PROVIDERS_FAULT = (RequestException, KeyError, TypeError, ValueError, ImproperlyConfigured)


def forgiving(view):
    @wraps(view)
    def guarded(request, provider_id):
        try:
            provider = get_adapter(request).get_provider(request, provider_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        try:
            return view(request, provider_id)
        except PROVIDERS_FAULT as error:
            return render_authentication_error(request, provider, exception=error)

    return guarded


urlpatterns = [
    path("<str:provider_id>/login/", forgiving(library.login), name="oidc_login"),
    path("<str:provider_id>/login/callback/", forgiving(library.callback), name="oidc_callback"),
]

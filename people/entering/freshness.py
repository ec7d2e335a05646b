"""Delicate acts ask who is there once more, when the entrance is older than a quarter of an hour."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings


def is_fresh(request) -> bool:
    """Whether this entrance was proved, by whatever means, within ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def identify_anew(request) -> None:
    """Go on only with a fresh entrance; nothing while the setting ``STEP_UP`` is off.

    For views, once what is asked for was found to be this account's: else the request waits in the session until she
    proved who she is, and what she had sent is done then (the account library's middleware does both).
    """
    if settings.STEP_UP and not is_fresh(request):
        raise ReauthenticationRequired()

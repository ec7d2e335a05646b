"""A code to one's own mailbox, for who has no password: the proof that the account is still hers."""

import re
import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

KEPT = "mail_proof"


def mailbox_of(user) -> str:
    """The confirmed address that codes go to; empty when there is none, or something stronger guards the account."""
    if is_mfa_enabled(user):
        return ""
    proved = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return proved.values_list("email", flat=True).first() or ""


def send_code(request, email: str) -> None:
    """Write a new code; an older one stops serving. Only its digest is kept, in this entrance."""
    code = get_adapter(request).generate_login_code()
    until = int(time.time()) + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    request.session[KEPT] = {
        "digest": _digest(code),
        "until": until,
        "left": settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
    }
    get_adapter(request).send_mail("account/email/proof_code", email, {"request": request, "code": code})


def is_waiting(request) -> bool:
    """Whether a code was sent that may still be typed."""
    kept = request.session.get(KEPT)
    return bool(kept and kept["left"] > 0 and kept["until"] > time.time())


def prove(request, code: str, email: str) -> bool:
    """Whether that is the code; if so the entrance is fresh again. Five wrong ones end it."""
    if not is_waiting(request):
        return False
    kept = request.session[KEPT]
    if not constant_time_compare(kept["digest"], _digest(code)):
        request.session[KEPT] = {**kept, "left": kept["left"] - 1}
        return False
    del request.session[KEPT]
    record_authentication(request, request.user, method="code", email=email, reauthenticated=True)
    return True


def _digest(code: str) -> str:
    return salted_hmac("people.entering.code", re.sub(r"\D", "", code), algorithm="sha256").hexdigest()

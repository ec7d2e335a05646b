"""The page where somebody without a password identifies herself again."""

from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.entering.mail_code import is_waiting, mailbox_of, prove, send_code
from people.forms import code_field
from people.queries import masked


class ProofForm(forms.Form):
    code = code_field()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request):
    """A code by mail, then on with what she was doing: also with what she had sent."""
    email = mailbox_of(request.user)
    if not email:
        raise Http404
    form = ProofForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST" and "code" not in request.POST:
        if not ratelimit.consume(request, action="request_login_code", key=email):
            return ratelimit.respond_429(request)
        send_code(request, email)
    elif form.is_valid():
        if prove(request, form.cleaned_data["code"], email):
            return resume_request(request) or redirect("home")
        form.add_error("code", _wrong(request))
    context = {"form": form, "masked": masked(email), "waiting": is_waiting(request)}
    context["next"] = get_next_redirect_url(request) or ""
    return render(request, "people/entering/proof.html", context, status=422 if form.errors else 200)


def _wrong(request) -> str:
    if is_waiting(request):
        return _("Ese código no es. Revisa que sea el del último mensaje.")
    return _("Ese código ya no sirve. Pide otro.")

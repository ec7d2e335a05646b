"""The doors by which an account comes to its person."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.actions import Refused, accept_invitation, account_at
from people.actions import claim as claim_person
from people.forms import ClaimForm
from people.models import Invitation
from people.queries import claimable_by, masked


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Who invites whom to what; one button, which sends a code to the invited mailbox or, signed in, accepts."""
    found = get_object_or_404(Invitation.objects.select_related("person__merged_into"), token=token)
    if request.user.is_authenticated and found.person.present.user_id == request.user.pk:
        return redirect("home")  # she accepted it before
    context = {"invitation": found, "masked": masked(found.email), "expired": found.expired}
    if request.method != "POST" or found.expired:
        return render(request, "people/invitation.html", context)
    if request.user.is_authenticated:
        return _accept(request, found)
    if not ratelimit.consume(request, action="request_login_code", key=found.email):
        return ratelimit.respond_429(request)
    LoginCodeVerificationProcess.initiate(request=request, user=account_at(found.email), email=found.email)
    afterwards = urlencode({"next": reverse("people:accept", args=[token])})
    return redirect(f"{reverse('account_confirm_login_code')}?{afterwards}")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """Where the sign-in that an invitation started comes out."""
    return _accept(request, get_object_or_404(Invitation.objects.select_related("person__merged_into"), token=token))


def _accept(request, found):
    try:
        accept_invitation(found, user=request.user)
    except Refused as refusal:
        context = {"invitation": found, "masked": masked(found.email), "refusal": refusal}
        return render(request, "people/invitation.html", context, status=409)
    return redirect("home")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request):
    """The registers that carry a mailbox of this account and belong to nobody yet; then back to where she was going."""
    onward = get_next_redirect_url(request)
    form = ClaimForm(request.POST or None, people=claimable_by(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            claim_person(form.cleaned_data["person"], user=request.user)
        except Refused as refusal:
            form.add_error("person", str(refusal))
        else:
            return redirect(onward or "home")
    context = {"form": form, "people": form.fields["person"].queryset, "next": onward or ""}
    return render(request, "people/claim.html", context)

"""The door for who holds a slip of paper. What is asked of it stays in her own entrance until she is through."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.actions import Refused, account_at
from people.claiming.actions import Unknown, look_up, refusal, use_code
from people.claiming.forms import AddressForm, CodeForm
from people.claiming.limits import note_guess, wait_of
from people.models import ClaimCode, Person

SLIP = "claim_slip"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, code=""):
    """Where the code is typed; from its QR it is already there. Nothing is looked up before she asks."""
    form = CodeForm(request.POST if request.method == "POST" else None, initial={"code": code})
    if request.method != "POST":
        return render(request, "people/claiming/door.html", {"form": form})
    wait = wait_of(request)
    if wait:
        form.add_error(None, _("Se probaron demasiados códigos. Espera unos minutos y vuelve a escribir el tuyo."))
    elif form.is_valid() and _found(form, request):
        return redirect("claiming:person")
    answer = render(request, "people/claiming/door.html", {"form": form}, status=429 if wait else 422)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def _found(form, request) -> bool:
    try:
        request.session[SLIP] = look_up(form.cleaned_data["code"]).pk
    except Refused as refused:
        if isinstance(refused, Unknown):
            note_guess(request)
        form.add_error("code", str(refused))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request):
    """Whose record it is, as little as she needs to know it; then her account, made here or the one she has."""
    slip = _slip_of(request)
    if slip is None:
        return redirect("claiming:door")
    if request.method == "POST" and request.user.is_authenticated:
        return _use(request, slip)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _write_to(request, form.cleaned_data["email"])
    return _show(request, slip, form=form, status=422 if form.errors else 200)


@never_cache
@require_POST
def other_account(request):
    """Out of the account that is open on this telephone, and on with the slip."""
    slip = _slip_of(request)
    if slip is None:
        return redirect("claiming:door")
    logout(request)
    request.session[SLIP] = slip.pk
    return redirect("claiming:person")


def _slip_of(request) -> ClaimCode | None:
    slips = ClaimCode.objects.select_related("person__merged_into")
    return slips.filter(pk=request.session.get(SLIP, 0)).first()


def _use(request, slip):
    try:
        use_code(slip, user=request.user)
    except Refused as refused:
        return _show(request, slip, refused=str(refused), status=409)
    request.session.pop(SLIP, None)
    messages.success(request, _("Listo: tu cuenta y tu registro ya van juntos."))
    return redirect("home")


def _write_to(request, email):
    if not ratelimit.consume(request, action="request_login_code", key=email):
        return ratelimit.respond_429(request)
    LoginCodeVerificationProcess.initiate(request=request, user=account_at(email), email=email)
    afterwards = urlencode({"next": reverse("claiming:person")})
    return redirect(f"{reverse('account_confirm_login_code')}?{afterwards}")


def _show(request, slip, *, form=None, refused="", status=200):
    """An entrance that holds a slip spent meanwhile reads why, and no name."""
    spent = refusal(slip)
    someone = slip.person.present
    context = {
        "name": "" if spent else f"{someone.given_names} {someone.surname1[:1]}.",
        "form": form,
        "refused": refused or spent,
        "spent": bool(spent),
        "mine": Person.objects.live().of(request.user).first() if request.user.is_authenticated else None,
        "enter": f"{reverse('account_login')}?{urlencode({'next': reverse('claiming:person')})}",
    }
    return render(request, "people/claiming/person.html", context, status=status)

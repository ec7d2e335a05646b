"""Somebody reads the code on the screen: from there to "I am here" without leaving, signed in or not."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions.checkin import check_in
from cohorts.checkin import screen_code
from cohorts.checkin.board import short_name
from cohorts.checkin.faces import faces_of, is_in
from cohorts.checkin.tickets import carry, exchange, ticket_for
from cohorts.forms.checkin import HereForm, ScreenCodeForm
from cohorts.models import Register
from people.actions import Refused, account_at
from people.claiming.forms import AddressForm
from people.queries import masked


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request):
    """Where the code is typed by who cannot read its QR."""
    form = ScreenCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _exchange(request, form, form.cleaned_data["code"])
    return render(request, "cohorts/arrive.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def arrive_with(request, code):
    """Opened from the QR. Nothing is written but the visitor's own entrance: the ticket that outlives the code."""
    form = ScreenCodeForm({"code": code})
    return _exchange(request, form, screen_code.parse(code) or "")


def _exchange(request, form, code):
    try:
        register = exchange(request, code)
    except Refused as refused:
        form.add_error("code", str(refused))
        return render(request, "cohorts/arrive.html", {"form": form}, status=429)
    if register:
        return redirect("cohorts:arrival", register.uuid)
    if form.is_valid():
        form.add_error("code", _("Ese código ya cambió, o no está en ninguna pantalla. Usa el que se ve ahora."))
    return render(request, "cohorts/arrive.html", {"form": form}, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request, uuid):
    """The session whose code she read: one tap when she is signed in, her mailbox when she is not."""
    register = get_object_or_404(Register.objects.select_related("session", "cohort__programme"), uuid=uuid)
    faces = faces_of(request.user, register.session) if request.user.is_authenticated else []
    arrived = next((face for face in faces if face.user_id and is_in(face, register.session)), None)
    if arrived:
        return render(request, "cohorts/arrival.html", _said(register, name=short_name(arrived)))
    try:
        ticket = ticket_for(request, register)
        if request.method == "POST":
            return _press(request, register, ticket, faces)
    except Refused as refused:
        return render(request, "cohorts/arrival.html", {"problem": str(refused)}, status=403)
    return _show(request, register, ticket, faces)


@never_cache
@require_POST
def other_account(request, uuid):
    """Out of the account that is open on this telephone, and on with the ticket."""
    return redirect("cohorts:arrival", uuid) if carry(request, logout) else redirect("cohorts:arrive")


def _press(request, register, ticket, faces):
    if request.user.is_authenticated:
        return _here(request, register, ticket, faces)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _show(request, register, ticket, faces, form=form, status=422)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="request_login_code", key=email):
        form.add_error("email", _("Pediste varios códigos seguidos. Espera un minuto y vuelve a probar."))
        return _show(request, register, ticket, faces, form=form, status=429)
    LoginCodeVerificationProcess.initiate(request=request, user=account_at(email), email=email)
    afterwards = urlencode({"next": reverse("cohorts:arrival", args=[register.uuid])})
    return redirect(f"{reverse('account_confirm_login_code')}?{afterwards}")


def _here(request, register, ticket, faces):
    form = HereForm(request.POST)
    who = form.cleaned_data["who"] if form.is_valid() else None
    chosen = [face for face in faces if face.uuid == who or len(faces) == 1]
    if not chosen:
        return _show(request, register, ticket, faces, status=422)
    done = check_in(chosen[0], door=ticket.door, seen_at=ticket.seen_at, by=request.user)
    if not done.is_in:
        raise Refused(_("Quien facilita anotó después otra cosa en la lista. Acércate y acláralo."))
    return redirect("cohorts:arrival", register.uuid)


def _show(request, register, ticket, faces, *, form=None, status=200):
    here = reverse("cohorts:arrival", args=[register.uuid])
    context = _said(register, ticket=ticket, faces=[(face.uuid, short_name(face)) for face in faces])
    context |= {"form": form or AddressForm(), "enter": redirect_to_login(here).url}
    context["mailbox"] = masked(request.user.email) if request.user.is_authenticated else ""
    return render(request, "cohorts/arrival.html", context, status=status)


def _said(register, **more) -> dict:
    return {"register": register, "session": register.session, "programme": register.cohort.programme, **more}

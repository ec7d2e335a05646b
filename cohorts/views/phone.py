"""What passes between the site and a telephone that marked without a network. Answers are JSON, also refusals."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions.phone import receive
from cohorts.forms.phone import MAX_BYTES, PhoneForm, read_json
from cohorts.phone.facts import milliseconds
from cohorts.phone.kept import account_key, lists_to_keep
from cohorts.phone.words import dated_back, why


@never_cache
@require_safe
def phone_kit(request):
    """What this account keeps on its telephone, our clock, and (as a cookie) the token for sending."""
    if not request.user.is_authenticated:
        return _signed_out()
    get_token(request)
    pages = [reverse("cohorts:roll", args=[register.uuid]) for register in lists_to_keep(request.user)]
    answer = {"account": account_key(request.user), "pages": [reverse("cohorts:today"), *pages]}
    return JsonResponse(answer | {"now": milliseconds(timezone.now())})


@never_cache
@require_POST
def roll_sync(request):
    """Marks out of the queue of a telephone; mark by mark, kept or refused with a sentence."""
    if not request.user.is_authenticated:
        return _signed_out()
    if len(request.body) > MAX_BYTES:
        return _refusal(_("El envío pesa demasiado. No se guardó ninguna marca: siguen en el teléfono."), 413)
    form = PhoneForm(read_json(request.body))
    if not form.is_valid():
        return _refusal(form.problem(), 413 if form.too_much else 400)
    if form.cleaned_data["account"] != account_key(request.user):
        return _refusal(_("Estas marcas son de otra cuenta. Entra con ella para enviarlas."), 409)
    answers = [_said(answer) for answer in receive(form.cleaned_data["sent"], by=request.user)]
    answers += [{"uuid": name, "kept": False, "why": why("unreadable")} for name in form.unread]
    return JsonResponse({"marks": answers, "now": milliseconds(timezone.now())})


def _said(answer) -> dict:
    said = {"uuid": str(answer.uuid), "kept": not answer.refused}
    sentence = why(answer.refused) if answer.refused else dated_back() if answer.ahead else ""
    return said | ({"why": sentence} if sentence else {})


def _signed_out():
    sentence = _("Tu sesión terminó. Entra de nuevo: tus marcas siguen en este teléfono.")
    return JsonResponse({"problem": sentence, "sign_in": resolve_url("account_login")}, status=401)


def _refusal(sentence: str, status: int):
    return JsonResponse({"problem": sentence}, status=status)

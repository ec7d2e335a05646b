"""Verification: for anybody, without an account, in seconds and few bytes."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import Context, Engine
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import VerifyForm
from certificates.limits import count_wrong_guess, guesses_left
from certificates.models import Certificate
from certificates.verification import as_data, carries_surname, public_facts, state_of

FRESH_SECONDS = 60


@require_safe
def verify(request, token):
    """Everything that is printed, and whether it holds. One query; session and account are not asked for."""
    certificate = Certificate.objects.select_related("replaced_by", "signed_with").filter(token=token).first()
    wants_data = request.GET.get("format") == "json" or request.headers.get("Accept") == "application/json"
    if certificate is None:
        answer = JsonResponse({"status": "unknown"}, status=404) if wants_data else _page(request, "unknown", {}, 404)
    elif wants_data:
        answer = JsonResponse(as_data(certificate))
    else:
        answer = _page(request, "verify", _context(certificate))
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    patch_vary_headers(answer, ["Cookie", "Accept"])
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request):
    """Folio and first surname, for those who hold the paper without a camera."""
    form = VerifyForm(request.POST or None, initial={"folio": request.GET.get("folio", "")[:100]})
    if request.method != "POST":
        return _answer(request, form)
    if not guesses_left(request):
        form.add_error(None, _("Hubo demasiados intentos desde aquí. Espera diez minutos, o abre el código QR."))
        return _answer(request, form, status=429)
    if form.is_valid():
        certificate = _found(form)
        if certificate:
            return redirect("certificates:verify", token=certificate.token)
        count_wrong_guess(request)
    return _answer(request, form)


def _answer(request, form, status=200):
    answer = render(request, "certificates/verify_form.html", {"form": form}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(form) -> Certificate | None:
    certificate = Certificate.objects.filter(folio=form.cleaned_data["folio"]).first()
    if certificate is None:
        form.add_error("folio", _("No hay ningún documento con ese folio. Revisa que esté completo."))
    elif not carries_surname(certificate, form.cleaned_data["surname"]):
        form.add_error("surname", _("El apellido no coincide con el de ese folio."))
        return None
    return certificate


def _context(certificate: Certificate) -> dict:
    return {
        "certificate": certificate,
        "text": certificate.snapshot["text"],
        "language": certificate.snapshot["language"],
        "facts": public_facts(certificate),
        "state": state_of(certificate),
    }


def _page(request, name: str, context: dict, status: int = 200) -> HttpResponse:
    """Without context processors: they would ask for session and account, and the page is the same for everybody."""
    template = Engine.get_default().get_template(f"certificates/{name}.html")
    return HttpResponse(template.render(Context(context | {"request": request})), status=status)

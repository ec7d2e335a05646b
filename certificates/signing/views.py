"""For whoever holds the file: whether it is the one that was given out, and how its signature is checked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from certificates.limits import count_wrong_guess, guesses_left
from certificates.models import SigningKey
from certificates.signing.forms import MAX_BYTES, PdfForm
from certificates.signing.keys import certificate_der
from certificates.signing.receiving import InMemoryOnly
from certificates.signing.uploaded import compare
from certificates.verification import state_of


@csrf_exempt  # only until the handler stands: the token is in the form, and reading that receives the file
def verify_file(request):
    """A PDF is shown: identical, altered or unknown. It is not kept, not even for the time of the answer on disk."""
    request.upload_handlers = [InMemoryOnly(request, limit=MAX_BYTES)]
    return _verify_file(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _verify_file(request):
    form = PdfForm(request.POST, request.FILES) if request.method == "POST" else PdfForm()
    if request.method != "POST":
        return _answer(request, form)
    if not guesses_left(request):
        form.add_error(None, _("Hubo demasiados intentos desde aquí. Espera diez minutos, o abre el código QR."))
        return _answer(request, form, status=429)
    if not form.is_valid():
        return _answer(request, form)
    found = compare(form.held)
    if found.verdict != "identical":
        count_wrong_guess(request)
    state = state_of(found.certificate) if found.certificate else ""
    return _answer(request, PdfForm(), found=found, state=state)


@require_safe
def keys(request):
    """Every key that signs or signed, its fingerprint and its public certificate, and what to do with them."""
    return render(request, "certificates/keys.html", {"keys": SigningKey.objects.select_related("programme")})


@require_safe
def key_certificate(request, fingerprint):
    """The public certificate, as readers of PDF import it."""
    key = get_object_or_404(SigningKey, fingerprint=fingerprint)
    answer = HttpResponse(certificate_der(key), content_type="application/pkix-cert")
    answer["Content-Disposition"] = f'attachment; filename="{key.fingerprint[:16]}.cer"'
    return answer


def _answer(request, form, status=200, **context):
    answer = render(request, "certificates/verify_file.html", {"form": form} | context, status=status)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer

"""The holder's own certificates, and the board of those who issue them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import actions
from certificates.board import board_of, job_of, passages_of
from certificates.board_views import to_decide
from certificates.files import pdf_of
from certificates.forms import ChosenForm, ReplaceForm, RevokeForm
from certificates.models import Certificate
from certificates.permissions import can_issue
from certificates.signing.keys import CannotSign
from cohorts.models import Cohort
from people.actions import Refused
from people.entering.freshness import identify_anew

WITH_NAMES = ("programme", "region", "course")


@never_cache
@login_required
@require_safe
def mine(request):
    """What this person was given, and what the rest of her courses still ask."""
    held = Certificate.objects.of(request.user).filter(replaced_by=None).select_related("programme")
    certificates = held.order_by("-issued_at", "-pk")
    return render(
        request, "certificates/mine.html", {"certificates": certificates, "passages": passages_of(request.user)}
    )


@never_cache
@login_required
@require_safe
def download(request, folio):
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user), folio=folio)
    if certificate.holder_gone:
        raise Http404
    try:
        sheet = pdf_of(certificate)
    except CannotSign as refusal:
        messages.error(request, str(refusal))
        return redirect("certificates:mine")
    answer = HttpResponse(sheet, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{certificate.folio}.pdf"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@login_required
@require_safe
def cohort(request, uuid):
    """The board: all who staff the cohort see it, those who coordinate it act on it."""
    found = get_object_or_404(Cohort.objects.staffed_by(request.user).select_related(*WITH_NAMES), uuid=uuid)
    board, coordinates = board_of(found), can_issue(request.user, found)
    context = {
        "cohort": found,
        "board": board,
        "coordinates": coordinates,
        "ticks": coordinates and board.may_issue,
        "job": job_of(found, request.user),
    }
    return render(request, "certificates/cohort.html", context)


@login_required
@require_POST
def issue_cohort(request, uuid):
    """Asks for the work, for everybody who is ready or for those that were ticked; the board shows how far it is."""
    found = get_object_or_404(Cohort.objects.coordinated_by(request.user), uuid=uuid)
    identify_anew(request)
    chosen = ChosenForm(request.POST) if "chosen" in request.POST else None
    if chosen is not None and not chosen.is_valid():
        messages.error(request, " ".join(chosen.errors["claim"]))
        return redirect("certificates:cohort", uuid=found.uuid)
    try:
        actions.request_issue(found, by=request.user, claims=chosen.cleaned_data["claim"] if chosen else ())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("certificates:cohort", uuid=found.uuid)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, folio):
    certificate = to_decide(request, folio)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(certificate, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Quedó sin validez: quien verifique leerá el motivo."))
            return redirect("certificates:cohort", uuid=certificate.cohort.uuid)
    context = {"certificate": certificate, "form": form}
    return render(request, "certificates/revoke.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, folio):
    certificate = to_decide(request, folio)
    form = ReplaceForm(request.POST or None, initial={"printed_name": _named(certificate)})
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.replace(certificate, printed_name=form.cleaned_data["printed_name"], by=request.user)
        except Refused as refusal:
            form.add_error("printed_name", str(refusal))
        else:
            sentence = _("Hecho, con el folio %(folio)s. La página anterior dice por cuál se sustituyó.")
            messages.success(request, sentence % {"folio": new.folio})
            return redirect("certificates:cohort", uuid=certificate.cohort.uuid)
    context = {"certificate": certificate, "form": form}
    return render(request, "certificates/replace.html", context, status=422 if form.errors else 200)


def _named(certificate: Certificate) -> str:
    """The name its holder has today."""
    holder = certificate.person
    return holder.printed_name if holder else certificate.snapshot["text"]["name"]

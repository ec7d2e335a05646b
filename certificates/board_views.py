"""What a coordination decides from the board: what a cohort gives, who is vouched for, what goes on and what stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certificates import actions, deciding
from certificates.board import job_of
from certificates.forms import OfferForm, WaiveForm, WhyForm
from certificates.models import Certificate, Offer, Waiver
from cohorts.models import Cohort, Enrolment
from jobs.actions import pause as pause_job
from jobs.actions import resume as resume_job
from people.actions import Refused
from programmes.attempts import attempt

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def offer(request, uuid):
    """Which certificates the cohort gives, and whether every night."""
    cohort = _coordinated(request, uuid)
    # All boxes empty is an answer too.
    said = request.POST if request.method == "POST" else None
    form = OfferForm(said, instance=Offer.objects.filter(cohort=cohort).first() or Offer(cohort=cohort))
    if request.method == "POST" and attempt(form, lambda data: deciding.set_offer(cohort, **data, by=request.user)):
        messages.success(request, _("Guardado: el tablero ya lo toma en cuenta."))
        return redirect("certificates:cohort", uuid=cohort.uuid)
    return render(
        request, "certificates/offer.html", {"cohort": cohort, "form": form}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def pause(request, uuid):
    """Stops what this account asked for; what is issued stays."""
    cohort = _coordinated(request, uuid)
    job = job_of(cohort, request.user)
    if job:
        pause_job(job, by=request.user)
    return redirect("certificates:cohort", uuid=cohort.uuid)


@login_required
@require_POST
def resume(request, uuid):
    cohort = _coordinated(request, uuid)
    job = job_of(cohort, request.user)
    if job:
        resume_job(job, by=request.user)
    return redirect("certificates:cohort", uuid=cohort.uuid)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def waive(request, passage):
    """What was vouched for about somebody, and the form to do so."""
    passages = Enrolment.objects.coordinated_by(request.user).select_related("person", "cohort__programme")
    enrolment = get_object_or_404(passages, pk=passage)
    form = WaiveForm(request.POST or None, kinds=deciding.kinds_to_waive(enrolment.cohort))
    if request.method == "POST" and attempt(
        form, lambda data: deciding.waive(enrolment, **data, by=request.user), "reason"
    ):
        messages.success(request, _("Quedó la dispensa. La asistencia y las cifras no cambian."))
        return redirect("certificates:cohort", uuid=enrolment.cohort.uuid)
    waivers = enrolment.waivers.select_related("given_by__person", "lifted_by__person")
    context = {"enrolment": enrolment, "cohort": enrolment.cohort, "form": form, "waivers": waivers}
    return render(request, "certificates/waive.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def lift_waiver(request, pk):
    """Why a waiver no longer stands."""
    waivers = Waiver.objects.filter(enrolment__in=Enrolment.objects.coordinated_by(request.user))
    waiver = get_object_or_404(waivers.select_related("enrolment__person", "enrolment__cohort__programme"), pk=pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda data: deciding.lift_waiver(waiver, **data, by=request.user), "reason"
    ):
        messages.success(request, _("La dispensa ya no vale. Lo que se dio con ella aparece para que decidas."))
        return redirect("certificates:cohort", uuid=waiver.enrolment.cohort.uuid)
    return render(
        request, "certificates/lift_waiver.html", {"waiver": waiver, "cohort": waiver.enrolment.cohort, "form": form}
    )


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def uphold(request, folio):
    """Why a certificate stands although its record no longer earns it."""
    certificate = to_decide(request, folio)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda data: deciding.uphold(certificate, **data, by=request.user), "reason"
    ):
        messages.success(request, _("Se mantiene. Si su registro vuelve a cambiar, te lo preguntaremos otra vez."))
        return redirect("certificates:cohort", uuid=certificate.cohort.uuid)
    return render(
        request,
        "certificates/uphold.html",
        {"certificate": certificate, "form": form},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def anew(request, folio):
    """Another one for what was taken back."""
    certificate = to_decide(request, folio)
    if request.method == "POST":
        try:
            new = actions.issue_anew(certificate, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Emitida de nuevo, con el folio %(folio)s.") % {"folio": new.folio})
        return redirect("certificates:cohort", uuid=certificate.cohort.uuid)
    return render(request, "certificates/anew.html", {"certificate": certificate})


def to_decide(request, folio) -> Certificate:
    """The certificate, when this account coordinates its cohort; 404 else."""
    theirs = Certificate.objects.filter(cohort__in=Cohort.objects.coordinated_by(request.user))
    with_names = theirs.select_related("person", "organisation", "programme", "cohort__programme", "replaced_by")
    return get_object_or_404(with_names, folio=folio)


def _coordinated(request, uuid) -> Cohort:
    found = Cohort.objects.coordinated_by(request.user).select_related("programme", "region", "course")
    return get_object_or_404(found, uuid=uuid)

"""One passage: its history, and the acts that carry it on elsewhere or give its seat to another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions.moving import replace_by, transfer
from cohorts.forms.doors import ReplaceForm, TransferForm
from cohorts.forms.roster import LEAVING
from cohorts.history import history_of
from cohorts.models import Cohort, Enrolment
from cohorts.models.cohort import OVER
from programmes.attempts import attempt

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


def _passage(rows, uuid):
    return get_object_or_404(rows.select_related("person", "cohort__programme", "organisation"), uuid=uuid)


@never_cache
@login_required
@require_safe
def passage(request, uuid):
    """What happened with one enrolment, in order: for the team of its cohort."""
    staffed = Enrolment.objects.filter(cohort__in=Cohort.objects.staffed_by(request.user))
    found = _passage(staffed, uuid)
    context = {"enrolment": found, "cohort": found.cohort, "programme": found.cohort.programme}
    context["events"] = history_of(found)
    context["coordinates"] = Cohort.objects.coordinated_by(request.user).filter(pk=found.cohort_id).exists()
    return render(request, "cohorts/passage.html", context)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def move(request, uuid):
    """To another cohort of the programme that this account coordinates too."""
    found = _passage(Enrolment.objects.coordinated_by(request.user), uuid)
    others = Cohort.objects.coordinated_by(request.user).filter(programme=found.cohort.programme_id)
    others = others.exclude(pk=found.cohort_id).exclude(status__in=OVER).order_by("code")
    form = TransferForm(request.POST if request.method == "POST" else None, cohorts=others)
    if request.method == "POST":
        moved = attempt(form, lambda data: transfer(found, to=data["to"], by=request.user), "to")
        if moved:
            messages.success(request, _("%(name)s pasó a %(cohort)s.") % {"name": found.person, "cohort": moved.cohort})
            return redirect("cohorts:passage", moved.uuid)
    context = {"enrolment": found, "cohort": found.cohort, "programme": found.cohort.programme, "form": form}
    return render(
        request, "cohorts/transfer.html", context | {"any": others.exists()}, status=422 if form.errors else 200
    )


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def replace(request, uuid):
    """The seat stays, the person changes."""
    found = _passage(Enrolment.objects.coordinated_by(request.user), uuid)
    reasons = [] if found.withdrawn_at else LEAVING
    form = ReplaceForm(request.POST if request.method == "POST" else None, reasons=reasons)
    if request.method == "POST":
        follower = attempt(form, lambda data: replace_by(found, **data, by=request.user))
        if follower:
            words = {"new": follower.person, "old": found.person}
            messages.success(request, _("%(new)s ocupa ahora el lugar de %(old)s.") % words)
            return redirect("cohorts:passage", follower.uuid)
    context = {"enrolment": found, "cohort": found.cohort, "programme": found.cohort.programme, "form": form}
    return render(request, "cohorts/replace.html", context, status=422 if form.errors else 200)

"""Screens on which a cohort ends: what holds up its closing, closing, reopening, cancelling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cohorts.actions.life import (
    cancel_cohort,
    close_cohort,
    not_cancellable,
    people_concerned,
    reopen_cohort,
    waive_register,
)
from cohorts.forms.life import CancelCohortForm, ReopenForm, WaiveForm
from cohorts.life import in_the_way
from cohorts.models import Register
from cohorts.views.planning import SEEN_OR_SENT, coordinated
from people.actions import Refused
from programmes.attempts import attempt


@login_required
@require_http_methods(SEEN_OR_SENT)
def close(request, uuid):
    """What still stands in the way, each with where it is settled; then the button."""
    cohort = coordinated(request, uuid)
    if request.method == "POST":
        try:
            close_cohort(cohort, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("cohorts:close" if cohort.status == "running" else "cohorts:detail", uuid)
        messages.success(request, _("Quedó cerrado."))
        return redirect("cohorts:detail", uuid)
    if cohort.status != cohort.Status.RUNNING:
        return redirect("cohorts:detail", uuid)
    coming = cohort.registers.filter(session__cancelled_at=None, session__starts_at__gt=timezone.now()).count()
    context = {"cohort": cohort, "programme": cohort.programme, "registers": in_the_way(cohort), "coming": coming}
    return render(request, "cohorts/close.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def reopen(request, uuid):
    """Why a closed cohort goes on."""
    cohort = coordinated(request, uuid)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda data: reopen_cohort(cohort, **data, by=request.user), "reason"
    ):
        messages.success(request, _("Está en marcha otra vez. Sus listas siguen como estaban."))
        return redirect("cohorts:detail", uuid)
    return render(request, "cohorts/reopen.html", {"cohort": cohort, "programme": cohort.programme, "form": form})


@login_required
@require_http_methods(SEEN_OR_SENT)
def cancel(request, uuid):
    """Why it will not take place, and how many are told."""
    cohort = coordinated(request, uuid)
    form = CancelCohortForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda data: cancel_cohort(cohort, **data, by=request.user), "reason"
    ):
        messages.success(request, _("Quedó cancelado. El aviso va en camino."))
        return redirect("cohorts:detail", uuid)
    people = people_concerned(cohort)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "form": form,
        "problem": not_cancellable(cohort),
        "people": len(people),
        "unreachable": sum(1 for person in people if not (person.user or person.email)),
    }
    return render(request, "cohorts/cancel.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def waive(request, uuid):
    """Why this one list is done without, and what that means for who stands on it."""
    mine = Register.objects.coordinated_by(request.user).select_related("session", "cohort__programme")
    register = get_object_or_404(mine, uuid=uuid)
    form = WaiveForm(request.POST or None, initial={"version": register.version})
    if request.method == "POST" and attempt(
        form, lambda data: waive_register(register, **data, by=request.user), "reason"
    ):
        messages.success(request, _("Se prescinde de esa lista. El motivo quedó guardado."))
        return redirect("cohorts:close", register.cohort.uuid)
    context = {
        "cohort": register.cohort,
        "programme": register.cohort.programme,
        "register": register,
        "session": register.session,
        "marks": register.marks.values("enrolment").distinct().count(),
        "form": form,
    }
    return render(request, "cohorts/waive.html", context)

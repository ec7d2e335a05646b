"""People to call: of one cohort, with the text ready, and the letter that goes through the outbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions.calling import write_to
from cohorts.calling.absences import After, after_each
from cohorts.calling.people import bodies_after, calls_after, calls_in
from cohorts.models import Cohort, Enrolment
from people.actions import Refused


@never_cache
@login_required
@require_safe
def calling(request, uuid):
    """Today's list; with ``?tras=`` (a list's uuid), who was absent twice running after that session."""
    cohort = get_object_or_404(Cohort.objects.staffed_by(request.user).select_related("programme", "region"), uuid=uuid)
    rows = after_each([cohort])[cohort.pk]
    asked = _asked(request, rows)
    last = asked or (rows[-1] if rows and cohort.status == Cohort.Status.RUNNING else None)
    context = {
        "cohort": cohort,
        "rows": rows,
        "asked": asked,
        "calls": calls_after(cohort, asked) if asked else calls_in([cohort]).get(cohort.pk, []),
        "bodies": bodies_after(cohort, last),
    }
    return render(request, "cohorts/calling.html", context)


def _asked(request, rows: list[After]) -> After | None:
    asked = request.GET.get("tras", "")
    if not asked:
        return None
    found = next((row for row in rows if str(row.register.uuid) == asked), None)
    if found is None:
        raise Http404
    return found


@never_cache
@login_required
@require_POST
def write(request, uuid):
    staffed = Enrolment.objects.filter(cohort__in=Cohort.objects.staffed_by(request.user))
    enrolment = get_object_or_404(staffed.select_related("cohort__programme", "person"), uuid=uuid)
    try:
        write_to(enrolment, by=request.user)
        messages.success(request, _("El correo para %(name)s va en camino.") % {"name": enrolment.person.full_name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cohorts:calling", enrolment.cohort.uuid)

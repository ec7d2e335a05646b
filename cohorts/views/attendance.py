"""Attendance seen from further off: what waits today, people by sessions, the sheet for the pen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cohorts.agenda import agenda_of
from cohorts.matrix import Matrix
from cohorts.models import Cohort, Register
from cohorts.phone.kept import kept_at
from cohorts.sheet import sheet_of
from kit.spreadsheet import write_xlsx
from people.entering.freshness import identify_anew

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@login_required
@require_safe
def today(request):
    return render(request, "cohorts/today.html", {"agenda": agenda_of(request.user), "kept": kept_at(request)})


@never_cache
@login_required
@require_safe
def matrix(request, uuid):
    cohort = get_object_or_404(Cohort.objects.staffed_by(request.user).select_related("programme", "region"), uuid=uuid)
    found = Matrix(cohort)
    if request.GET.get("formato") != "xlsx":
        return render(request, "cohorts/matrix.html", {"cohort": cohort, "matrix": found})
    identify_anew(request)
    log(instance=cohort, action="cohorts.export_attendance", user=request.user, data={"rows": len(found.rows)})
    answer = HttpResponse(write_xlsx({_("Asistencia"): found.table()}), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{_("asistencia")}-{cohort.uuid}.xlsx"'
    return answer


@never_cache
@login_required
@require_safe
def register_print(request, uuid):
    """A sheet for signatures: people sign on paper, somebody transcribes."""
    mine = Register.objects.staffed_by(request.user).select_related("session", "cohort__programme", "cohort__region")
    register = get_object_or_404(mine, uuid=uuid)
    standing = Register.objects.filter(cohort=register.cohort, session__cancelled_at=None)
    before = standing.filter(session__starts_at__lt=register.session.starts_at).count()
    trainers = register.cohort.facilitations.filter(ended_at=None, role="trainer").select_related("person")
    context = {
        "register": register,
        "number": before + 1,
        "of": standing.count(),
        "trainers": [facilitation.person.full_name for facilitation in trainers],
        "rows": sheet_of(register).rows,
        "blank": range(5),
    }
    return render(request, "cohorts/register_print.html", context)

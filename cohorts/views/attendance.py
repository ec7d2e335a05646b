"""Attendance seen from further off: what waits today, people by sessions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cohorts.agenda import agenda_of
from cohorts.matrix import Matrix
from cohorts.matrix_sheet import content_of, draw
from cohorts.models import Cohort
from cohorts.phone.kept import kept_at
from kit.clock import now
from kit.files import safe_name
from kit.sheets import drawers
from kit.spreadsheet import write_xlsx
from people.actions import Refused
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
    if request.GET.get("formato") not in FILES:
        return render(request, "cohorts/matrix.html", {"cohort": cohort, "matrix": found})
    identify_anew(request)
    try:
        answer = FILES[request.GET["formato"]](found)
    except Refused as refusal:
        context = {"cohort": cohort, "matrix": found, "problem": str(refusal)}
        return render(request, "cohorts/matrix.html", context, status=422)
    data = {"rows": len(found.rows), "format": request.GET["formato"]}
    log(instance=cohort, action="cohorts.export_attendance", user=request.user, data=data)
    name = safe_name(f"{_('asistencia')} {cohort.code}", request.GET["formato"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _as_xlsx(found: Matrix) -> HttpResponse:
    return HttpResponse(write_xlsx({_("Asistencia"): found.table()}), content_type=XLSX)


def _as_pdf(found: Matrix) -> HttpResponse:
    content = content_of(found)
    return HttpResponse(drawers().submit(draw, content, at=now()).result(), content_type="application/pdf")


FILES = {"xlsx": _as_xlsx, "pdf": _as_pdf}

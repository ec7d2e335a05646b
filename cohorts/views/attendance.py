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
from cohorts.matrix_sheet import content_of, draw
from cohorts.models import Cohort, Register
from cohorts.phone.kept import kept_at
from cohorts.sheet import sheet_of
from kit.clock import now
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
    name = f"{_('asistencia')}-{cohort.uuid}.{request.GET['formato']}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _as_xlsx(found: Matrix) -> HttpResponse:
    return HttpResponse(write_xlsx({_("Asistencia"): found.table()}), content_type=XLSX)


def _as_pdf(found: Matrix) -> HttpResponse:
    content = content_of(found)
    return HttpResponse(drawers().submit(draw, content, at=now()).result(), content_type="application/pdf")


FILES = {"xlsx": _as_xlsx, "pdf": _as_pdf}


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

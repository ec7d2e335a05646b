from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programmes.models import Programme
from programmes.permissions import can_coordinate
from reports.chart import bars_of
from reports.export import workbook
from reports.forms import FilterForm
from reports.indicators import INDICATORS
from reports.report import report_for

FUNNEL = ("enrolments", "attended_once", "attendance_met", "certificates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def figures(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    form = FilterForm(request.GET, programme=programme)
    report = report_for(request.user, programme, **form.chosen)
    funnel = [(INDICATORS[key].label, report.number[key]) for key in FUNNEL]
    context = {"programme": programme, "form": form, "report": report, "funnel": bars_of(funnel)}
    context["coordinates"] = can_coordinate(request.user, programme)
    return render(request, "reports/figures.html", context)


@login_required
@require_safe
def figures_xlsx(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    form = FilterForm(request.GET, programme=programme)
    content = workbook(report_for(request.user, programme, **form.chosen))
    name = f"cifras-{programme.slug}.xlsx"
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})

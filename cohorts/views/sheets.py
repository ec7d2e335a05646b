"""Sheets to be signed on paper: chosen on a page, drawn as one document."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cohorts.actions.paper import remember_sheets
from cohorts.forms.sheets import DayPaperForm, SeriesPaperForm
from cohorts.models import Cohort, Register
from cohorts.sheets.content import content_of
from cohorts.sheets.drawing import draw
from cohorts.views.planning import coordinates
from kit.clock import local, now
from kit.files import safe_name
from kit.sheets import drawers
from people.actions import Refused
from programmes.models import Programme


@never_cache
@login_required
@require_safe
def sheets(request, uuid):
    """What to print for one cohort: which sessions, which columns, how many empty rows, on which paper."""
    cohort, form = _asked(request, uuid, request.GET or None)
    return _page(request, cohort, form)


@never_cache
@login_required
@require_safe
def sheets_pdf(request, uuid):
    """The sheets of the sessions chosen, or of all that stand, in one document."""
    cohort, form = _asked(request, uuid, request.GET)
    if not form.is_valid():
        return _page(request, cohort, form, status=422)
    try:
        content = content_of(form.chosen, form.wish)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, cohort, form, status=422)
    return _printed(request, form.chosen, content, form, instance=cohort, name=cohort.code)


@never_cache
@login_required
@require_safe
def day_pdf(request, slug):
    """The sheets of every session of one day of the programme that this account takes the roll of."""
    programme = get_object_or_404(Programme, slug=slug)
    mine = Register.objects.staffed_by(request.user).filter(cohort__programme=programme)
    if not mine.exists():
        raise Http404
    decides = Programme.objects.coordinated_by(request.user).filter(pk=programme.pk).exists()
    form = DayPaperForm(request.GET, programme=programme, decides=decides)
    try:
        if form.is_valid():
            registers = _of_day(mine, form.cleaned_data["dia"])
            content, name = content_of(registers, form.wish), f"{programme.slug}-{form.cleaned_data['dia']}"
            return _printed(request, registers, content, form, instance=programme, name=name)
    except Refused as refusal:
        form.add_error("dia", str(refusal))
    return render(request, "cohorts/sheets_of_day.html", {"programme": programme, "form": form}, status=422)


def _asked(request, uuid, data):
    staffed = Cohort.objects.staffed_by(request.user).select_related("programme", "region", "course")
    cohort = get_object_or_404(staffed, uuid=uuid)
    registers = _ready(Register.objects.filter(cohort=cohort))
    decides = coordinates(request, cohort)
    return cohort, SeriesPaperForm(data, programme=cohort.programme, decides=decides, registers=registers)


def _ready(registers):
    standing = registers.filter(session__cancelled_at=None).order_by("session__starts_at", "cohort__code")
    return standing.select_related("session", "cohort__programme", "cohort__region", "cohort__course")


def _of_day(registers, day) -> list[Register]:
    """Of that day on the clocks of each hall, which may lie a day apart from ours."""
    around = _ready(registers).filter(
        session__starts_at__date__gte=day - timedelta(days=1), session__starts_at__date__lte=day + timedelta(days=1)
    )
    return [each for each in around if local(each.session.starts_at, each.session.time_zone).date() == day]


def _page(request, cohort, form, status=200):
    context = {"cohort": cohort, "programme": cohort.programme, "form": form, "registers": form.registers.values()}
    return render(request, "cohorts/sheets.html", context, status=status)


def _printed(request, registers, content, form, *, instance, name):
    remember_sheets(registers, content, by=request.user)
    data = {"sheets": len(content["sheets"]), "columns": list(form.wish.columns)}
    log(instance=instance, action="cohorts.print_sheets", user=request.user, data=data)
    answer = HttpResponse(drawers().submit(draw, content, at=now()).result(), content_type="application/pdf")
    file = safe_name(f"{_('hojas')} {name}", "pdf")
    answer["Content-Disposition"] = f'inline; filename="{file}"'
    return answer

"""Who is in the cohort: the board, its sheet, leaving, inviting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from cohorts.actions.enrolling import withdraw as withdraw_enrolment
from cohorts.actions.inviting import invite_people
from cohorts.board import board_of, passages_of, sheet_of
from cohorts.forms.roster import BoardForm, InviteForm, WithdrawForm
from cohorts.models import Cohort, Enrolment
from kit.files import safe_name
from kit.spreadsheet import write_xlsx
from people.entering.freshness import identify_anew

PEOPLE_A_PAGE = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@login_required
@require_safe
def people(request, uuid):
    decides = Exists(Cohort.objects.coordinated_by(request.user).filter(pk=OuterRef("pk")))
    staffed = Cohort.objects.staffed_by(request.user).select_related("programme").annotate(coordinates=decides)
    cohort = get_object_or_404(staffed, uuid=uuid)
    form = BoardForm(request.GET)
    look_for = form.cleaned_data["q"] if form.is_valid() else ""
    board = board_of(cohort, look_for=look_for)
    page = Paginator(board.active, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    shown = passages_of(cohort, [*page, *board.withdrawn])
    context = {
        "cohort": cohort,
        "board": board,
        "page_obj": page,
        "people": shown[: len(page)],
        "withdrawn": shown[len(page) :],
        "look_for": look_for,
        "coordinates": cohort.coordinates,
    }
    return render(request, "cohorts/people.html", context)


@never_cache
@login_required
@require_safe
def people_export(request, uuid):
    """The board as XLSX: what is on the screen, nothing sensitive; who took it away is written down."""
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), uuid=uuid)
    identify_anew(request)
    rows = sheet_of(cohort)
    log(instance=cohort, action="cohorts.export_people", user=request.user, data={"people": len(rows) - 1})
    response = HttpResponse(write_xlsx({_("Personas"): rows}), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{safe_name(f"personas {cohort.code}", "xlsx")}"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, uuid):
    staffed = Enrolment.objects.filter(cohort__in=Cohort.objects.staffed_by(request.user))
    enrolment = get_object_or_404(staffed.select_related("person", "cohort__programme"), uuid=uuid)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdraw_enrolment(enrolment, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Registramos la baja de %(name)s.") % {"name": enrolment.person.full_name})
        return redirect("cohorts:people", enrolment.cohort.uuid)
    context = {"cohort": enrolment.cohort, "enrolment": enrolment, "form": form}
    return render(request, "cohorts/withdraw.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def invite(request, uuid):
    """Everyone of the cohort who can be invited, or the one enrolment that was chosen."""
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user).select_related("course"), uuid=uuid)
    form = InviteForm(request.POST)
    chosen = Enrolment.objects.active().filter(cohort=cohort).select_related("person")
    if form.is_valid() and form.cleaned_data["enrolment"]:
        chosen = chosen.filter(uuid=form.cleaned_data["enrolment"])
    sent = len(invite_people(cohort, chosen if form.is_valid() else chosen.none(), by=request.user))
    if sent:
        said = ngettext("%(sent)d persona tiene su invitación.", "%(sent)d personas tienen su invitación.", sent)
        messages.success(request, said % {"sent": sent})
    else:
        messages.info(request, _("Nadie por invitar: hace falta un correo y no tener cuenta todavía."))
    return redirect("cohorts:people", cohort.uuid)

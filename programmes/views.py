"""Screens of the frame: programmes, their regions, money and team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks

from people.actions import Refused
from people.entering.freshness import identify_anew
from programmes.actions import (
    add_funding_period,
    add_region,
    add_regions,
    change_funding_period,
    change_programme,
    change_region,
    change_words,
    create_programme,
    is_printed,
    remove_funding_period,
)
from programmes.attempts import attempt
from programmes.brought import brought_along
from programmes.forms import (
    FundingForm,
    ProgrammeChangeForm,
    ProgrammeForm,
    RegionForm,
    RegionLinesForm,
    TeamForm,
    WordsForm,
)
from programmes.models import Programme, Region, TeamRole
from programmes.permissions import can_coordinate, can_create_programme, can_see_people
from programmes.roles import grant_role, revoke_role
from programmes.team import person_for

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


def coordinated(request, slug) -> Programme:
    return get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)


@login_required
@require_safe
def programme_list(request):
    """The programmes in which this account has a role."""
    programmes = Programme.objects.visible_to(request.user)
    context = {"programmes": programmes, "can_create": can_create_programme(request.user)}
    return render(request, "programmes/list.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def new(request):
    """One page: what a programme needs before its first cohort."""
    if not can_create_programme(request.user):
        raise Http404
    form = ProgrammeForm(request.POST or None, user=request.user)
    if request.method == "POST":
        made = attempt(form, lambda data: create_programme(**data, by=request.user), "name")
        if made:
            messages.success(request, _("Programa creado. El siguiente paso son sus regiones."))
            return redirect(_next_step(made))
    return render(request, "programmes/new.html", {"form": form, "brought": brought_along()})


def _next_step(programme) -> str:
    """Where a programme that has just been made is continued: who guides from here on says so."""
    addresses = [lead(programme) for lead in hooks.get_hooks("programme_goes_on")]
    return addresses[0] if addresses else reverse("programmes:detail", args=[programme.slug])


@login_required
@require_safe
def detail(request, slug):
    """The home of a programme; its funder sees it without names of persons."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    with_people = can_see_people(request.user, programme)
    context = {
        "programme": programme,
        "coordinates": can_coordinate(request.user, programme),
        "plans": Programme.objects.planned_by(request.user).filter(pk=programme.pk).exists(),
        "with_people": with_people,
        "guards": Programme.objects.guarded_by(request.user).filter(pk=programme.pk).exists(),
        "regions": programme.regions.annotate(places=Count("territories")),
        "periods": programme.funding_periods.all(),
        "team": standing_team(programme) if with_people else None,
    }
    return render(request, "programmes/detail.html", context)


def standing_team(programme: Programme):
    held = programme.team.filter(revoked_at=None).select_related(
        "person__user", "region", "organisation", "programme", "granted_by"
    )
    return held.order_by("-role", "region__code", "person__surname1")


def former_team(programme: Programme):
    ended = programme.team.exclude(revoked_at=None)
    return ended.select_related("person", "region", "organisation", "granted_by", "revoked_by").order_by("-revoked_at")


@login_required
@require_http_methods(SEEN_OR_SENT)
def edit(request, slug):
    """Name, dates, state and who signs; country and prefix too while no certificate repeats them."""
    programme = coordinated(request, slug)
    printed = is_printed(programme)
    # A form that was opened before the first certificate is answered as it was sent.
    closed = printed and "certificate_prefix" not in request.POST
    form = ProgrammeChangeForm(request.POST or None, printed=closed, instance=coordinated(request, slug))
    if request.method == "POST":
        changed = attempt(form, lambda data: change_programme(programme, **data, by=request.user))
        if changed:
            messages.success(request, _("Cambios guardados."))
            return redirect("programmes:detail", slug)
    return render(request, "programmes/edit.html", {"programme": programme, "form": form, "printed": printed})


@login_required
@require_http_methods(SEEN_OR_SENT)
def words(request, slug):
    """What things are called here, where it is not what the country says."""
    programme = coordinated(request, slug)
    sent = request.method == "POST"
    form = WordsForm(request.POST if sent else None, programme=programme)
    if sent and attempt(form, lambda data: change_words(programme, words=data["words"], by=request.user)):
        messages.success(request, _("Palabras guardadas."))
        return redirect("programmes:words", slug)
    return render(request, "programmes/words.html", {"programme": programme, "form": form})


def _regions_page(request, programme, form, lines_form):
    context = {
        "programme": programme,
        "regions": programme.regions.prefetch_related("territories"),
        "form": form,
        "lines_form": lines_form,
    }
    return render(request, "programmes/regions.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def regions(request, slug):
    """The regions of a programme, and a form for one more."""
    programme = coordinated(request, slug)
    form = RegionForm(request.POST or None, programme=programme)
    if request.method == "POST" and attempt(form, lambda data: _add(programme, data, request.user), "places"):
        messages.success(request, _("Región agregada."))
        return redirect("programmes:regions", slug)
    return _regions_page(request, programme, form, RegionLinesForm(programme=programme, prefix="varias"))


def _add(programme, data, by):
    return add_region(programme, code=data["code"], name=data["name"], territories=data["places"], by=by)


@login_required
@require_http_methods(SEEN_OR_SENT)
def region_lines(request, slug):
    """Several regions pasted at once: all of them or, with what to correct, none."""
    programme = coordinated(request, slug)
    if request.method != "POST":
        return redirect("programmes:regions", slug)
    form = RegionLinesForm(request.POST, programme=programme, prefix="varias")
    added = attempt(form, lambda data: add_regions(programme, data["lines"], by=request.user), "lines")
    if added:
        messages.success(request, _("Regiones leídas: %(count)s.") % {"count": len(added)})
        return redirect("programmes:regions", slug)
    return _regions_page(request, programme, RegionForm(programme=programme), form)


@login_required
@require_http_methods(SEEN_OR_SENT)
def region(request, slug, pk):
    """One region: its code, its name and its municipalities."""
    programme = coordinated(request, slug)
    found = get_object_or_404(Region, programme=programme, pk=pk)
    form = RegionForm(request.POST or None, programme=programme, instance=Region.objects.get(pk=found.pk))
    if request.method == "POST" and attempt(form, lambda data: _change(found, data, request.user), "places"):
        messages.success(request, _("Cambios guardados."))
        return redirect("programmes:regions", slug)
    return render(request, "programmes/region.html", {"programme": programme, "region": found, "form": form})


def _change(region, data, by):
    return change_region(region, code=data["code"], name=data["name"], territories=data["places"], by=by)


@login_required
@require_http_methods(SEEN_OR_SENT)
def funding(request, slug):
    """Who pays, from when to when."""
    programme = coordinated(request, slug)
    form = FundingForm(request.POST or None)
    sent = request.method == "POST"
    if sent and attempt(form, lambda data: add_funding_period(programme, **data, by=request.user), "reference"):
        messages.success(request, _("Periodo guardado."))
        return redirect("programmes:funding", slug)
    context = {"programme": programme, "periods": programme.funding_periods.all(), "form": form}
    return render(request, "programmes/funding.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def funding_period(request, slug, pk):
    """One period, to be corrected; below, the button that takes it out."""
    programme = coordinated(request, slug)
    period = get_object_or_404(programme.funding_periods, pk=pk)
    form = FundingForm(request.POST or None, instance=programme.funding_periods.get(pk=pk))
    if request.method == "POST":
        changed = attempt(form, lambda data: change_funding_period(period, **data, by=request.user), "reference")
        if changed:
            messages.success(request, _("Cambios guardados."))
            return redirect("programmes:funding", slug)
    return render(request, "programmes/funding_period.html", {"programme": programme, "period": period, "form": form})


@login_required
@require_POST
def funding_remove(request, slug, pk):
    """Take a period out. A second press finds nothing left to do."""
    programme = coordinated(request, slug)
    period = programme.funding_periods.filter(pk=pk).first()
    try:
        if period:
            remove_funding_period(period, by=request.user)
            messages.success(request, _("Periodo quitado."))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:funding_period", slug, pk)
    return redirect("programmes:funding", slug)


@login_required
@require_http_methods(SEEN_OR_SENT)
def team(request, slug):
    """Who may do what, where; and who could before."""
    programme = coordinated(request, slug)
    form = TeamForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        identify_anew(request)
    if request.method == "POST" and attempt(form, lambda data: _bring_in(programme, data, request.user)):
        messages.success(request, _("Listo: ya es parte del equipo."))
        return redirect("programmes:team", slug)
    context = {
        "programme": programme,
        "team": standing_team(programme),
        "former": former_team(programme),
        "form": form,
    }
    return render(request, "programmes/team.html", context)


@transaction.atomic
def _bring_in(programme, data, by):
    names = {key: data[key] for key in ("found", "email", "given_names", "surname1")}
    person = person_for(**names, by=by, purpose=programme.name)
    scope = {key: data[key] for key in ("role", "region", "organisation")}
    return grant_role(person, programme=programme, by=by, **scope)


@login_required
@require_POST
def revoke(request, slug, pk):
    """End one role of the team."""
    held = get_object_or_404(TeamRole, programme=coordinated(request, slug), pk=pk)
    identify_anew(request)
    try:
        revoke_role(held, by=request.user)
        messages.success(request, _("Papel retirado. Queda en el historial."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:team", slug)

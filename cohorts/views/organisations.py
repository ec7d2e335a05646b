"""The organisations of the programmes one coordinates: all of them, one, and its people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from cohorts.forms.organisations import EndPostForm, OrganisationForm, OrganisationSearchForm, PostForm
from cohorts.organisations.actions import part_of
from cohorts.organisations.board import history_of, sheet_of
from cohorts.organisations.changing import apply_form, initial_of
from cohorts.organisations.queries import contacts_of, counts_of, organisations_of, posts_of, searched
from cohorts.organisations.speaking import note_post
from kit.spreadsheet import write_xlsx
from people.actions import Refused
from people.entering.freshness import identify_anew
from people.organisations import end_post, make_contact
from programmes.attempts import attempt
from programmes.models import Programme

A_PAGE = 100
SEEN_OR_SENT = ["GET", "HEAD", "POST"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request):
    """The form of the search, and the organisations it leaves: without its words, and with them.

    404 for who coordinates nothing: organisations are not for them.
    """
    if not (request.user.is_superuser or Programme.objects.planned_by(request.user).exists()):
        raise Http404
    form = OrganisationSearchForm(request.GET, user=request.user)
    said = form.cleaned_data if form.is_valid() else {}
    within = organisations_of(request.user, said.get("programa"))
    return form, within, searched(within, said.get("q", ""))


@never_cache
@login_required
@require_safe
def organisations(request):
    form, within, found = _asked(request)
    ordered = found.select_related("territory__parent__parent__parent__parent").order_by("name", "pk")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    contacts = contacts_of(request.user, [one.pk for one in page])
    said = form.cleaned_data if form.is_valid() else {}
    programme = said.get("programa")
    context = {
        "form": form,
        "look_for": said.get("q", ""),
        "programme": programme,
        "country": programme.country if programme else "",
        "programmes": Programme.objects.planned_by(request.user),
        "counts": counts_of(within),
        "page_obj": page,
        "rows": [(one, contacts.get(one.pk)) for one in page],
    }
    return render(request, "cohorts/organisations.html", context)


@never_cache
@login_required
@require_safe
def organisations_export(request):
    """What the search leaves, as XLSX with whom to call; who took it away is written down for each programme."""
    _form, _within, found = _asked(request)
    identify_anew(request)
    rows = sheet_of(request.user, found)
    for programme in (
        Programme.objects.planned_by(request.user).filter(participations__organisation__in=found).distinct()
    ):
        data = {"organisations": len(rows) - 1}
        log(instance=programme, action="cohorts.export_organisations", user=request.user, data=data)
    response = HttpResponse(write_xlsx({_("Organizaciones"): rows}), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="organizaciones.xlsx"'
    return response


def _found(request, uuid):
    mine = organisations_of(request.user).select_related("territory__parent__parent__parent__parent")
    return get_object_or_404(mine, uuid=uuid)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def organisation(request, uuid):
    """One organisation: its people now and before, what changed, and a form for one more person."""
    found = _found(request, uuid)
    form = PostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(form, lambda data: _note(found, data, request.user)):
        messages.success(request, _("Cargo anotado."))
        return redirect("cohorts:organisation", uuid)
    posts = posts_of(request.user).filter(organisation=found).select_related("person")
    context = {
        "organisation": found,
        "country": found.territory.country if found.territory else "",
        "form": form,
        "now": posts.filter(until=None).order_by("-is_contact", "person__surname1", "pk"),
        "before": posts.exclude(until=None).order_by("-until", "pk"),
        "former_names": found.former_names.all(),
        "parts": found.participations.visible_to(request.user).select_related("programme", "region"),
        "history": history_of(found),
        "today": EndPostForm(),
    }
    return render(request, "cohorts/organisation.html", context, status=422 if form.errors else 200)


def _note(organisation, data, by):
    names = tuple(data.pop(name) for name in ("given_names", "surname1", "surname2"))
    return note_post(part_of(organisation, by=by), names=names, **data, by=by)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def organisation_edit(request, uuid):
    found = _found(request, uuid)
    part = part_of(found, by=request.user) if request.method == "POST" else None
    country, initial = initial_of(found, by=request.user)
    form = OrganisationForm(request.POST if part else None, country=country, initial=initial)
    if part and attempt(form, lambda data: apply_form(found, part, data, by=request.user), "name"):
        messages.success(request, _("Cambios guardados."))
        return redirect("cohorts:organisation", uuid)
    context = {"organisation": found, "form": form}
    return render(request, "cohorts/organisation_edit.html", context, status=422 if form.errors else 200)


def _post(request, pk):
    mine = posts_of(request.user).filter(organisation__in=organisations_of(request.user))
    return get_object_or_404(mine.select_related("organisation", "person"), pk=pk)


@login_required
@require_POST
def post_end(request, pk):
    post, form = _post(request, pk), EndPostForm(request.POST)
    if attempt(form, lambda data: end_post(post, until=data["until"], by=request.user), "until"):
        messages.success(request, _("Cargo terminado. Queda en la historia."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("cohorts:organisation", post.organisation.uuid)


@login_required
@require_POST
def post_contact(request, pk):
    post = _post(request, pk)
    try:
        make_contact(post, by=request.user)
        messages.success(request, _("%(name)s es ahora la persona de contacto.") % {"name": post.person.full_name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cohorts:organisation", post.organisation.uuid)

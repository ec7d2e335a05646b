"""A list of organisations comes in: pasted or uploaded, looked at line by line, then taken in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.forms.organisations import OrganisationListForm
from cohorts.models import OrganisationDraft
from cohorts.organisations.actions import VERDICTS, commit_organisations, draft_organisations, review_organisations
from cohorts.organisations.words import left_words, verdict_words, why
from kit.spreadsheet import write_csv
from people.actions import Refused
from programmes.models import Programme

LINES_A_PAGE = 100
SEEN_OR_SENT = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def organisations_new(request, slug):
    programme = get_object_or_404(Programme.objects.planned_by(request.user), slug=slug)
    sent = request.method == "POST"
    form = OrganisationListForm(
        request.POST if sent else None, request.FILES if sent else None, country=programme.country
    )
    if sent and form.is_valid():
        said = {"register": form.cleaned_data["register"], "city": form.cleaned_data["city"]}
        draft = draft_organisations(programme, form.table, source=form.source, **said, by=request.user)
        return redirect("cohorts:organisations_list", draft.uuid)
    context = {"programme": programme, "form": form, "sample": _sample(programme)}
    return render(request, "cohorts/organisations_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def organisations_template(request, slug):
    """An empty list with the headers we read and one line of example."""
    programme = get_object_or_404(Programme.objects.planned_by(request.user), slug=slug)
    response = HttpResponse(write_csv(_sample(programme)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plantilla-organizaciones.csv"'
    return response


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def organisations_list(request, uuid):
    """The dry run and one button; afterwards, what became of it. A list is its sender's and the coordination's."""
    planned, coordinated = (
        scope(request.user).values("pk") for scope in (Programme.objects.planned_by, Programme.objects.coordinated_by)
    )
    own = Q(created_by=request.user, programme__in=planned)
    drafts = OrganisationDraft.objects.filter(own | Q(programme__in=coordinated))
    draft = get_object_or_404(drafts.select_related("programme", "city"), uuid=uuid)
    refusal = ""
    if request.method == "POST":
        try:
            commit_organisations(draft, by=request.user)
            return redirect("cohorts:organisations_list", uuid)
        except Refused as error:
            refusal = str(error)
    return _outcome(request, draft) if draft.committed_at else _review(request, draft, refusal)


def _review(request, draft, refusal):
    review = review_organisations(draft, by=request.user)
    words, chosen = verdict_words(), request.GET.get("ver", "")
    lines = [line for line in review.judged if chosen not in VERDICTS or line.verdict == chosen]
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": draft.programme,
        "draft": draft,
        "review": review,
        "refusal": refusal,
        "page_obj": page,
        "rows": [(line, words[line.verdict], why(line)) for line in page],
        "tabs": [(verdict, words[verdict][2], review.counts[verdict]) for verdict in VERDICTS],
        "chosen": chosen,
        "total": len(review.judged),
    }
    return render(request, "cohorts/organisations_list.html", context, status=422 if refusal else 200)


def _outcome(request, draft):
    words, counts = verdict_words(), draft.outcome["counts"]
    context = {
        "programme": draft.programme,
        "draft": draft,
        "counts": counts,
        "figures": [(words[verdict][2], counts[verdict]) for verdict in VERDICTS],
        "left": left_words(draft.outcome["left"]),
    }
    return render(request, "cohorts/organisations_done.html", context)


def _sample(programme):
    """A header and a line, in the reader's language: invented, as everything that shows how to fill in a list."""
    place = {"CO": ("05001", "El Poblado"), "CL": ("04102", "")}.get(programme.country, ("23005", ""))
    return [
        [_("Nombre"), _("Tipo"), _("ID externo"), _("Clave del territorio"), _("Barrio"), _("Integrantes declarados"),
         _("Fecha"), _("Persona de contacto"), _("Cargo"), _("Teléfono"), _("Correo")],
        [_("Colectivo El Telar"), _("Colectivo"), "1234", *place, 36, "2026-03-01", "Pérez López, Ana María",
         _("Presidencia"), "", "ana@example.org"],
    ]  # fmt: skip

"""A list comes in: pasted or uploaded, looked at line by line, then enrolled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from cohorts.actions.roster import commit_roster, draft_roster, review_roster
from cohorts.forms.roster import DecisionsForm, EnrolOneForm, RosterForm
from cohorts.left import sheet_of_left, sheet_of_wrong
from cohorts.models import Cohort, RosterDraft
from cohorts.roster.quotas import shortfalls
from cohorts.roster.words import verdict_words
from cohorts.tasks import ask_judge
from cohorts.views.big_roster import LINES_A_PAGE, big_roster, chosen_verdict, draft_of, ended, rows_shown, tabs_of
from kit.files import safe_name
from kit.spreadsheet import write_csv, write_xlsx
from people.actions import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _cohort(request, uuid):
    cohorts = Cohort.objects.coordinated_by(request.user).select_related("programme", "course", "region")
    return get_object_or_404(cohorts, uuid=uuid)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster_new(request, uuid):
    cohort = _cohort(request, uuid)
    sent = request.method == "POST"
    form = RosterForm(request.POST if sent else None, request.FILES if sent else None, country=cohort.programme.country)
    if sent and form.is_valid():
        draft = draft_roster(cohort, form.table, source=form.source, by=request.user)
        if draft.big:
            ask_judge(draft, language=get_language(), by=request.user)
        return redirect("cohorts:roster", draft.uuid)
    context = {"cohort": cohort, "form": form, "sample": _sample()}
    return render(request, "cohorts/roster_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def roster_template(request, uuid):
    """An empty list with the headers we read and one line of example."""
    _cohort(request, uuid)
    response = HttpResponse(write_csv(_sample()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plantilla-inscripciones.csv"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request, uuid):
    """The dry run, with its decisions and one button; afterwards, what became of it."""
    draft = draft_of(request, uuid)
    if draft.committed_at:
        return ended(request, draft) if request.htmx else _outcome(request, draft)
    if draft.big:
        return big_roster(request, draft)
    review = review_roster(draft, by=request.user)
    form = DecisionsForm(request.POST if request.method == "POST" else None, judged=review.judged)
    if request.method == "POST" and form.is_valid():
        try:
            commit_roster(draft, decisions=form.decisions, turned=form.turned, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("cohorts:roster", draft.uuid)
    context = {"cohort": draft.cohort, "draft": draft, "review": review, "form": form, "columns": review.columns}
    context["short"] = shortfalls(draft.cohort, review.asked)
    context |= {"entering": review.entering, "counts": review.counts, **_lines(request, review)}
    return render(request, "cohorts/roster.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def roster_left(request, uuid):
    """The lines that are wrong, or stayed out, with their reason, to be corrected and brought again."""
    draft = draft_of(request, uuid)
    rows = sheet_of_left(draft) if draft.committed_at else sheet_of_wrong(draft)
    log(instance=draft.cohort, action="cohorts.export_roster", user=request.user, data={"lines": len(rows) - 1})
    response = HttpResponse(write_xlsx({_("Por corregir"): rows}), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{safe_name(f"por corregir {draft.cohort.code}", "xlsx")}"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_one(request, uuid):
    """One person: enrolled at once, unless somebody we know might be the same."""
    cohort = _cohort(request, uuid)
    form = EnrolOneForm(request.POST if request.method == "POST" else None, country=cohort.programme.country)
    if request.method == "POST" and form.is_valid():
        answer = _enrol_one(request, cohort, form)
        if answer:
            return answer
    context = {"cohort": cohort, "form": form}
    return render(request, "cohorts/enrol_one.html", context, status=422 if form.errors else 200)


def _enrol_one(request, cohort, form):
    draft = draft_roster(cohort, form.table, source="", by=request.user)
    line = review_roster(draft, by=request.user).judged[0]
    if line.verdict == "possible":
        return redirect("cohorts:roster", draft.uuid)
    try:
        if line.verdict == "wrong":
            form.tell(line.row.problems)
            return None
        commit_roster(draft, decisions={}, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    finally:
        RosterDraft.objects.filter(pk=draft.pk, committed_at=None).delete()
    said = _("%(name)s ya estaba en la lista.") if line.verdict == "here" else _("%(name)s quedó en la lista.")
    messages.success(request, said % {"name": line.row.name})
    return redirect("cohorts:people", cohort.uuid)


def _lines(request, review):
    """The lines of one verdict, or all, a page at a time, with the columns the list has."""
    chosen = chosen_verdict(request)
    lines = [line for line in review.judged if not chosen or line.verdict == chosen]
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = rows_shown(page.object_list, review.columns)
    return {"page_obj": page, "chosen": chosen, "total": len(review.judged), "tabs": tabs_of(review.counts), **shown}


def _outcome(request, draft):
    words, counts, chosen = verdict_words(), draft.outcome["counts"], chosen_verdict(request)
    left = [line for line in draft.outcome["left"] if not chosen or line["verdict"] == chosen]
    page = Paginator(left, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {"cohort": draft.cohort, "draft": draft, "counts": counts, "page_obj": page, "chosen": chosen}
    context["left"] = [(line, words[line["verdict"]]) for line in page]
    context["total"] = len(draft.outcome["left"])
    context["tabs"] = tabs_of({verdict: counts[verdict] for verdict in ("possible", "repeated", "wrong")})
    context["again_url"] = reverse("cohorts:roster_new", args=[draft.cohort.uuid])
    return render(request, "cohorts/roster_done.html", context)


def _sample():
    """A header and a line, in the reader's language: invented, as everything that shows how to fill in a list."""
    return [
        [_("Nombre"), _("Primer apellido"), _("Segundo apellido"), _("Correo"), _("Teléfono"), _("Sexo"), _("Área"),
         _("Municipio"), _("Organización"), _("Cargo")],
        ["Ana María", "Pérez", "López", "ana@example.org", "", _("Mujer"), _("Rural"), "Cholula", "Casa de Cultura",
         _("Directora")],
    ]  # fmt: skip

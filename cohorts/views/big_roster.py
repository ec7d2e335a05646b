"""A list that a worker reads and enrols: its progress, its verdicts a page at a time, the button that takes it away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cohorts.actions.roster import cancel_roster, columns_in, list_of, note_decisions, places_of
from cohorts.actions.seats import free_seats
from cohorts.forms.roster import BigRosterForm, DecisionsForm
from cohorts.models import Cohort, RosterDraft
from cohorts.roster.quotas import shortfalls
from cohorts.roster.reading import read_some
from cohorts.roster.stored import Stored, stored
from cohorts.roster.words import VERDICTS, cells, field_labels, verdict_words, why
from cohorts.tasks import COMMIT, JUDGE, ask_commit, ask_judge, jobs_of, said_of
from people.actions import Refused

LINES_A_PAGE = 100
_NAMES = {"given_names", "surname1", "surname2", "surnames", "full_name", "state"}


def draft_of(request, uuid) -> RosterDraft:
    drafts = RosterDraft.objects.filter(cohort__in=Cohort.objects.coordinated_by(request.user))
    related = drafts.select_related("cohort__programme", "cohort__course", "cohort__region")
    return get_object_or_404(related, uuid=uuid)


def big_roster(request, draft: RosterDraft):
    """While somebody works on it, how far; then what was found; a list judged for somebody else waits to be asked."""
    jobs = jobs_of(draft, request.user)
    if request.method == "POST":
        return _do(request, draft, jobs)
    working = next((job for job in (jobs.get(COMMIT), jobs.get(JUDGE)) if job and not job.finished), None)
    if working:
        return _progress(request, draft, working)
    if request.htmx:
        return ended(request, draft)
    found = stored(draft.review)
    if found is None or found.by != request.user.pk:
        context = {"cohort": draft.cohort, "draft": draft, "job": jobs.get(JUDGE)}
        return render(request, "cohorts/roster_progress.html", context)
    return _review(request, draft, found, jobs)


def ended(request, draft):
    """To the panel that asks again by itself: there is nothing to wait for, load the page anew."""
    answer = render(request, "cohorts/_roster_progress.html", {"draft": draft, "job": None})
    answer["HX-Refresh"] = "true"
    return answer


def _progress(request, draft, job):
    context = {"cohort": draft.cohort, "draft": draft, "job": job}
    name = "cohorts/_roster_progress.html" if request.htmx else "cohorts/roster_progress.html"
    return render(request, name, context)


def _do(request, draft, jobs):
    form = BigRosterForm(request.POST)
    do = form.cleaned_data["do"] if form.is_valid() else ""
    found = stored(draft.review)
    seen = found is not None and found.by == request.user.pk
    if do == "cancel":
        return _cancel(request, draft)
    if do == "enrol" and seen:
        ask_commit(draft, language=get_language(), by=request.user)
    elif do == "decide" and seen:
        return _decide(request, draft, found, jobs)
    else:
        ask_judge(draft, language=get_language(), by=request.user)
    return redirect("cohorts:roster", draft.uuid)


def _cancel(request, draft):
    try:
        cancel_roster(draft, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("cohorts:roster", draft.uuid)
    messages.success(request, _("Lista cancelada: no se inscribió a nadie y no guardamos nada de ella."))
    return redirect("cohorts:roster_new", draft.cohort.uuid)


def _decide(request, draft, found: Stored, jobs):
    """What was said about the lines of this page; the others keep what was said about them."""
    page, judged = _page(request, draft, found)
    form = DecisionsForm(request.POST, judged=judged)
    if not form.is_valid():
        return _review(request, draft, found, jobs, form=form)
    numbers = {line.number for line in page}
    note_decisions(draft, decisions=form.decisions, turned=form.turned, about=numbers)
    messages.success(request, _("Anotado. Cuando termines de decidir, inscribe la lista."))
    return redirect(request.get_full_path())


def _review(request, draft, found: Stored, jobs, *, form=None):
    page, judged = _page(request, draft, found)
    said = said_of(draft)
    form = form or DecisionsForm(judged=judged, initial=_initial(judged, said))
    failed = jobs.get(COMMIT)
    context = {
        "cohort": draft.cohort,
        "draft": draft,
        "form": form,
        "entering": found.entering(said["decisions"]),
        "free": free_seats(draft.cohort),
        "short": shortfalls(draft.cohort, found.asked),
        "counts": found.counts,
        "decided": len(said["decisions"]),
        "columns": columns_in(draft),
        "refusal": failed.message if failed and failed.state == failed.State.FAILED else "",
        "page_obj": page,
        "chosen": chosen_verdict(request),
        "total": len(found.lines),
        "tabs": tabs_of(found.counts),
        **rows_shown(judged, columns_in(draft)),
    }
    return render(request, "cohorts/roster_big.html", context, status=422 if form.errors else 200)


def _page(request, draft, found: Stored):
    """The page asked for and its lines, read again from the list: only those."""
    page = Paginator(found.of(chosen_verdict(request)), LINES_A_PAGE).get_page(request.GET.get("page"))
    numbers = {line.number for line in page}
    rows = [row for row in list_of(draft).rows if row.number in numbers]
    cohort = draft.cohort
    read = read_some(rows, columns_in(draft), found.m_is, country=cohort.programme.country, within=places_of(cohort))
    return page, found.shown(list(page), read)


def _initial(judged, said) -> dict:
    """What the form shows as chosen already."""
    initial = {"turned": said["turned"]}
    for line in judged:
        word = said["decisions"].get(line.row.number)
        same = line.person.uuid if line.person else line.twin
        if word:
            initial[f"d-{line.row.number}"] = word if word == "other" else f"{word}-{same}"
    return initial


def chosen_verdict(request) -> str:
    chosen = request.GET.get("ver", "")
    return chosen if chosen in VERDICTS else ""


def tabs_of(counts) -> list[tuple[str, str, int]]:
    words = verdict_words()
    return [(verdict, words[verdict][2], counts[verdict]) for verdict in VERDICTS if counts.get(verdict)]


def rows_shown(judged, columns) -> dict:
    """``rows`` of the table and its ``headings``: the columns the list has."""
    fields = [field for field in columns.at if field not in _NAMES]
    labels, words = field_labels(), verdict_words()
    headings = [labels[field] for field in fields]
    rows = [
        (line, words[line.verdict], why(line), list(zip(headings, cells(line.row, fields), strict=True)))
        for line in judged
    ]
    return {"rows": rows, "headings": headings}

"""Attendance comes in a file: a table of many sessions, or the report of one video call. Looked at, then marked."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.attendance_lists import commit_marks, draft_marks, review_marks
from cohorts.actions.video_calls import (
    Wish,
    commit_report,
    day_told,
    draft_report,
    meeting_of,
    review_report,
    thresholds,
)
from cohorts.attendance_lists.knowing import meetings_of
from cohorts.attendance_lists.words import shut_words, status_words
from cohorts.forms.attendance_files import SAVE, MarksForm, ReportForm, TakenForm, WishForm, labels
from cohorts.models import AttendanceDraft, Cohort, Register
from cohorts.views.attendance_words import figures, line_rows, outcome_figures, participant_rows
from people.actions import Refused

LINES_A_PAGE = 100
SEEN_OR_SENT = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def attendance_new(request, uuid):
    """A table of many sessions of one cohort is brought, by who staffs it."""
    cohort = get_object_or_404(Cohort.objects.staffed_by(request.user).select_related("programme"), uuid=uuid)
    meetings, sent = meetings_of(cohort), request.method == "POST"
    form = MarksForm(request.POST if sent else None, request.FILES if sent else None, meetings=meetings)
    if sent and form.is_valid():
        draft = draft_marks(cohort, form.table, source=form.source, by=request.user)
        return redirect("cohorts:attendance_draft", draft.uuid)
    context = {"cohort": cohort, "form": form, "meetings": meetings, "sample": _sample(meetings)}
    return render(request, "cohorts/attendance_new.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def report_new(request, uuid):
    """The report of one video call is brought to the list of one cohort."""
    mine = Register.objects.staffed_by(request.user).select_related("session", "cohort__programme")
    register = get_object_or_404(mine, uuid=uuid)
    problem, form = "", None
    try:
        meeting = meeting_of(register)
        problem, sent = shut_words(meeting) if meeting.shut else "", request.method == "POST"
        form = ReportForm(request.POST if sent else None, request.FILES if sent else None, near=meeting.day)
        if sent and not problem and form.is_valid():
            draft = draft_report(register, form.report, source=form.source, by=request.user)
            return redirect("cohorts:attendance_draft", draft.uuid)
    except Refused as refusal:
        problem = str(refusal)
    context = {"register": register, "cohort": register.cohort, "form": None if problem else form, "problem": problem}
    status = 422 if request.method == "POST" else 200
    return render(request, "cohorts/report_new.html", context, status=status)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def attendance_draft(request, uuid):
    """The dry run of either, with its decisions and one button; afterwards, what became of it."""
    drafts = AttendanceDraft.objects.visible_to(request.user).select_related("cohort__programme", "register__session")
    draft = get_object_or_404(drafts, uuid=uuid)
    if draft.committed_at:
        return _outcome(request, draft)
    return (_report if draft.register else _table)(request, draft)


def _table(request, draft):
    review, sent = review_marks(draft), request.method == "POST"
    zone = draft.cohort.programme.time_zone
    form = TakenForm(request.POST if sent else None, differences=review.differences, time_zone=zone)
    if sent and form.is_valid():
        commit_marks(draft, taken=form.taken, by=request.user)
        return redirect("cohorts:attendance_draft", draft.uuid)
    chosen = request.GET.get("ver", "")
    lines = [line for line in review.lines if not chosen or line.verdict == chosen]
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": draft.cohort,
        "draft": draft,
        "review": review,
        "form": form,
        "entering": review.counts["new"],
        "unclear": [head for head, _fits in review.heads.unclear],
        "shut": [shut_words(meeting) for meeting in review.shut],
        "said": [(text, status_words(status), count) for (text, status), count in sorted_marks(review.said)],
        "more": max(0, review.counts["different"] - len(review.differences)),
        "rows": line_rows(page),
        "page_obj": page,
        "tabs": figures(review.by_line),
        "chosen": chosen,
        "total": len(review.lines),
    }
    return render(request, "cohorts/attendance_review.html", context, status=422 if form.errors else 200)


def sorted_marks(said):
    """The marks that were understood, the frequent ones first."""
    return sorted((pair for pair in said.items() if pair[0][1]), key=lambda pair: (-pair[1], pair[0]))


def _report(request, draft):
    try:
        return _asked(request, draft)
    except Refused as refusal:
        context = {"register": draft.register, "cohort": draft.cohort, "problem": str(refusal)}
        return render(request, "cohorts/report_new.html", context, status=409)


def _asked(request, draft):
    """The report as it would be read with what the page says; what cannot be read shows the page again."""
    defaults = thresholds(draft.cohort, draft.register.session.minutes)
    review, data = review_report(draft, Wish(*defaults)), request.POST if request.method == "POST" else None
    form = WishForm(data, defaults=defaults, unknown=review.unknown, seats=review.seats)
    taken = _taken(None, draft, review)
    if data is not None and form.is_valid():
        review = review_report(draft, form.wish)
        saves = form.cleaned_data["do"] == SAVE
        taken = _taken(data if saves else None, draft, review)
        if saves and taken.is_valid():
            commit_report(draft, form.wish, taken=taken.taken, by=request.user)
            return redirect("cohorts:attendance_draft", draft.uuid)
    return _show_report(request, draft, review, form, taken)


def _taken(data, draft, review):
    return TakenForm(data, differences=review.differences, time_zone=draft.cohort.programme.time_zone)


def _show_report(request, draft, review, form, taken):
    page = Paginator(participant_rows(review.attending), LINES_A_PAGE).get_page(request.GET.get("page"))
    day = day_told(draft)
    context = {
        "cohort": draft.cohort,
        "draft": draft,
        "register": draft.register,
        "session": draft.register.session,
        "meeting": review.meeting,
        "problem": shut_words(review.meeting) if review.meeting.shut else "",
        "other_day": day if day and abs((day - review.meeting.day).days) > 1 else None,
        "form": form,
        "taken": taken,
        "counts": review.counts,
        "entering": review.counts["new"] + review.counts["minutes"],
        "more_unknown": max(0, len(review.unknown) - len(form.asked)),
        "people": [label for label, _person in labels(review.seats)] if form.asked else [],
        "page_obj": page,
        "rows": page,
        "total": len(review.attending),
        "absent": len(review.rest),
    }
    return render(request, "cohorts/report_review.html", context, status=422 if form.errors or taken.errors else 200)


def _outcome(request, draft):
    context = {
        "cohort": draft.cohort,
        "draft": draft,
        "register": draft.register,
        "figures": outcome_figures(draft.outcome["counts"]),
        "left": draft.outcome["left"],
    }
    return render(request, "cohorts/attendance_done.html", context)


def _sample(meetings):
    """A header and two lines, with the cohort's own days and invented people."""
    days = [f"{meeting.day:%d/%m/%Y}" for meeting in meetings[:3]] or ["12/03/2026", "19/03/2026"]
    marks = ["P", "R", "A"][: len(days)]
    return [[_("Nombre completo"), *days], ["Ana María Pérez López", *marks], ["Luis Díaz Cruz", *reversed(marks)]]

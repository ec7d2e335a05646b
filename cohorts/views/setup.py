"""From an empty programme to its first sheets: a page a step, each with its own address, none of them obligatory."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions.setup import plan_cohorts, plan_series, take_course, take_starter
from cohorts.forms.setup import EXISTING, CohortListForm, CourseForm, DaysForm, SeriesForm, courses_for
from cohorts.models import Register
from cohorts.setup.reading import read_cohorts
from cohorts.setup.state import Setup, setup_of
from cohorts.setup.words import created_words, done_words, sample_of, verdict_words
from courses.actions import may_publish
from courses.starters import starters
from kit.clock import local
from kit.spreadsheet import write_csv
from programmes.actions import add_regions
from programmes.attempts import attempt
from programmes.forms import RegionLinesForm
from programmes.models import Programme

SEEN_OR_SENT = ["GET", "HEAD", "POST"]
SHOWN_DAYS = 20


def _setup(request, slug) -> Setup:
    """Of a programme this account coordinates as a whole; 404 for everybody else."""
    return setup_of(get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug))


def _page(request, setup: Setup, code: str, context, status=200):
    codes = [step.code for step in setup.steps]
    at = codes.index(code)
    shown = {
        "setup": setup,
        "programme": setup.programme,
        "current": setup.steps[at],
        "number": at + 1,
        "after": setup.steps[at + 1] if at + 1 < len(codes) else None,
    }
    return render(request, f"cohorts/setup/{code}.html", shown | context, status=status)


@login_required
@require_safe
def setup(request, slug):
    """Where to go on: the first step that is not done."""
    return redirect(_setup(request, slug).next.address, slug)


@login_required
@require_http_methods(SEEN_OR_SENT)
def regions(request, slug):
    found = _setup(request, slug)
    programme = found.programme
    form = RegionLinesForm(request.POST or None, programme=programme)
    if request.method == "POST":
        added = attempt(form, lambda data: add_regions(programme, data["lines"], by=request.user), "lines")
        if added:
            messages.success(request, done_words(programme, "region", len(added)))
            return redirect("cohorts:setup_course", slug)
    context = {"form": form, "regions": programme.regions.prefetch_related("territories")}
    return _page(request, found, "regions", context, 422 if form.errors else 200)


@login_required
@require_http_methods(SEEN_OR_SENT)
def course(request, slug):
    """A course begun from a template of ours, or one there is."""
    found = _setup(request, slug)
    courses = courses_for(found.programme, found.course)
    initial = {"begin": EXISTING, "course": found.course} if found.course else {"begin": next(iter(starters()))}
    form = CourseForm(request.POST or None, courses=courses, initial=initial)
    if request.method == "POST" and attempt(form, lambda data: _take(request, found.programme, data)):
        return redirect("cohorts:setup_cohorts", slug)
    context = {"form": form, "starters": starters().values(), "publishes": may_publish(request.user)}
    return _page(request, found, "course", context, 422 if form.errors else 200)


def _take(request, programme, data):
    if data["begin"] == EXISTING:
        return take_course(programme, data["course"], by=request.user)
    made, new = take_starter(programme, starters()[data["begin"]], title=data["title"], by=request.user)
    if new and not made.live:
        messages.warning(request, _("El curso quedó en borrador: quien edita lo revisa y lo publica. Puedes seguir."))
    elif new:
        messages.success(request, _("Curso publicado. Quien edita puede cambiarlo cuando quiera."))
    return made


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def cohorts(request, slug):
    """A list, looked at line by line; nothing is planned until it is confirmed as it was shown."""
    found = _setup(request, slug)
    sent = request.method == "POST"
    form = CohortListForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        programme=found.programme,
        courses=courses_for(found.programme, found.course),
        initial={"course": found.course},
    )
    lines = read_cohorts(form.table, found.programme, form.cleaned_data["course"]) if _read(form) else []
    wrong = any(line.verdict == "wrong" for line in lines)
    if lines and not wrong and form.decided and attempt(form, lambda data: _plan(request, found, data, lines), "text"):
        return redirect("cohorts:setup_sessions", slug)
    form.keep_file()
    words = verdict_words()
    context = {
        "form": form,
        "rows": [(line, words[line.verdict]) for line in lines],
        "wrong": wrong,
        "new": sum(line.verdict == "new" for line in lines),
        "mark": form.mark if lines else "",
        "sample": sample_of(found.programme),
        "no_course": not form.fields["course"].queryset.exists(),
    }
    return _page(request, found, "cohorts", context, 422 if form.errors or wrong else 200)


def _read(form) -> bool:
    return form.is_bound and form.is_valid() and form.table is not None


def _plan(request, found, data, lines):
    planned = plan_cohorts(found.programme, [line.row for line in lines], course=data["course"], by=request.user)
    new = sum(line.verdict == "new" for line in lines)
    messages.success(request, created_words(found.programme, "cohort", new, here=len(planned) - new))
    return planned


@login_required
@require_safe
def cohorts_template(request, slug):
    """An empty list with the headers we read and one line of example."""
    programme = _setup(request, slug).programme
    response = HttpResponse(write_csv(sample_of(programme)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plantilla-grupos.csv"'
    return response


@login_required
@require_http_methods(SEEN_OR_SENT)
def sessions(request, slug):
    """A series for several cohorts: its days are shown, and planned when they are confirmed."""
    found = _setup(request, slug)
    lacking = [cohort for cohort in found.cohorts if not cohort.meetings]
    asked = {"programme": found.programme, "cohorts": _plannable(found), "lacking": lacking}
    form = SeriesForm(request.POST or None, **asked)
    days = None
    if request.method == "POST" and form.is_valid():
        days = DaysForm(request.POST if form.deciding else None, days=form.days)
        if form.deciding and days.of_other_days:
            days = DaysForm(days=form.days)
        elif form.deciding and days.is_valid():
            chosen = days.cleaned_data["dates"]
            if attempt(form, lambda data: _plan_series(request, found, form, chosen)) is not None:
                return redirect("cohorts:setup_people", slug)
    wrong = form.errors or (days and days.errors)
    return _page(request, found, "sessions", {"form": form, "days": days}, 422 if wrong else 200)


def _plannable(found: Setup):
    """The cohorts in preparation or running, as a form needs them."""
    everything = found.programme.cohorts.filter(pk__in=[cohort.pk for cohort in found.cohorts])
    return everything.order_by("region__code", "code")


def _plan_series(request, found, form, chosen):
    moments = [form.moments_of(day) for day in sorted(chosen)]
    details = form.details
    done = plan_series(list(form.cleaned_data["cohorts"]), moments, **details, by=request.user)
    messages.success(request, done_words(found.programme, "session", done["planned"]))
    if done["there"]:
        messages.info(
            request,
            _("Las que ya estaban a esa misma hora quedaron como estaban: %(count)s.") % {"count": done["there"]},
        )
    return done


@login_required
@require_safe
def people(request, slug):
    """Each cohort with its number of people and the way to its list."""
    return _page(request, _setup(request, slug), "people", {})


@login_required
@require_safe
def sheets(request, slug):
    """What there is to print: by cohort, by day; and what is left before each cohort opens."""
    found = _setup(request, slug)
    standing = Register.objects.filter(cohort__in=found.cohorts, session__cancelled_at=None)
    coming = standing.filter(session__ends_at__gte=timezone.now()).order_by("session__starts_at")
    moments = coming.values_list("session__starts_at", "session__time_zone").distinct()
    days = sorted({local(starts_at, zone).date() for starts_at, zone in moments})
    return _page(request, found, "sheets", {"days": days[:SHOWN_DAYS], "more": max(0, len(days) - SHOWN_DAYS)})

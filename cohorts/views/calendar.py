"""Sessions on the telephone's own calendar: the pages with the secret links, and what the links answer."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions.meetings import renew_cohort_calendar, revoke_cohort_calendar
from cohorts.calendar import ics, registers_in, registers_of
from cohorts.models import Cohort, CohortCalendar
from cohorts.views.planning import coordinates
from people.calendar import renew_calendar, revoke_calendar
from people.models import User

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def calendar(request):
    """The link of one's own calendar; sent, a new one that ends the old, or none any more."""
    if request.method == "POST":
        before = request.POST.get("instead_of") or None
        if request.POST.get("do") == "revoke":
            revoke_calendar(request.user)
        else:
            renew_calendar(request.user, instead_of=before)
        messages.success(request, _("El enlace anterior ya no abre.") if before else _("Tu calendario está listo."))
        return redirect("cohorts:calendar")
    return render(request, "cohorts/calendar.html", _links("cohorts:calendar_feed", request.user.calendar_token))


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def cohort_calendar(request, uuid):
    """The link of a cohort's calendar: who staffs it copies it, who coordinates it makes, changes and removes it."""
    staffed = Cohort.objects.staffed_by(request.user).select_related("programme")
    coordinated = Cohort.objects.coordinated_by(request.user).select_related("programme")
    cohort = get_object_or_404(coordinated if request.method == "POST" else staffed, uuid=uuid)
    if request.method == "POST":
        before = request.POST.get("instead_of") or None
        if request.POST.get("do") == "revoke":
            revoke_cohort_calendar(cohort, by=request.user)
        else:
            renew_cohort_calendar(cohort, instead_of=before, by=request.user)
        messages.success(request, _("El enlace anterior ya no abre.") if before else _("El calendario está listo."))
        return redirect("cohorts:cohort_calendar", uuid)
    token = CohortCalendar.objects.filter(cohort=cohort).values_list("token", flat=True).first()
    context = {"cohort": cohort, "programme": cohort.programme, "coordinates": coordinates(request, cohort)}
    return render(request, "cohorts/cohort_calendar.html", context | _links("cohorts:cohort_feed", token))


def _links(name: str, token: str | None) -> dict:
    link = settings.SITE_URL + reverse(name, args=[token]) if token else ""
    subscribe = "webcal" + link[len(urlsplit(link).scheme) :] if link else ""
    return {"link": link, "subscribe": subscribe, "token": token or ""}


@require_safe
def calendar_feed(request, token):
    """For programs, without a session: the link is the key. What the account may see is asked for every time."""
    user = User.objects.filter(calendar_token=token, is_active=True).first()
    return _answer("Paralelo", registers_of(user)) if user else _closed()


@require_safe
def cohort_feed(request, token):
    """The same for one cohort: its sessions, and of its people nothing."""
    found = CohortCalendar.objects.filter(token=token).select_related("cohort").first()
    return _answer(found.cohort.name, registers_in(found.cohort)) if found else _closed()


def _answer(name, registers) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        content = ics(name, registers)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="paralelo.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _closed() -> HttpResponse:
    """The same for a key that was changed, removed or never was one: nobody learns which."""
    with override(settings.LANGUAGE_CODE):
        words = _(
            "Este enlace de calendario ya no abre. Pide el nuevo a quien te lo dio, o cópialo de «Mi calendario»."
        )
    return HttpResponseNotFound(words, content_type="text/plain; charset=utf-8")

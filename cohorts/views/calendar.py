"""Sessions on the telephone's own calendar: the page with the secret link, and what the link answers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.calendar import ics, registers_of
from people.calendar import renew_calendar
from people.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The link of one's own calendar; sent, a new one that ends the old."""
    if request.method == "POST":
        before = request.POST.get("instead_of") or None
        renew_calendar(request.user, instead_of=before)
        messages.success(request, _("El enlace anterior ya no abre.") if before else _("Tu calendario está listo."))
        return redirect("cohorts:calendar")
    link = ""
    if request.user.calendar_token:
        link = settings.SITE_URL + reverse("cohorts:calendar_feed", args=[request.user.calendar_token])
    subscribe = "webcal" + link[len(urlsplit(link).scheme) :] if link else ""
    return render(request, "cohorts/calendar.html", {"link": link, "subscribe": subscribe})


@require_safe
def calendar_feed(request, token):
    """For programs, without a session: the link is the key. What the account may see is asked for every time."""
    user = get_object_or_404(User, calendar_token=token, is_active=True)
    with override(settings.LANGUAGE_CODE):
        content = ics("Paralelo", registers_of(user))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="paralelo.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""Codes on paper for the people of a cohort who have no account: choose, print, cut, hand out."""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.claim_codes import print_slips
from cohorts.forms.claim_codes import SlipsForm
from cohorts.models import Cohort, Enrolment
from people.claiming.rules import grouped
from people.entering.freshness import identify_anew


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request, uuid):
    """The answer to the form is the sheet itself: its codes are shown once and can be read nowhere else."""
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user).select_related("programme"), uuid=uuid)
    without = Enrolment.objects.active().filter(cohort=cohort, person__user=None).select_related("person")
    in_order = sorted(without, key=lambda each: each.person.listed_as)
    form = SlipsForm(request.POST if request.method == "POST" else None, enrolments=in_order)
    if request.method == "POST" and form.is_valid():
        identify_anew(request)
        said = form.cleaned_data
        sheet = print_slips(cohort, form.chosen(), sheet=said["sheet"], days=said["days"], by=request.user)
        return render(request, "cohorts/slips_print.html", _printed(cohort, sheet))
    return render(request, "cohorts/slips.html", {"cohort": cohort, "form": form}, status=422 if form.errors else 200)


def _printed(cohort, sheet) -> dict:
    return {
        "cohort": cohort,
        "address": settings.SITE_URL.partition("://")[2] + reverse("claiming:door"),
        "slips": [(slip, grouped(slip.code), _picture(slip.code)) for slip in sheet.slips],
    }


def _picture(code: str) -> str:
    """The QR of the door with this code in it, as an address of its own: nothing is fetched to print it."""
    drawn = segno.make(settings.SITE_URL + reverse("claiming:with_code", args=[grouped(code)]), error="m", micro=False)
    return drawn.svg_data_uri(scale=4, border=2, omitsize=True)

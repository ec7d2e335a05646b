"""What a person shows at the door: her own page, and the sheet of badges of a cohort."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cohorts.checkin.badges import badge_of, content_of, draw
from cohorts.models import Cohort, Enrolment
from kit.clock import now
from kit.files import safe_name
from kit.sheets import drawers
from people.actions import Refused


@never_cache
@login_required
@require_safe
def badge(request):
    """A QR and six digits for each cohort one is in."""
    mine = Enrolment.objects.of(request.user).active().filter(cohort__status__in=["planned", "running"])
    passages = mine.select_related("person", "cohort__programme").order_by("-cohort__starts_on", "pk")
    return render(request, "cohorts/badge.html", {"badges": [badge_of(passage) for passage in passages]})


@never_cache
@login_required
@require_safe
def badges_pdf(request, uuid):
    """Everybody's badge, ten on a page, to be cut."""
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user).select_related("programme"), uuid=uuid)
    try:
        content = content_of(cohort)
    except Refused as refused:
        return render(request, "cohorts/badges_none.html", {"cohort": cohort, "problem": str(refused)}, status=409)
    log(instance=cohort, action="cohorts.print_badges", user=request.user, data={"badges": len(content["badges"])})
    answer = HttpResponse(drawers().submit(draw, content, at=now()).result(), content_type="application/pdf")
    name = safe_name(f"{_('credenciales')} {cohort.code}", "pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer

"""How far a job has got, for whoever asked for it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.models import Job


@never_cache
@login_required
@require_safe
def progress(request, uuid):
    """The page, or for HTMX the fragment alone; once the job has ended the page around the fragment is loaded anew."""
    job = get_object_or_404(Job.objects.visible_to(request.user), uuid=uuid)
    if not request.htmx:
        return render(request, "jobs/progress.html", {"job": job})
    answer = render(request, "jobs/_progress.html", {"job": job})
    if job.finished:
        answer["HX-Refresh"] = "true"
    return answer

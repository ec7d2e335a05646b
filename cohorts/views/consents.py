"""What the people of a cohort authorised, as the coordination transcribes it from paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.consents import collect_consents
from cohorts.consents import consents_of
from cohorts.forms.consents import ConsentsForm
from cohorts.models import Cohort
from people.actions import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request, uuid):
    mine = Cohort.objects.coordinated_by(request.user).select_related("programme")
    cohort = get_object_or_404(mine, uuid=uuid)
    board = consents_of(cohort, timezone.localdate())
    form = ConsentsForm(request.POST if request.method == "POST" else None, board=board) if board.notice else None
    if form and form.is_valid() and _kept(form, cohort, request):
        return redirect("cohorts:consents", cohort.uuid)
    context = {"cohort": cohort, "board": board, "form": form}
    return render(request, "cohorts/consents.html", context, status=422 if form and form.errors else 200)


def _kept(form: ConsentsForm, cohort: Cohort, request) -> bool:
    people = form.chosen()
    try:
        new = collect_consents(cohort, people, notice=form.notice, statement=form.statement(), by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    count = len({each.person_id for each in new})
    said = ngettext("Anotamos lo que dijo %(n)d persona.", "Anotamos lo que dijeron %(n)d personas.", count)
    messages.success(request, said % {"n": count} if new else _("Ya estaba anotado: no cambió nada."))
    return True

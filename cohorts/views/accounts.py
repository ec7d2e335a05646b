"""Shutting an account of the programme, and opening it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.forms.accounts import SuspensionForm
from people.suspension import resume, suspend
from programmes.attempts import attempt
from programmes.models import Programme


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request, slug):
    """For who watches over the data of the programme: an account is named by its whole address, never listed."""
    programme = get_object_or_404(Programme.objects.guarded_by(request.user), slug=slug)
    form = SuspensionForm(request.POST or None, programme=programme)
    if request.method == "POST" and attempt(form, lambda data: _decide(data, request.user), "email"):
        messages.success(request, _("Listo. Queda anotado quién lo decidió."))
        return redirect("cohorts:accounts", slug)
    return render(request, "cohorts/accounts.html", {"programme": programme, "form": form})


def _decide(data, by):
    if data["do"] == "resume":
        return resume(data["account"], by=by)
    return suspend(data["account"], reason=data["reason"], by=by)

"""The rule of a cohort that has opened: what it would change for whom, and then the change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cohorts.actions.rule import change_rule
from cohorts.forms.rule import RuleForm
from cohorts.life import decisions_of
from cohorts.models import Cohort
from cohorts.views.planning import SEEN_OR_SENT, coordinated
from learning.changing import change_of
from programmes.attempts import attempt


@login_required
@require_http_methods(SEEN_OR_SENT)
def rule(request, uuid):
    """Sent once it shows who would gain and lose; sent again with what was shown, it is done."""
    cohort = coordinated(request, uuid)
    if cohort.opened_at is None or cohort.over:
        return redirect("cohorts:detail" if cohort.over else "cohorts:edit", uuid)
    form, change = RuleForm(request.POST or None, instance=Cohort.objects.get(pk=cohort.pk)), None
    if request.method == "POST" and form.is_valid():
        change = change_of(cohort, form.rule)
        if request.POST.get("seen") == change.seal and attempt(form, lambda data: _change(cohort, form, request.user)):
            messages.success(request, _("La regla cambió. El motivo y lo que decía antes quedan en el historial."))
            return redirect("cohorts:detail", uuid)
    context = {"cohort": cohort, "programme": cohort.programme, "form": form, "change": change}
    return render(request, "learning/rule.html", context | {"decisions": decisions_of(cohort)})


def _change(cohort, form, by):
    return change_rule(cohort, **form.rule, reason=form.cleaned_data["reason"], by=by)

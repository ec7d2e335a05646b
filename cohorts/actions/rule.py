"""What was promised may change once, or again, for a reason that everybody can read."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.seats import locked_cohort
from cohorts.models import Cohort
from cohorts.promise import planned_sessions
from cohorts.rule import RULE, out_of_reach, unsound
from cohorts.telling import tell_rule
from kit.text import tidy
from people.actions import Refused


@transaction.atomic
def change_rule(cohort: Cohort, *, reason: str, by, **rule) -> Cohort:
    """Write the given parts of ``RULE`` on a cohort that has opened; the same again changes nothing.

    Every verdict follows at once; what certificates already say stays. The old parts, the new ones and the reason stay
    in the audit and go by mail to those enrolled and to those who teach there. ``Refused`` without a reason, before the
    opening (then the rule is simply changed), once the cohort is over, when the parts do not go together or nobody
    could meet them.
    """
    if unknown := rule.keys() - {*RULE}:
        raise TypeError(f"change_rule: {sorted(unknown)}")
    cohort = locked_cohort(cohort.pk)
    if cohort.over:
        raise Refused(_("Ya está cerrado o cancelado: su regla no cambia. Si hace falta, reábrelo antes."))
    if cohort.opened_at is None:
        raise Refused(_("Todavía no se abre: la regla se cambia con los demás datos."))
    before = {name: getattr(cohort, name) for name in RULE}
    changed = {name: value for name, value in rule.items() if before[name] != value}
    if not changed:
        return cohort
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(_("Escribe por qué cambia: quedará en el historial."))
    asked = before | changed
    if problem := unsound(asked)[1] or out_of_reach(asked, planned_sessions(cohort)):
        raise Refused(problem)
    for name, value in changed.items():
        setattr(cohort, name, value)
    cohort.save(update_fields=list(changed))
    data = {"before": {name: before[name] for name in changed}, "after": changed, "reason": reason}
    decision = log(instance=cohort, action="cohorts.change_rule", user=by, data=data)
    tell_rule(cohort, data, decision=decision.pk)
    return cohort

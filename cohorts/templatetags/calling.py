"""Why somebody is to be called, in words; and whom a trainer should call today."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.calling.people import calls_in
from cohorts.calling.rules import ABSENT_TWICE, SILENT, Sign
from cohorts.models import Cohort

register = template.Library()
SHOWN = 6


@register.filter
def sign_words(sign: Sign) -> str:
    if sign.code == ABSENT_TWICE:
        return _("Faltó dos veces seguidas")
    if sign.code == SILENT:
        said = ngettext("%(n)d día sin actividad en línea", "%(n)d días sin actividad en línea", sign.number)
        return said % {"n": sign.number}
    return _("Ya no alcanza la asistencia")


@register.simple_tag
def to_call(user):
    """(cohort, the first of its calls, how many more) for the running cohorts this account teaches itself."""
    taught = Cohort.objects.filter(
        facilitations__person__user=user, facilitations__ended_at=None, facilitations__role="trainer"
    )
    cohorts = list(taught.filter(status=Cohort.Status.RUNNING).select_related("programme"))
    calls = calls_in(cohorts)
    rows = [(cohort, calls[cohort.pk]) for cohort in cohorts if calls[cohort.pk]]
    return [(cohort, found[:SHOWN], max(0, len(found) - SHOWN)) for cohort, found in rows]

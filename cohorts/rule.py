"""The completion rule of a cohort: its parts, which go together, and how each is said."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.facts import PromisedRule
from cohorts.models import Cohort

# What the promise freezes: once the cohort has opened, these change for a reason alone (``cohorts.actions.rule``).
RULE = tuple(field.name for field in fields(PromisedRule))
# One a day for a year: what is asked beyond that was mistyped.
MOST = 366


def unsound(rule: Mapping[str, Any]) -> tuple[str, str]:
    """The field that does not go with the others, and why; two empty words when all is well."""
    if rule.get("attendance_unit") == Cohort.Unit.MINUTES:
        if rule.get("attendance_sessions") is not None:
            return "attendance_sessions", _("Con minutos se pide un porcentaje: deja vacío el número mínimo.")
        if rule.get("lates_per_absence") is not None:
            return "lates_per_absence", _("Esto solo se puede pedir cuando se cuenta por asistencias, no por minutos.")
    for name in ("attendance_sessions", "lates_per_absence"):
        if (rule.get(name) or 0) > MOST:
            return name, _("Puede ser %(most)d como máximo.") % {"most": MOST}
    return "", ""


def out_of_reach(rule: Mapping[str, Any], planned: int) -> str:
    """Why nobody could ever meet it with so many sessions planned; an empty word when somebody could."""
    asked = rule.get("attendance_sessions") or 0
    if asked <= planned:
        return ""
    sentence = ngettext(
        "Se piden %(asked)d y hay %(planned)d sesión planeada: nadie podría cumplirlo.",
        "Se piden %(asked)d y hay %(planned)d sesiones planeadas: nadie podría cumplirlo.",
        planned,
    )
    return sentence % {"asked": asked, "planned": planned}


def part_in_words(name: str, value: Any) -> str:
    """One part of the rule as people read it: «80 %», «sesiones planeadas», «3»."""
    field = _field(name)
    if value is None:
        return _("no se pide")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return f"{value} %" if name.endswith("_percent") else str(value)


def changes_in_words(change: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """(part, as it was, as it is) for each part in ``change``, which has them under "before" and "after"."""
    before, after = change["before"], change["after"]
    return tuple(
        (str(_field(name).verbose_name), part_in_words(name, before[name]), part_in_words(name, after[name]))
        for name in RULE
        if name in after
    )


def _field(name: str) -> Field:
    return next(field for field in Cohort._meta.fields if field.name == name)

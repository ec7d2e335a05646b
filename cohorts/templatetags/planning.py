from django import template

from cohorts import boards
from programmes.presets import PRESETS

register = template.Library()

ZONES = {name: label for preset in PRESETS.values() for name, label in preset.zones}


@register.simple_tag
def cohorts_by_region(programme, user):
    """``{% cohorts_by_region programme user as groups %}``: each with ``.region`` and ``.cohorts``."""
    return boards.cohorts_by_region(programme, user)


@register.filter
def zone_label(name):
    """The words for a time zone: «Baja California» for America/Tijuana; the name itself when it has none."""
    return ZONES.get(name, name)

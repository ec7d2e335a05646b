from django import template
from django.utils.text import capfirst

from programmes.terms import word

register = template.Library()


@register.simple_tag
def term(programme, key, form="singular"):
    """``{% term programme "cohort" %}`` – generación; ``{% term programme "cohort" "plural" %}`` – generaciones."""
    return word(programme, key, plural=form == "plural")


@register.simple_tag
def term_label(programme, key, form="singular"):
    """The same word as it begins a title, a tab or a column: ``{% term_label programme "session" "plural" %}``."""
    return capfirst(term(programme, key, form))

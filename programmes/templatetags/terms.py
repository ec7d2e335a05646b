from django import template

from programmes.terms import word

register = template.Library()


@register.simple_tag
def term(programme, key, form="singular"):
    """``{% term programme "cohort" %}`` – generación; ``{% term programme "cohort" "plural" %}`` – generaciones."""
    return word(programme, key, plural=form == "plural")

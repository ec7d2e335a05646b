"""What the pages of others show of designs."""

from django import template

from certificates.design import letters

register = template.Library()


@register.simple_tag
def unprintable_in(cohort):
    """``{% unprintable_in cohort as unprintable %}`` – (name, signs) of those nothing can be printed for. One query."""
    return letters.unprintable_in(cohort)

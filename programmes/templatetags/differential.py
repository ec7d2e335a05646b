"""What a page offers of the questions of programmes."""

from django import template

from programmes.differential.people import programmes_asking, programmes_coordinating

register = template.Library()


@register.simple_tag
def asked_of(person):
    """The programmes with questions for this person."""
    return programmes_asking(person)


@register.simple_tag
def asked_through(user, person):
    """Those whose questions this account may answer with her words."""
    return programmes_coordinating(user, person)

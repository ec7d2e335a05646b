from django import template

from cohorts.setup.state import setup_of as read

register = template.Library()


@register.simple_tag
def setup_of(programme):
    """``{% setup_of programme as setup %}``: its ``steps``, what is ``missing``, whether it is ``complete``."""
    return read(programme)

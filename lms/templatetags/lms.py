from django import template

from courses.models import CataloguePage, CoursePage

register = template.Library()
COURSES_ON_THE_DOOR = 6


@register.simple_tag
def catalogue():
    """The shelf that visitors may see, or None."""
    return CataloguePage.objects.live().public().first()


@register.simple_tag
def courses_on_offer():
    """The first published courses in the order of the shelf, six at most."""
    return CoursePage.objects.live().public().order_by("path")[:COURSES_ON_THE_DOOR]

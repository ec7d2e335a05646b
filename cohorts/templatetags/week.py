"""The week of a coordination, for the page where it arrives."""

from django import template

from cohorts import week

register = template.Library()


@register.simple_tag
def week_of(user):
    return week.week_of(user)

"""Doors of cohorts on the pages of courses, and one's own applications where one looks for one's progress."""

from django import template

from cohorts.waiting import open_doors, own_applications

register = template.Library()


@register.inclusion_tag("cohorts/_open_doors.html")
def doors_of(course):
    """The cohorts of the course that anybody may come into today. One query."""
    return {"doors": open_doors([course.pk])}


@register.simple_tag
def courses_with_doors(courses):
    """Of these courses, the numbers of those with such a cohort. One query."""
    return {door.cohort.course_id for door in open_doors([course.pk for course in courses])}


@register.simple_tag
def applications_of(user):
    """What this account asked for and was not answered yet, each with its ``place``. One query."""
    return own_applications(user)

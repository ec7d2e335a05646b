"""What templates ask of the catalogue."""

from django import template

from courses.models import CoursePage, LessonPage, ModulePage
from courses.rendering import parts_of

register = template.Library()


@register.simple_tag
def body_parts(lesson, fresh=False):
    """``{% body_parts page as parts %}``: pieces of HTML and, between them, quizzes (those have ``questions``)."""
    return parts_of(lesson, fresh=bool(fresh))


@register.simple_tag
def courses_of(catalogue):
    """The published courses of the shelf. One query."""
    return list(CoursePage.objects.live().child_of(catalogue).order_by("path"))


@register.simple_tag
def outline_of(course):
    """``[(module, [lessons]), …]`` as published now. Two queries."""
    modules = list(ModulePage.objects.live().child_of(course).order_by("path"))
    lessons = list(LessonPage.objects.live().descendant_of(course).defer("body").order_by("path"))
    return [(module, [lesson for lesson in lessons if lesson.path.startswith(module.path)]) for module in modules]


@register.simple_tag
def lessons_of(module):
    """The published lessons of a module, in order. One query."""
    return list(LessonPage.objects.live().child_of(module).defer("body").order_by("path"))

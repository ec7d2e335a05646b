"""The gate of the lessons: courses know no learner, so who may read is decided here."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.models import LessonPage
from learning.actions import touch
from learning.calling import signs_of
from learning.files import may_open
from learning.merging import ROOM
from learning.reading import Reading, last_place_of, reading_of
from people.merging.rooms import LEARNING


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action(
        "learning.undo_completion", _("Desmarcar una lección"), _("Marcó una lección como no terminada")
    )


@hooks.register("before_serve_page")
def open_or_refuse(page, request, serve_args, serve_kwargs):
    """Lessons are for those enrolled in a group that was promised them, for its team, and for editors."""
    if not isinstance(page, LessonPage):
        return None
    if not request.user.is_authenticated:
        answer = redirect_to_login(request.get_full_path())
        add_never_cache_headers(answer)
        return answer
    reading = reading_of(request.user, page)
    if not isinstance(reading, Reading):
        return refused(request, page, reading)
    if reading.enrolment:
        touch(page, enrolment=reading.enrolment, place=last_place_of(reading.enrolment))
    reading.again = request.GET.get("otra", "")
    request.reading = reading
    return None


@hooks.register("before_serve_document")
def open_document_or_refuse(document, request):
    """What Wagtail asks of a private collection comes on top: here, whether the reader's course uses the document."""
    if not request.user.is_authenticated:
        return None if may_open(request.user, document) else redirect_to_login(request.get_full_path())
    if not may_open(request.user, document):
        raise Http404
    return None


def refused(request, lesson, refusal):
    answer = render(request, "learning/locked.html", {"lesson": lesson, "refusal": refusal}, status=403)
    patch_cache_control(answer, private=True)
    return answer


@hooks.register("people.merge", order=LEARNING)
def unite():
    return ROOM


@hooks.register("cohorts.people_to_call")
def to_call(cohorts):
    return signs_of(cohorts)

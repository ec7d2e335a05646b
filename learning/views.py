"""Mi avance, and what a reader does with a lesson: done, not done after all, answers to a quiz."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from courses.models import LessonPage
from courses.quizzes import quizzes_of
from learning.actions import answer_quiz, complete_lesson, undo_completion
from learning.forms import QuizForm
from learning.progress import passages_of
from learning.reading import Reading, enrolment_for, reading_of
from learning.refusals import Refused
from people.queries import claimable_by


@login_required
def progress(request):
    """One screen for everything this person is enrolled in."""
    passages = passages_of(request.user)
    waiting = not passages and claimable_by(request.user).exists()
    return render(request, "learning/progress.html", {"passages": passages, "waiting": waiting})


def from_a_lesson(view):
    """A form of a lesson page. Whoever arrives without posting, or signed out meanwhile, is led back to the lesson."""

    @wraps(view)
    def guarded(request, lesson_id, **kwargs):
        lesson = get_object_or_404(LessonPage.objects.live(), id=lesson_id)
        if not request.user.is_authenticated:
            return redirect_to_login(lesson.url)
        if request.method != "POST":
            return redirect(lesson.url)
        return view(request, lesson, **kwargs)

    return guarded


@from_a_lesson
def complete(request, lesson):
    complete_lesson(lesson.pk, enrolment=own_enrolment(request, lesson))
    return redirect(f"{lesson.url}#avance")


@from_a_lesson
def undo(request, lesson):
    undo_completion(lesson.pk, enrolment=own_enrolment(request, lesson), by=request.user)
    return redirect(f"{lesson.url}#avance")


@from_a_lesson
def answer(request, lesson, quiz_id):
    """Score the quiz and come back to it; what cannot be taken is said beside the question, with nothing lost."""
    enrolment = own_enrolment(request, lesson)
    quiz = quizzes_of(lesson).get(str(quiz_id))
    if quiz is None:
        messages.error(request, _("Este cuestionario ya no está en la lección."))
        return redirect(lesson.url)
    form = QuizForm(quiz, request.POST)
    if not form.is_valid():
        return again(request, lesson, form)
    sending = form.cleaned_data["client_uuid"]
    try:
        answer_quiz(lesson, quiz_id=quiz_id, answers=form.answers, enrolment=enrolment, client_uuid=sending)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return again(request, lesson, form)
    return redirect(f"{lesson.url}#quiz-{quiz_id}")


def own_enrolment(request, lesson):
    enrolment = enrolment_for(request.user, lesson.pk)
    if enrolment is None:
        raise Http404
    return enrolment


def again(request, lesson, form):
    """The lesson once more, with the quiz as it was filled in."""
    reading = reading_of(request.user, lesson)
    if not isinstance(reading, Reading):
        raise Http404
    reading.forms[form.quiz.id] = form
    request.reading = reading
    response = lesson.serve(request)
    response.status_code = 422
    return response

"""The body of a lesson as HTML, drawn once for each published version and language."""

from django.core.cache import cache
from django.utils.html import format_html_join
from django.utils.translation import get_language

from courses.models import LessonPage
from courses.quizzes import Quiz, quiz_of

# Links to other pages stand in the HTML: when one moves, an hour later it is right again.
KEPT_SECONDS = 60 * 60


def parts_of(lesson: LessonPage, *, fresh: bool = False) -> list:
    """The body in order: pieces of safe HTML, and between them the quizzes, which are drawn apart for each person.

    ``fresh`` draws anew and keeps nothing, for previews.
    """
    if fresh:
        return _draw(lesson)
    key = f"lesson:{lesson.pk}:{lesson.live_revision_id}:{lesson.last_published_at}:{get_language()}"
    key = key.replace(" ", "_")
    parts = cache.get(key)
    if parts is None:
        parts = _draw(lesson)
        cache.set(key, parts, KEPT_SECONDS)
    return parts


def _draw(lesson: LessonPage) -> list:
    parts: list = []
    run: list = []
    for block in lesson.body:
        if block.block_type == "quiz":
            parts += [*_joined(run), quiz_of(block)]
            run = []
        else:
            run.append((block.render(),))
    return parts + _joined(run)


def _joined(run: list) -> list:
    return [format_html_join("\n", "{}", run)] if run else []


def quizzes_among(parts: list) -> list[Quiz]:
    return [part for part in parts if isinstance(part, Quiz)]

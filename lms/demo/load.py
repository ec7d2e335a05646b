"""Loading the demo: a list of steps, each of which may be cut, and done again without changing anything."""

from collections.abc import Callable, Iterator
from functools import partial

from courses.models import CataloguePage
from courses.setup import lay_editor_groups, lay_site
from lms.demo import conversation, progress, shelf, story_a, story_b, story_c, story_live, team, texts
from lms.demo.accounts import EDITOR
from people.privacy.consent import lay_notices
from places.loading import load_country
from places.models import Country

Step = tuple[str, Callable[[], object]]


def steps() -> Iterator[Step]:
    """What a visitor sees first comes first; the long story of 830 people last."""
    yield "Cuentas", team.lay_accounts
    yield "Portada y páginas", lay_pages
    yield "Avisos de privacidad", lay_notices
    for text in texts.courses():
        yield f"Curso: {text.title}", partial(lay_course, text)
    for country in Country.values:
        yield f"Territorios: {country}", partial(load_country, country)
    for story in (story_live, conversation, story_b, story_c, story_a):
        yield from story.steps()


def lay_pages() -> None:
    lay_site()
    team.account(EDITOR).groups.add(*lay_editor_groups())  # here one person plays both parts: writing and reviewing
    shelf.lay_pages(team.account(EDITOR))


def lay_course(text: texts.CourseText) -> None:
    shelf.lay_course(CataloguePage.objects.get(), text, team.account(EDITOR))


def load(say: Callable[[int, int, str], None]) -> None:
    """Do every step. ``say(done, total, label)`` is told before each and once at the end."""
    every = list(steps())
    for done, (label, step) in enumerate(every):
        progress.keep(done, len(every), label)
        say(done, len(every), label)
        step()
    progress.finish()
    say(len(every), len(every), "")

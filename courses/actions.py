"""How pages of a course come to be without an editor's hand, by the steps an editor takes."""

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from wagtail.models import Locale, Page

from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.setup import lay_site
from courses.starters import ModuleStarter, Starter
from kit.text import tidy

LONGEST_SLUG = 200


def may_publish(user) -> bool:
    """Whether this account publishes courses itself; of whoever may not, pages stay drafts until somebody does."""
    catalogue = CataloguePage.objects.first()
    return bool(catalogue and catalogue.permissions_for_user(user).can_publish_subpage()) or user.is_superuser


@transaction.atomic
def begin_course(starter: Starter, *, title: str, within: str, publish: bool, by) -> tuple[CoursePage, bool]:
    """The course ``title`` with the starter's modules and lessons: published, or all of it drafts. (course, new).

    ``within`` tells it from courses of the same title elsewhere (a programme's short name): the same title there
    again returns that course as it is, whatever an editor made of it since.
    """
    catalogue = CataloguePage.objects.first() or lay_site()
    # Nobody else adds a course while we look for ours.
    catalogue = CataloguePage.objects.select_for_update(of=("self",)).get(pk=catalogue.pk)
    title = tidy(title) or starter.title
    slug = f"{slugify(title)[:LONGEST_SLUG].strip('-') or starter.code}-{within}"[:255]
    known = CoursePage.objects.child_of(catalogue).filter(slug=slug).first()
    if known:
        return known, False
    course = add_page(catalogue, _course(starter, title, slug), by=by, publish=publish)
    for number, module in enumerate(starter.modules, 1):
        _add_module(course, module, number, by=by, publish=publish)
    return course, True


def add_page(parent: Page, page, *, by, publish: bool):
    """Draft, revision and, when asked, publication: the same steps as in the editor. The page as stored."""
    page.owner = by
    page.live = False
    page.locale = Locale.get_default()
    parent = Page.objects.get(pk=parent.pk)  # its count of children moves with every child
    parent.add_child(instance=page)
    revision = page.save_revision(user=by, log_action=True)
    if publish:
        revision.publish(user=by)
    page.refresh_from_db()
    return page


def _course(starter: Starter, title: str, slug: str) -> CoursePage:
    objectives = format_html_join("", "<li>{}</li>", ((each,) for each in starter.objectives))
    facts = {key: getattr(starter, key) for key in ("kind", "modality", "profile", "summary", "total_hours")}
    return CoursePage(title=title, slug=slug, objectives=format_html("<ul>{}</ul>", objectives), **facts)


def _add_module(course: CoursePage, said: ModuleStarter, number: int, *, by, publish: bool) -> None:
    words = {"title": said.title, "slug": f"modulo-{number}", "summary": said.summary, "hours": said.hours}
    module = add_page(course, ModulePage(**words), by=by, publish=publish)
    for place, lesson in enumerate(said.lessons, 1):
        body = [_block(kind, text) for kind, text in lesson.body]
        page = LessonPage(title=lesson.title, slug=f"leccion-{place}", estimated_minutes=lesson.minutes, body=body)
        add_page(module, page, by=by, publish=publish)


def _block(kind: str, text: str) -> dict:
    return {"type": kind, "value": format_html("<p>{}</p>", text) if kind == "paragraph" else text}

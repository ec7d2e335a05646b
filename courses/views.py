"""Lessons by the short way. Wagtail walks the tree one query a step; a lesson's address names its page at once."""

from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from courses.models import LessonPage

# What a reader's page has no use for. The body is read when it has to be drawn anew: see ``courses.rendering``.
NOT_SHOWN = (
    "body",
    "draft_title",
    "seo_title",
    "search_description",
    "go_live_at",
    "expire_at",
    "first_published_at",
    "latest_revision_created_at",
    "locked_at",
    "translation_key",
)
SHOWN = [field for field in LessonPage._meta.concrete_fields if field.name not in NOT_SHOWN]
COLUMNS = ", ".join(f"{field.model._meta.db_table}.{field.column}" for field in SHOWN)
# Put together by the ORM at each reading, this cost as much as everything else a lesson asks the database.
FOUND = f"""SELECT {COLUMNS} FROM courses_lessonpage
 JOIN wagtailcore_page ON wagtailcore_page.id = courses_lessonpage.page_ptr_id
 WHERE wagtailcore_page.live AND wagtailcore_page.slug = %s AND wagtailcore_page.url_path IN ({{}}) LIMIT 1"""  # noqa: S608


def lesson(request, catalogue, course, module, lesson):
    """Serve a published lesson in one query, through all of Wagtail's hooks; any other page as Wagtail does."""
    path = f"{catalogue}/{course}/{module}/{lesson}/"
    addresses = [f"{site.root_path}{path}" for site in Site.get_site_root_paths()]
    question = FOUND.format(", ".join(["%s"] * len(addresses)))
    page = next(iter(LessonPage.objects.raw(question, [lesson, *addresses])), None) if addresses else None
    if page:
        # Where ``Page.route_for_request`` keeps what it found: Wagtail's own view goes on from here.
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, path)

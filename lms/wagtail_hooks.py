"""What the roof adds to Wagtail: which pages visitors share, when they are drawn anew, and our colours for editors."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from courses.models import CataloguePage, CoursePage
from lms.demo.progress import loading
from lms.page_cache import forget_pages
from pages.models import HomePage, InfoPage

PUBLIC_PAGES = (HomePage, InfoPage, CataloguePage, CoursePage)


# Last in the order, so innermost: it is reached only after the page's own restrictions let the reader pass.
@hooks.register("on_serve_page", order=1000)
def offer_to_the_page_cache(serve):
    def serve_marked(page, request, args, kwargs):
        shared = isinstance(page, PUBLIC_PAGES) and not page.get_view_restrictions().exists()
        request.public_page = shared and not loading()  # a page that says how far the demo is would soon be wrong
        return serve(page, request, args, kwargs)

    return serve_marked


@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
@hooks.register("after_move_page")
def show_the_change(request, *_what):
    forget_pages()


@hooks.register("insert_global_admin_css")
def our_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("gestion/gestion.css"))


@hooks.register("construct_main_menu")
def only_what_editors_use(request, items):
    """Reports and help speak of Wagtail, not of courses; whoever administers keeps them."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in {"reports", "help"}]

"""The bones of a new site: its pages, and who writes and who publishes. Asking again changes nothing."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.models import CataloguePage
from pages.models import HomePage

EDITORS = "Editoras y editores"
REVIEWERS = "Revisión"
WRITE = ("add_page", "change_page")
PUBLISH = (*WRITE, "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
MEDIA = (
    ("wagtailimages", "image", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", "document", ("add_document", "change_document", "choose_document")),
)


def lay_site() -> CataloguePage:
    """A home page that answers at the site's root, with the catalogue below it. Returns the catalogue."""
    home = HomePage.objects.first() or _new_home()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": home}, create_defaults={"hostname": "localhost", "root_page": home}
    )
    Site.objects.filter(is_default_site=True, site_name="").update(site_name=settings.WAGTAIL_SITE_NAME)
    Site.clear_site_root_paths_cache()
    catalogue = CataloguePage.objects.first()
    if catalogue is None:
        catalogue = home.add_child(instance=CataloguePage(title=_("Cursos"), slug="cursos"))
    return catalogue


def _new_home() -> HomePage:
    """Wagtail's own welcome page, when it is still there and bare, makes room."""
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Paralelo", slug="portada"))
    welcome = Page.objects.child_of(root).filter(slug="home").exclude(pk=home.pk).first()
    if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
        Site.objects.filter(root_page=welcome).update(root_page=home)
        welcome.delete()
    return HomePage.objects.get(pk=home.pk)


def lay_editor_groups() -> tuple[Group, Group]:
    """(editors, reviewers): editors write and send to review, reviewers publish. Both keep pictures and documents.

    Needs ``lay_site``. What editors send goes through one step, the approval of the reviewers.
    """
    catalogue = CataloguePage.objects.get()
    home = catalogue.get_parent()
    editors = _group(EDITORS, home, WRITE)
    reviewers = _group(REVIEWERS, home, PUBLISH)
    _lay_workflow(reviewers, [home, catalogue])
    return editors, reviewers


def _group(name: str, home: Page, codenames) -> Group:
    group, _new = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    shelf = Collection.get_first_root_node()
    for app, model, names in MEDIA:
        kind = {"content_type__app_label": app, "content_type__model": model}
        for permission in Permission.objects.filter(**kind, codename__in=names):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=shelf, permission=permission)
    return group


def _lay_workflow(reviewers: Group, pages: list[Page]) -> None:
    workflow, _new = Workflow.objects.get_or_create(name=_("Revisión antes de publicar"))
    task, _new = GroupApprovalTask.objects.get_or_create(name=_("Revisión de contenidos"))
    task.groups.add(reviewers)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in pages:
        WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": workflow})

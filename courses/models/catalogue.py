from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class CataloguePage(Page):
    """The shelf of courses: what visitors see before anything else."""

    lede = models.TextField(_("entrada"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/catalogue.html"

    class Meta:
        verbose_name = _("catálogo")

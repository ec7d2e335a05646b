from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from courses.blocks import LessonBlocks
from kit.rows import rows

RESTRICTED = "SELECT 1 FROM wagtailcore_pageviewrestriction LIMIT 1"


class LessonPage(Page):
    """What a person reads in one sitting. Who may read it is decided in ``learning``, not here."""

    estimated_minutes = models.PositiveSmallIntegerField(_("minutos de lectura"), default=15)
    body = StreamField(LessonBlocks(), verbose_name=_("contenido"))

    content_panels = [*Page.content_panels, FieldPanel("estimated_minutes"), FieldPanel("body")]
    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    template = "courses/lesson.html"

    class Meta:
        verbose_name = _("lección")
        verbose_name_plural = _("lecciones")

    @property
    def has_final(self):
        return any(block.block_type == "quiz" and block.value["final"] for block in self.body)

    def get_view_restrictions(self):
        """Hardly any site restricts a page: one small question spares the walk up the tree at each reading."""
        if rows(RESTRICTED):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

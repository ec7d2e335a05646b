from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import ContentBlocks


class HomePage(Page):
    """The front door for visitors."""

    lede = models.TextField(_("entrada"), max_length=400, blank=True)
    body = StreamField(ContentBlocks(), blank=True, verbose_name=_("contenido"))

    content_panels = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body")]
    max_count = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = _("portada")


class InfoPage(Page):
    """About, privacy, help: text that stands on its own."""

    lede = models.TextField(_("entrada"), max_length=400, blank=True)
    body = StreamField(ContentBlocks(), blank=True, verbose_name=_("contenido"))

    content_panels = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body")]
    template = "pages/info.html"

    class Meta:
        verbose_name = _("página informativa")
        verbose_name_plural = _("páginas informativas")

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class CoursePage(Page):
    """The page is the course: no twin model. Learner data points here, nothing points back."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Curso")
        DIPLOMA = "diploma", _("Diplomado")
        WORKSHOP = "workshop", _("Taller")
        SEMINAR = "seminar", _("Seminario")

    class Modality(models.TextChoices):
        IN_PERSON = "in_person", _("Presencial")
        ONLINE = "online_live", _("En línea en vivo")
        SELF_PACED = "self_paced", _("A tu ritmo")
        BLENDED = "blended", _("Mixta")

    code = models.CharField(_("clave"), max_length=20, blank=True)
    kind = models.CharField(_("tipo"), max_length=10, choices=Kind.choices, default=Kind.COURSE)
    modality = models.CharField(_("modalidad"), max_length=12, choices=Modality.choices, default=Modality.BLENDED)
    profile = models.CharField(_("para quién"), max_length=160, blank=True)
    summary = models.TextField(_("resumen"), max_length=400)
    objectives = RichTextField(_("qué vas a poder hacer"), features=["ul", "bold", "italic"], blank=True)
    total_hours = models.PositiveSmallIntegerField(_("horas en total"), help_text=_("Las que dirá la constancia."))

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("kind"),
                FieldPanel("modality"),
                FieldPanel("total_hours"),
                FieldPanel("profile"),
            ],
            heading=_("Ficha del curso"),
        ),
        FieldPanel("summary"),
        FieldPanel("objectives"),
    ]
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course.html"

    class Meta:
        verbose_name = _("curso")


class ModulePage(Page):
    """A part of a course with its own hours at one's own pace."""

    hours = models.PositiveSmallIntegerField(_("horas a tu ritmo"), default=0)
    summary = models.TextField(_("resumen"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("hours"), FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module.html"

    class Meta:
        verbose_name = _("módulo")

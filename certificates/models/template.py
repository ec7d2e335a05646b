from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme


class Purpose(models.TextChoices):
    """The kinds of certificates that a template can be for."""

    ATTENDANCE = "attendance", _("Participación")
    COMPLETION = "completion", _("Acreditación")
    FACILITATION = "facilitation", _("Facilitación")
    ORGANISATION = "organisation", _("Organización")


class CertificateTemplateQuerySet(models.QuerySet):
    def edited_by(self, user):
        """Those of the programmes this account answers for; administration has all, also those shared by all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(programme__in=Programme.objects.coordinated_by(user))

    def usable_in(self, programme):
        """Published, not withdrawn, of the programme or shared by all."""
        mine = self.filter(Q(programme=programme) | Q(programme=None), withdrawn_at=None)
        return mine.filter(versions__isnull=False).distinct()


class CertificateTemplate(models.Model):
    """How the certificates of one kind look. What is worked on is the draft; what is printed is a version."""

    # None: of the instance, for all programmes to use.
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="certificate_templates"
    )
    kind = models.CharField(_("sirve para"), max_length=12, choices=Purpose.choices, default=Purpose.COMPLETION)
    name = models.CharField(_("nombre"), max_length=80)
    # As certificates.design.content reads it.
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("diseño de constancia")
        verbose_name_plural = _("diseños de constancias")
        ordering = ["kind", "name", "pk"]

    def __str__(self):
        return self.name


class TemplateVersion(models.Model):
    """A template as it was published. It never changes: certificates were given with it."""

    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("versión de un diseño")
        verbose_name_plural = _("versiones de un diseño")
        ordering = ["template", "number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self):
        return f"{self.template_id}.{self.number}"


class TemplateChoice(models.Model):
    """Which template a programme gives its certificates of one kind with. Without one: the sheet everybody has."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="template_choices")
    kind = models.CharField(max_length=12, choices=Purpose.choices)
    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        verbose_name = _("diseño elegido")
        verbose_name_plural = _("diseños elegidos")
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="one_template_per_programme_and_kind")
        ]

    def __str__(self):
        return f"{self.programme_id}-{self.kind}"

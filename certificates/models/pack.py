import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from people.models import Organisation
from people.models.privacy import private_storage

LIVES = timedelta(days=1)


class PackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What you asked for yourself, while you coordinate the cohort, for a day."""
        if not user.is_authenticated:
            return self.none()
        young = self.filter(asked_by=user, asked_at__gt=timezone.now() - LIVES)
        return young.filter(cohort__in=Cohort.objects.coordinated_by(user))


class Pack(models.Model):
    """Many sheets in one file, made in the background for whoever asked. The file lives a day."""

    class Format(models.TextChoices):
        PDF = "pdf", _("Un solo PDF para imprimir")
        ZIP = "zip", _("Un ZIP con cada PDF")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="packs")
    # Only its people; everybody without one.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    format = models.CharField(_("formato"), max_length=3, choices=Format.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("pedido"), default=timezone.now)
    sheets = models.PositiveIntegerField(_("hojas"), default=0)
    file = models.FileField(_("archivo"), storage=private_storage, max_length=200, blank=True)
    ready_at = models.DateTimeField(_("listo"), null=True, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("paquete de constancias")
        verbose_name_plural = _("paquetes de constancias")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "cohort", "format"],
                condition=Q(ready_at=None, organisation=None),
                name="one_pack_of_a_cohort_in_the_making",
            ),
            models.UniqueConstraint(
                fields=["asked_by", "cohort", "format", "organisation"],
                condition=Q(ready_at=None),
                name="one_pack_of_an_organisation_in_the_making",
            ),
        ]

    def __str__(self):
        return str(self.uuid)

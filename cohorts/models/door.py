import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from people.models import Organisation
from programmes.models import Region


class EnrolmentLinkQuerySet(models.QuerySet):
    def working(self):
        """Not taken back, not over, of a cohort whose door is a link."""
        live = self.filter(revoked_at=None, expires_at__gt=timezone.now())
        return live.filter(cohort__door=Cohort.Door.LINK)


class EnrolmentLink(models.Model):
    """A secret address by which whoever receives it enrols in the cohort, as often as it is used until a moment."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolment_links")
    token = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("vence"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("anulado"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = EnrolmentLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("enlace de inscripción")
        verbose_name_plural = _("enlaces de inscripción")
        constraints = [
            models.UniqueConstraint(fields=["cohort"], condition=Q(revoked_at=None), name="one_standing_link_a_cohort")
        ]

    def __str__(self):
        return str(self.cohort)


class SeatQuota(models.Model):
    """How many of a cohort's seats people of one region, or of one kind of organisation, may take at most."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="quotas")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("región")
    )
    kind = models.CharField(_("tipo de organización"), max_length=32, choices=Organisation.Kind.choices, blank=True)
    seats = models.PositiveIntegerField(_("lugares como máximo"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("cupo parcial")
        verbose_name_plural = _("cupos parciales")
        constraints = [
            models.CheckConstraint(
                condition=Q(region=None, kind__gt="") | Q(region__isnull=False, kind=""), name="quota_is_of_one_thing"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="quota_has_a_seat"),
            models.UniqueConstraint(fields=["cohort", "region"], name="one_quota_a_region"),
            models.UniqueConstraint(fields=["cohort", "kind"], condition=~Q(kind=""), name="one_quota_a_kind"),
        ]

    def __str__(self):
        return str(self.region) if self.region_id else str(self.get_kind_display())

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate
from cohorts.models import Enrolment


class WaiverQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at=None)


class Waiver(models.Model):
    """A coordination vouches for somebody whom the rule alone would not give a certificate, and says why.

    It is written once; taking it back is written beside it, once. The rule, the attendance and every figure stay.
    """

    class Kind(models.TextChoices):
        ATTENDANCE = Certificate.Kind.ATTENDANCE.value, Certificate.Kind.ATTENDANCE.label
        COMPLETION = Certificate.Kind.COMPLETION.value, Certificate.Kind.COMPLETION.label

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="waivers")
    kind = models.CharField(_("tipo"), max_length=12, choices=Kind.choices, default=Kind.COMPLETION)
    reason = models.CharField(_("motivo"), max_length=400)
    given_at = models.DateTimeField(_("fecha"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("retirada"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_reason = models.CharField(_("por qué se retiró"), max_length=400, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispensa")
        verbose_name_plural = _("dispensas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(lifted_at=None),
                name="one_standing_waiver_per_enrolment_and_kind",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_reason=""),
                name="lifted_waiver_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment} ({self.kind})"

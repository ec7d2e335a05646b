from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate


class Upheld(models.Model):
    """Somebody looked at a certificate that its record no longer earns, and let it stand for a reason.

    ``record`` names what the record said then: once that changes again, the question is put again.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="upheld")
    record = models.CharField(_("lo que decía el registro"), max_length=200)
    reason = models.CharField(_("motivo"), max_length=400)
    decided_at = models.DateTimeField(_("fecha"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("constancia que se mantiene")
        verbose_name_plural = _("constancias que se mantienen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "record"], name="upheld_once_per_record"),
            models.CheckConstraint(condition=~Q(reason=""), name="upheld_says_why"),
        ]

    def __str__(self):
        return f"{self.certificate} ({self.record})"

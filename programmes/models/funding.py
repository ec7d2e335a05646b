from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.programme import Programme


class FundingPeriod(models.Model):
    """Who pays from when to when. Periods may overlap; an activity falls in one by its date."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="funding_periods")
    funder = models.CharField(_("entidad financiadora"), max_length=160)
    reference = models.CharField(_("referencia"), max_length=80, blank=True)
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("moneda"), max_length=3, blank=True)
    starts_on = models.DateField(_("desde"))
    ends_on = models.DateField(_("hasta"))

    class Meta:
        verbose_name = _("periodo de financiamiento")
        verbose_name_plural = _("periodos de financiamiento")
        ordering = ["programme", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="funding_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["programme", "funder", "reference", "starts_on"], name="funding_period_once_per_programme"
            ),
        ]

    def __str__(self):
        return f"{self.funder} {self.reference}".strip()

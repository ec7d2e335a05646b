from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme


class FolioSeries(models.Model):
    """The counter of one programme and year, taken in the transaction that issues: no gap, no repeat."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="folio_series")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("serie de folios")
        verbose_name_plural = _("series de folios")
        constraints = [models.UniqueConstraint(fields=["programme", "year"], name="one_series_per_programme_and_year")]

    def __str__(self):
        return f"{self.programme_id}-{self.year}"

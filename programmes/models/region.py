from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Territory
from programmes.models.programme import Programme


class Region(models.Model):
    """A part of a programme with its own coordination; not an administrative region of any country."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="regions")
    code = models.CharField(_("clave"), max_length=12)
    name = models.CharField(_("nombre"), max_length=120)
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="programme_regions", verbose_name=_("municipios")
    )

    class Meta:
        verbose_name = _("región")
        verbose_name_plural = _("regiones")
        ordering = ["programme", "code"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="region_code_once_per_programme")]

    def __str__(self):
        return f"{self.code} {self.name}"

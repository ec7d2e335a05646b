from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places.models import Territory
from programmes.models.programme import Programme


class RegionQuerySet(models.QuerySet):
    def coordinated_by(self, user):
        """Regions in which this account plans: those of its programmes, and those it coordinates alone."""
        programmes = Programme.objects.coordinated_by(user).values("pk")
        if not user.is_authenticated:
            return self.none()
        own = self.model.objects.filter(
            team__person__user=user, team__role="regional_coordinator", team__revoked_at=None
        )
        return self.filter(Q(programme__in=programmes) | Q(pk__in=own.values("pk")))


class Region(models.Model):
    """A part of a programme with its own coordination; not an administrative region of any country."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="regions")
    code = models.CharField(_("clave"), max_length=12)
    name = models.CharField(_("nombre"), max_length=120)
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="programme_regions", verbose_name=_("municipios")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("región")
        verbose_name_plural = _("regiones")
        ordering = ["programme", "code"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="region_code_once_per_programme")]

    def __str__(self):
        return f"{self.code} {self.name}"

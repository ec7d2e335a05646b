"""The territory tree: official codes as zero-padded text, three countries, one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    MX = "MX", _("México")
    CO = "CO", _("Colombia")
    CL = "CL", _("Chile")


class TerritoryQuerySet(models.QuerySet):
    def municipal(self):
        """The level people name when asked where they live: municipio in MX and CO, comuna in CL."""
        return self.filter(level=Territory.Level.MUNICIPALITY)


class Territory(models.Model):
    """A place with an official code. (country, level, code) is its name for machines."""

    class Level(models.TextChoices):
        STATE = "state", _("Estado")
        DEPARTMENT = "department", _("Departamento")
        REGION = "region", _("Región")
        PROVINCE = "province", _("Provincia")
        MUNICIPALITY = "municipality", _("Municipio")
        COMMUNE = "commune", _("Comuna (división municipal)")
        NEIGHBOURHOOD = "neighbourhood", _("Barrio o colonia")

    country = models.CharField(_("país"), max_length=2, choices=Country.choices)
    level = models.CharField(_("nivel"), max_length=16, choices=Level.choices)
    code = models.CharField(_("clave"), max_length=16)
    name = models.CharField(_("nombre"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    population = models.PositiveIntegerField(_("población"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territorios")
        ordering = ["country", "level", "code"]
        constraints = [models.UniqueConstraint(fields=["country", "level", "code"], name="territory_code_once")]

    def __str__(self):
        return self.name

"""The territory tree: official codes as zero-padded text, three countries, one table."""

import re

from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.text import words_of

SEARCH_LIMIT = 20


def place_key(name: str) -> str:
    """A place's name for comparing: folded words; «Bogotá, D.C.» is «bogota», as people write it."""
    return re.sub(r" (d c|dc)$", "", " ".join(words_of(name)))


class Country(models.TextChoices):
    MX = "MX", _("México")
    CO = "CO", _("Colombia")
    CL = "CL", _("Chile")


class TerritoryQuerySet(models.QuerySet):
    def municipal(self):
        """The level people name when asked where they live: municipio in MX and CO, comuna in CL."""
        return self.filter(level=Territory.Level.MUNICIPALITY)

    def with_state(self):
        """In the same query, what ``full_name`` needs: the state, department or region above."""
        return self.select_related("parent__parent")

    def search(self, country: str, text: str):
        """At most 20 municipalities whose name holds ``text``, those that begin with it first. Nothing for no text."""
        key = place_key(text)
        if not key:
            return self.none()
        begins = Case(When(name_key__startswith=key, then=Value(0)), default=Value(1))
        found = self.municipal().filter(country=country, name_key__contains=key)
        return found.with_state().order_by(begins, "name_key", "code")[:SEARCH_LIMIT]


class Territory(models.Model):
    """A place with an official code. (country, level, code) is its name for machines."""

    class Level(models.TextChoices):
        STATE = "state", pgettext_lazy("territorio", "Estado")
        DEPARTMENT = "department", _("Departamento")
        REGION = "region", _("Región")
        PROVINCE = "province", _("Provincia")
        MUNICIPALITY = "municipality", _("Municipio")
        COMMUNE = "commune", _("Comuna (división municipal)")
        NEIGHBOURHOOD = "neighbourhood", _("Barrio o colonia")

    # Which levels a country has, from the top. What its people call them is the programme's word.
    LEVELS = {
        Country.MX: (Level.STATE, Level.MUNICIPALITY, Level.NEIGHBOURHOOD),
        Country.CO: (Level.DEPARTMENT, Level.MUNICIPALITY, Level.COMMUNE, Level.NEIGHBOURHOOD),
        Country.CL: (Level.REGION, Level.PROVINCE, Level.MUNICIPALITY, Level.NEIGHBOURHOOD),
    }

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

    @property
    def top(self):
        """The state, department or region it lies in; itself when it is one."""
        place = self
        while place.parent_id:
            place = place.parent
        return place

    @property
    def full_name(self) -> str:
        """«Benito Juárez, Quintana Roo»: seven municipalities are called Benito Juárez."""
        return f"{self.name}, {self.top.name}" if self.parent_id else self.name

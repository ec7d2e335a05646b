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
        """In the same query, what ``full_name`` needs: whatever lies above, up to the state, department or region."""
        return self.select_related("parent__parent__parent__parent")

    def standing(self):
        """Those their official catalogue still has, and those added by hand."""
        return self.filter(retired_on=None)

    def local(self):
        """What lies inside a municipality: added by those who work there, not by an official catalogue."""
        return self.filter(level__in=Territory.LOCAL)

    def search(self, country: str, text: str, *, inside: bool = False):
        """At most 20 municipalities whose name holds ``text``, those that begin with it first. Nothing for no text.

        ``inside``: communes, neighbourhoods and the like too, after the municipalities. Retired places are not offered.
        """
        key = place_key(text)
        if not key:
            return self.none()
        begins = Case(When(name_key__startswith=key, then=Value(0)), default=Value(1))
        within = Case(When(level=Territory.Level.MUNICIPALITY, then=Value(0)), default=Value(1))
        levels = [Territory.Level.MUNICIPALITY, *(Territory.LOCAL if inside else ())]
        found = self.standing().filter(country=country, level__in=levels, name_key__contains=key)
        return found.with_state().order_by(begins, within, "name_key", "code")[:SEARCH_LIMIT]


class Territory(models.Model):
    """A place with an official code. (country, level, code) is its name for machines."""

    class Level(models.TextChoices):
        STATE = "state", pgettext_lazy("territorio", "Estado")
        DEPARTMENT = "department", _("Departamento")
        REGION = "region", _("Región")
        PROVINCE = "province", _("Provincia")
        MUNICIPALITY = "municipality", _("Municipio")
        COMMUNE = "commune", _("Comuna (división municipal)")
        CORREGIMIENTO = "corregimiento", _("Corregimiento")
        LOCALITY = "locality", _("Localidad")
        NEIGHBOURHOOD_UNIT = "neighbourhood_unit", _("Unidad vecinal")
        SECTOR = "sector", _("Sector")
        NEIGHBOURHOOD = "neighbourhood", _("Barrio o colonia")

    # Which levels a country has, from the top. What its people call them is the programme's word.
    LEVELS = {
        Country.MX: (Level.STATE, Level.MUNICIPALITY, Level.LOCALITY, Level.SECTOR, Level.NEIGHBOURHOOD),
        Country.CO: (
            Level.DEPARTMENT,
            Level.MUNICIPALITY,
            Level.COMMUNE,
            Level.CORREGIMIENTO,
            Level.LOCALITY,
            Level.SECTOR,
            Level.NEIGHBOURHOOD,
        ),
        Country.CL: (
            Level.REGION,
            Level.PROVINCE,
            Level.MUNICIPALITY,
            Level.NEIGHBOURHOOD_UNIT,
            Level.LOCALITY,
            Level.SECTOR,
            Level.NEIGHBOURHOOD,
        ),
    }
    # The smallest parts hold nothing; the parts side by side under a municipality do not hold one another.
    LOCAL = (
        Level.COMMUNE,
        Level.CORREGIMIENTO,
        Level.LOCALITY,
        Level.NEIGHBOURHOOD_UNIT,
        Level.SECTOR,
        Level.NEIGHBOURHOOD,
    )
    SMALL = (Level.SECTOR, Level.NEIGHBOURHOOD)

    country = models.CharField(_("país"), max_length=2, choices=Country.choices)
    level = models.CharField(_("nivel"), max_length=20, choices=Level.choices)
    code = models.CharField(_("clave"), max_length=32)
    name = models.CharField(_("nombre"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    population = models.PositiveIntegerField(_("población"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # Which catalogue says so: the name of the operator's file; empty for what the platform carries itself.
    source = models.CharField(_("fuente"), max_length=80, blank=True)
    # The day an official catalogue was found without it. People and certificates still point at it: never deleted.
    retired_on = models.DateField(_("retirado el"), null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territorios")
        ordering = ["country", "level", "code"]
        constraints = [
            models.UniqueConstraint(fields=["country", "level", "code"], name="territory_code_once"),
            models.UniqueConstraint(
                fields=["parent", "level", "name_key"],
                condition=models.Q(
                    level__in=[
                        "commune",
                        "corregimiento",
                        "locality",
                        "neighbourhood_unit",
                        "sector",
                        "neighbourhood",
                    ]
                ),
                name="local_place_once_under_its_parent",
            ),
        ]

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
    def municipality(self):
        """The municipality it is or lies in; itself for what lies above one."""
        place = self
        while place.level in self.LOCAL and place.parent_id:
            place = place.parent
        return place

    @property
    def own_code(self) -> str:
        """The last piece of a local code: «14» of ``05001-14``; the whole code of an official place."""
        return self.code.rpartition("-")[2]

    @property
    def inner_levels(self) -> tuple:
        """The levels that may lie directly under it."""
        if self.level == self.Level.MUNICIPALITY:
            return tuple(level for level in self.LEVELS[Country(self.country)] if level in self.LOCAL)
        if self.level in self.LOCAL and self.level not in self.SMALL:
            return self.SMALL
        return ()

    @property
    def full_name(self) -> str:
        """«Benito Juárez, Quintana Roo», «El Poblado, Medellín»: seven municipalities are called Benito Juárez."""
        if not self.parent_id:
            return self.name
        above = self.municipality if self.level in self.LOCAL else self.top
        return f"{self.name}, {above.name}"

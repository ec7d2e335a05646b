from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Country

# Who reads the page and the figures of a programme. To write, to keep order or to speak for somebody is no sight of it.
READERS = ("programme_coordinator", "regional_coordinator", "data_officer", "funder_viewer")


class ProgrammeQuerySet(models.QuerySet):
    def coordinated_by(self, user):
        """Programmes whose frame, team and certificates this account answers for."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            team__person__user=user, team__role="programme_coordinator", team__revoked_at=None
        ).distinct()

    def visible_to(self, user):
        """Programmes this account coordinates, all or a region, watches over the data of, or funds."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(team__person__user=user, team__role__in=READERS, team__revoked_at=None).distinct()

    def guarded_by(self, user):
        """Programmes whose data this account watches over: it may shut accounts of theirs."""
        if not user.is_authenticated or user.is_superuser:
            return self.visible_to(user)
        return self.filter(team__person__user=user, team__role="data_officer", team__revoked_at=None).distinct()

    def planned_by(self, user):
        """Programmes in which this account may plan cohorts: all of it, or in its regions."""
        if not user.is_authenticated or user.is_superuser:
            return self.visible_to(user)
        roles = ["programme_coordinator", "regional_coordinator"]
        return self.filter(team__person__user=user, team__role__in=roles, team__revoked_at=None).distinct()


class Programme(models.Model):
    """Why and for whom: the frame that funders pay for and that every figure is counted in."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("En preparación")
        ACTIVE = "active", _("En marcha")
        CLOSING = "closing", _("En cierre")
        CLOSED = "closed", _("Cerrado")

    name = models.CharField(_("nombre"), max_length=120)
    slug = models.SlugField(_("nombre corto en la dirección"), max_length=60, unique=True)
    country = models.CharField(_("país"), max_length=2, choices=Country.choices)
    time_zone = models.CharField(_("zona horaria"), max_length=40)
    starts_on = models.DateField(_("empieza"))
    ends_on = models.DateField(_("termina"))
    status = models.CharField(_("estado"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    # Who signs: printed on every certificate of the programme.
    issuer = models.CharField(_("entidad ejecutora"), max_length=160)
    signatory_name = models.CharField(_("quién firma las constancias"), max_length=120, blank=True)
    signatory_post = models.CharField(_("cargo de quien firma"), max_length=120, blank=True)
    certificate_prefix = models.CharField(
        _("prefijo de los folios"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,7}$", _("De 2 a 8 letras mayúsculas o cifras, sin espacios."))],
    )
    # Words of this programme that differ from the country's preset: {"cohort": ["grupo", "grupos"]}.
    terms = models.JSONField(_("palabras propias"), default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programa")
        verbose_name_plural = _("programas")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.name

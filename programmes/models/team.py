from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person
from programmes.models.programme import Programme
from programmes.models.region import Region


class TeamRole(models.Model):
    """Who may do what, where. A right is a row with a beginning and an end; groups of Wagtail only follow it.

    Trainers and who helps with the roll are not here: they belong to a cohort (``cohorts.Facilitation``).
    """

    class Role(models.TextChoices):
        PROGRAMME_COORDINATOR = "programme_coordinator", _("Coordinación del programa")
        REGIONAL_COORDINATOR = "regional_coordinator", _("Coordinación regional")
        DATA_OFFICER = "data_officer", _("Protección de datos")
        ORGANISATION_REPRESENTATIVE = "organisation_representative", _("Representante de una organización")
        EDITOR = "editor", _("Edición: escribe y envía a revisión")
        REVIEWER = "reviewer", _("Revisión: publica los contenidos")
        MODERATOR = "moderator", _("Moderación de las conversaciones")
        FUNDER_VIEWER = "funder_viewer", _("Mirada del financiador")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="team_roles")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="team")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="team")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="representatives"
    )
    role = models.CharField(_("papel"), max_length=32, choices=Role.choices)
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("papel en el equipo")
        verbose_name_plural = _("papeles en el equipo")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "role", "region"],
                condition=models.Q(revoked_at=None),
                name="regional_role_held_once",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "role"],
                condition=models.Q(revoked_at=None, region=None, organisation=None),
                name="programme_role_held_once",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "role", "organisation"],
                condition=models.Q(revoked_at=None),
                name="organisation_role_held_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="organisation_representative") | models.Q(organisation__isnull=False),
                name="representative_has_an_organisation",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="regional_coordinator") | models.Q(region__isnull=False),
                name="regional_coordinator_has_a_region",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}"

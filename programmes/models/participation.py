from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Organisation
from programmes.models.programme import Programme
from programmes.models.region import Region


class ParticipationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the programmes it coordinates; of a region it coordinates, those noted for it or lying in it.

        Never for the funder's view: in Colombia, belonging to a social organisation is sensitive.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        regional = Region.objects.filter(
            team__person__user=user, team__role="regional_coordinator", team__revoked_at=None
        )
        place = "organisation__territory"
        lies_in = [Q(territories=OuterRef(place + up)) for up in ("", "__parent", "__parent__parent")]
        around = regional.filter(lies_in[0] | lies_in[1] | lies_in[2], programme=OuterRef("programme"))
        return self.filter(
            Q(programme__in=Programme.objects.coordinated_by(user).values("pk"))
            | Q(region__in=regional.values("pk"))
            | Exists(around)
        )


class ProgrammeOrganisation(models.Model):
    """An organisation's part in a programme, and the posts in it that the programme was told of."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participante")
        PARTNER = "partner", _("Aliada")
        HOST = "host", _("Anfitriona")
        FUNDER = "funder", _("Financiadora")

    class Status(models.TextChoices):
        INVITED = "invited", _("Invitada")
        AGREED = "agreed", _("Aceptó")
        ACTIVE = "active", _("Activa")
        COMPLETED = "completed", _("Completó")
        WITHDRAWN = "withdrawn", _("Se retiró")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(_("papel"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    status = models.CharField(_("estado"), max_length=12, choices=Status.choices, default=Status.ACTIVE)
    # The region by which it came in, when its territory does not tell.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="participations")
    # An organisation may be in two programmes: the people one of them wrote down are not for the other to read.
    posts = models.ManyToManyField(Membership, blank=True, related_name="participations")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organización del programa")
        verbose_name_plural = _("organizaciones del programa")
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation", "role"], name="organisation_role_once")
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from places.models import Territory


class Organisation(models.Model):
    """A municipal department, neighbourhood council, JAC, collective… that people belong to or act for."""

    class Kind(models.TextChoices):
        MUNICIPAL_DEPARTMENT = (
            "municipal_department",
            _("Dirección o casa de cultura municipal"),
        )
        NEIGHBOURHOOD_COUNCIL = "neighbourhood_council", _("Junta de vecinos")
        FUNCTIONAL_ORGANISATION = "functional_organisation", _("Organización funcional")
        JAC = "jac", _("Junta de Acción Comunal")
        SOCIAL_ORGANISATION = "social_organisation", _("Organización social")
        COLLECTIVE = "collective", _("Colectivo")
        COMPANY = "company", _("Empresa")
        UNIVERSITY = "university", _("Universidad")
        OTHER = "other", _("Otra")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nombre"), max_length=160)
    name_key = models.CharField(max_length=160, editable=False, db_index=True)
    kind = models.CharField(_("tipo"), max_length=32, choices=Kind.choices, default=Kind.OTHER)
    territory = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
    )
    external_refs = models.JSONField(_("identificadores externos"), default=dict, blank=True)
    declared_members = models.PositiveIntegerField(_("integrantes declarados"), null=True, blank=True)
    declared_on = models.DateField(_("fecha de la declaración"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")
        ordering = ["name"]
        constraints = [
            # The same name in two towns is two organisations; twice in one town is a retyped list.
            models.UniqueConstraint(fields=["name_key", "territory"], name="organisation_once_per_territory"),
            models.UniqueConstraint(
                fields=["name_key"],
                condition=models.Q(territory=None),
                name="organisation_once_without_territory",
            ),
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def contacts(self):
        """Those to call: at most one an organisation (``people.organisations.make_contact``)."""
        return self.filter(is_contact=True, until=None)


class Membership(models.Model):
    """Who held which post in an organisation, and when. Past posts stay."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    post = models.CharField(_("cargo"), max_length=120, blank=True)
    since = models.DateField(_("desde"), null=True, blank=True)
    until = models.DateField(_("hasta"), null=True, blank=True)
    is_contact = models.BooleanField(_("persona de contacto"), default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("cargo")
        verbose_name_plural = _("cargos")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "post"],
                condition=models.Q(until=None),
                name="one_running_membership_per_post",
            )
        ]

    def __str__(self):
        return f"{self.person} – {self.organisation}"

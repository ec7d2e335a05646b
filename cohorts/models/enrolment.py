import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from people.models import Area, Organisation, Person
from places.models import Territory


class EnrolmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(withdrawn_at=None)

    def of(self, user):
        """The passages of the person this account belongs to."""
        return self.filter(person__user=user) if user.is_authenticated else self.none()

    def coordinated_by(self, user):
        return self.filter(cohort__in=Cohort.objects.coordinated_by(user))

    def visible_to(self, user):
        """Your own, and those of the cohorts you staff."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person__user=user) | Q(cohort__in=Cohort.objects.staffed_by(user)))


class Enrolment(models.Model):
    """One person's passage through one cohort. Everything learned hangs from it."""

    class Source(models.TextChoices):
        SELF = "self", _("Por su cuenta")
        IMPORT = "import", _("Lista")
        ASSISTED = "assisted", _("Con ayuda del equipo")
        WALK_IN = "walk_in", _("En la puerta")

    class Reason(models.TextChoices):
        CHANGE_OF_POST = "change_of_post", _("Cambió de cargo")
        NO_TIME = "no_time", _("Falta de tiempo")
        CONNECTIVITY = "connectivity", _("Mala conexión")
        RELOCATION = "relocation", _("Cambió de lugar")
        HEALTH = "health", _("Salud")
        DUPLICATE = "duplicate", _("Registro repetido")
        NEVER_STARTED = "never_started", _("Nunca empezó")
        # Written by transferring, never chosen: see cohorts.actions.moving.
        TRANSFERRED = "transferred", _("Pasó a otro lugar del programa")
        OTHER = "other", _("Otro motivo")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    source = models.CharField(_("cómo llegó"), max_length=8, choices=Source.choices, default=Source.ASSISTED)
    enrolled_at = models.DateTimeField(_("inscripción"))
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Taken down on the day: a report on that year must not move when people do.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments")
    post = models.CharField(_("cargo"), max_length=120, blank=True)
    area = models.CharField(_("área"), max_length=12, choices=Area.choices, default=Area.NOT_REPORTED)
    withdrawn_at = models.DateTimeField(_("baja"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("motivo de la baja"), max_length=16, choices=Reason.choices, blank=True)
    # The withdrawn passage of the same cohort whose seat this one took, and the one in another cohort it goes on from.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("reemplaza")
    )
    moved_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to", verbose_name=_("viene de")
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscripción")
        verbose_name_plural = _("inscripciones")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(withdrawn_at=None), name="enrolled_once_per_cohort"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawal_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(replaces=None) | ~Q(replaces=models.F("pk")))
                & (Q(moved_from=None) | ~Q(moved_from=models.F("pk"))),
                name="follows_another_passage",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.cohort}"


class FormerEnrolment(models.Model):
    """The number of a passage that became part of another: a telephone may still hold marks for it."""

    number = models.BigIntegerField(primary_key=True)
    kept = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="former")

    class Meta:
        verbose_name = _("inscripción unida a otra")
        verbose_name_plural = _("inscripciones unidas a otra")

    def __str__(self):
        return f"{self.number} -> {self.kept_id}"

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from people.models import Organisation, Person
from places.models import Territory


class ApplicationQuerySet(models.QuerySet):
    def live(self):
        """Not decided yet: asked for, waiting, or offered."""
        return self.filter(decision="")

    def asked(self):
        """Those a team has to decide about."""
        return self.live().filter(approved_at=None)

    def waiting(self):
        """Those who wait for a seat, in the order in which they get one."""
        return self.live().filter(approved_at__isnull=False, offered_at=None).order_by("applied_at", "pk")

    def offered(self):
        """Those for whom a seat is kept until they confirm; also when their time has just run out."""
        return self.live().filter(offered_at__isnull=False)

    def of(self, user):
        return self.filter(person__user=user) if user.is_authenticated else self.none()

    def coordinated_by(self, user):
        return self.filter(cohort__in=Cohort.objects.coordinated_by(user))


class Application(models.Model):
    """Somebody wants a seat. Never counted as an enrolment: that is made when she gets the seat.

    What stands of it is derived from its acts: asked, then approved (at once where the door asks nobody), then offered
    when she had to wait, then decided. The approved ones without an offer are the waiting list.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Inscrita")
        REJECTED = "rejected", _("No aceptada")
        WITHDRAWN = "withdrawn", _("Retirada")
        EXPIRED = "expired", _("Venció sin confirmar")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    door = models.CharField(_("por dónde llegó"), max_length=8, choices=Cohort.Door.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organización")
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipio")
    )
    message = models.CharField(_("lo que escribió"), max_length=500, blank=True)
    applied_at = models.DateTimeField(_("solicitud"))
    approved_at = models.DateTimeField(_("aceptación"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    offered_at = models.DateTimeField(_("se le ofreció un lugar"), null=True, blank=True)
    offer_until = models.DateTimeField(_("puede confirmar hasta"), null=True, blank=True)
    decision = models.CharField(_("resultado"), max_length=9, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(_("fecha del resultado"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("motivo"), max_length=400, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("solicitud de inscripción")
        verbose_name_plural = _("solicitudes de inscripción")
        indexes = [models.Index(fields=["cohort", "applied_at"], condition=Q(decision=""), name="waiting_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(decision=""), name="applies_once_a_cohort"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="decision_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None, offer_until=None)
                | Q(approved_at__isnull=False, offered_at__isnull=False, offer_until__gt=models.F("offered_at")),
                name="offer_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(decision="rejected", note=""), name="rejection_says_why"),
        ]

    def __str__(self):
        return f"{self.person} – {self.cohort}"

    def get_absolute_url(self):
        return reverse("cohorts:application", args=[self.uuid])

    @property
    def state(self) -> str:
        """``asked``, ``waiting``, ``offered``, ``late`` (an offer whose time ran out), or the decision."""
        if self.decision:
            return self.decision
        if self.offer_until:
            return "offered" if self.offer_until > timezone.now() else "late"
        return "waiting" if self.approved_at else "asked"

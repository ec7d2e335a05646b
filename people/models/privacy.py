import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.privacy.rules import deadline
from places.models import Country


def private_storage():
    return storages["private"]


class DataExportQuerySet(models.QuerySet):
    def of(self, user):
        """What this account asked for about its own person."""
        return self.filter(asked_by=user, person__user=user) if user.is_authenticated else self.none()


class DataExport(models.Model):
    """Everything we hold about a person, packed for that person. The file lives seven days."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_exports")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("cuenta")
    )
    asked_at = models.DateTimeField(_("pedida"), auto_now_add=True)
    file = models.FileField(_("archivo"), storage=private_storage, max_length=200, blank=True)
    ready_at = models.DateTimeField(_("lista"), null=True, blank=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("copia de mis datos")
        verbose_name_plural = _("copias de mis datos")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ready_at=None), name="one_export_in_the_making")
        ]

    def __str__(self):
        return str(self.uuid)


class ErasureRequest(models.Model):
    """Somebody asks to be forgotten; a second person decides, with a reason when it is no."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Aprobada")
        REFUSED = "refused", _("Rechazada")
        WITHDRAWN = "withdrawn", _("Retirada por la persona")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasure_requests")
    # Whose law sets the term, as it was on the day.
    country = models.CharField(_("país"), max_length=2, choices=Country.choices, blank=True)
    reason = models.CharField(_("lo que quieres decirnos"), max_length=400, blank=True)
    asked_at = models.DateTimeField(_("pedida"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(_("decisión"), max_length=10, choices=Decision.choices, blank=True)
    decision_reason = models.CharField(_("motivo"), max_length=400, blank=True)
    decided_at = models.DateTimeField(_("decidida"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("solicitud de borrado")
        verbose_name_plural = _("solicitudes de borrado")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(decided_at=None), name="one_open_erasure_request"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="") | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="erasure_decision_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(decision_reason=""), name="erasure_refusal_says_why"
            ),
        ]

    def __str__(self):
        return str(self.uuid)

    @property
    def due_on(self):
        """The last day to answer, by the law of the country."""
        return deadline(self.country, timezone.localdate(self.asked_at))

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate
from kit.sealing import SealedField
from programmes.models import Programme


class WebhookEndpointQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the programmes it coordinates."""
        return self.filter(programme__in=Programme.objects.coordinated_by(user))

    def live(self):
        return self.filter(ended_at=None)


class WebhookEndpoint(models.Model):
    """Another system that hears what becomes of a programme's certificates, and the secret it knows us by."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(_("dirección"), max_length=500)
    # Of certificates.webhooks.announcing.EVENTS.
    events = models.JSONField(_("qué avisar"), default=list)
    secret = SealedField(_("secreto"), editable=False)
    created_at = models.DateTimeField(_("agregada"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("dirección de avisos")
        verbose_name_plural = _("direcciones de avisos")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "url"], condition=Q(ended_at=None), name="one_webhook_a_url")
        ]

    def __str__(self):
        return self.url


class WebhookDeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Neither taken nor given up."""
        return self.filter(delivered_at=None, failed_at=None)

    def due(self):
        """To be sent now, and in nobody's hands. Time is the database's."""
        free = Q(leased_until=None) | Q(leased_until__lt=Now())
        ripe = Q(not_before=None) | Q(not_before__lte=Now())
        return self.waiting().filter(free & ripe, endpoint__ended_at=None)


class WebhookDelivery(models.Model):
    """One event for one endpoint, as it will be sent: written with the act, kept until it was taken or given up.

    ``event_id`` is the same however often it is sent. ``lease`` grows with every claim: whoever holds an older number
    may not write.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    # None for a trial.
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event_id = models.UUIDField(default=uuid.uuid4, editable=False)
    event = models.CharField(_("aviso"), max_length=40)
    body = models.TextField(editable=False)
    created_at = models.DateTimeField(_("escrito"), db_default=Now(), editable=False)
    not_before = models.DateTimeField(_("no antes de"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    lease = models.PositiveIntegerField(_("número de turno"), default=0)
    leased_until = models.DateTimeField(_("en turno hasta"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("entregado"), null=True, blank=True)
    failed_at = models.DateTimeField(_("abandonado"), null=True, blank=True)
    # The last answer's number, and a code of certificates.webhooks.words when it was not taken.
    answered = models.PositiveSmallIntegerField(_("respuesta"), null=True, blank=True)
    error = models.CharField(_("último error"), max_length=20, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("aviso a otro sistema")
        verbose_name_plural = _("avisos a otros sistemas")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="one_delivery_an_event")]
        indexes = [
            models.Index(fields=["created_at"], name="webhook_waiting", condition=Q(delivered_at=None, failed_at=None))
        ]

    def __str__(self):
        return f"{self.event} {self.event_id}"

    @property
    def waits(self) -> bool:
        return not (self.delivered_at or self.failed_at)

"""The outbox: every word sent to a person is first a row here, written in the transaction that had a reason for it."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

# Longer than any single conversation with a mail server (its timeout is 20 s a step).
LEASE = timedelta(seconds=180)


class MailQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self):
        """To be sent now, and in nobody's hands. Time is the database's."""
        free = Q(leased_until=None) | Q(leased_until__lt=Now())
        ripe = Q(not_before=None) | Q(not_before__lte=Now())
        return self.waiting().filter(free & ripe)


class Mail(models.Model):
    """One message to one address. ``key`` says what it is about, so that asking twice writes once.

    ``lease`` grows with every claim: whoever holds an older number may not write.
    """

    uuid = models.UUIDField(_("identificador"), default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("clave"), max_length=200, unique=True)
    to = models.CharField(_("para"), max_length=320)
    subject = models.CharField(_("asunto"), max_length=250)
    text = models.TextField(_("texto"))
    html = models.TextField(_("texto con formato"), blank=True)
    # An iCalendar object that goes along: programs of mail offer to note it, move it, strike it out.
    calendar = models.TextField(_("calendario"), blank=True)
    headers = models.JSONField(_("encabezados"), default=dict, blank=True)
    message_id = models.CharField(_("identificador del mensaje"), max_length=255)
    created_at = models.DateTimeField(_("escrito"), db_default=Now(), editable=False)
    not_before = models.DateTimeField(_("no antes de"), null=True, blank=True)
    sent_at = models.DateTimeField(_("enviado"), null=True, blank=True)
    failed_at = models.DateTimeField(_("abandonado"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    lease = models.PositiveIntegerField(_("número de turno"), default=0)
    leased_until = models.DateTimeField(_("en turno hasta"), null=True, blank=True)
    last_error = models.TextField(_("último error"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("correo")
        verbose_name_plural = _("correos")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["created_at"], name="mail_waiting", condition=Q(sent_at=None, failed_at=None)),
            models.Index(fields=["to"], name="mail_to"),
        ]

    def __str__(self):
        return self.subject

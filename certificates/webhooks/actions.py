"""Who hears, a trial, and sending once more."""

from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.models import WebhookDelivery, WebhookEndpoint
from certificates.webhooks.announcing import BELL, EVENTS, body_of
from certificates.webhooks.rules import fault_of_url
from certificates.webhooks.signing import new_secret
from certificates.webhooks.words import TRIAL
from jobs.bell import ring_after_commit
from people.actions import Refused
from programmes.models import Programme

MOST = 10


@transaction.atomic
def add_endpoint(programme: Programme, *, url: str, events: list[str], by) -> tuple[WebhookEndpoint, str]:
    """A new endpoint and its secret, which nobody can read again.

    ``Refused`` for an address to which nothing may be sent, one that listens already, no event, or above ``MOST``.
    """
    fault = fault_of_url(url, loopback=settings.WEBHOOKS_TO_LOOPBACK)
    if fault:
        raise Refused(_faults()[fault])
    wanted = [event for event in EVENTS if event in events]
    if not wanted:
        raise Refused(_("Elige al menos un aviso."))
    Programme.objects.select_for_update().get(pk=programme.pk)
    live = WebhookEndpoint.objects.live().filter(programme=programme)
    if live.filter(url=url).exists():
        raise Refused(_("Esa dirección ya recibe avisos. Quítala antes para cambiar qué recibe."))
    if live.count() >= MOST:
        raise Refused(_("Caben %(most)d direcciones. Quita una antes de agregar otra.") % {"most": MOST})
    secret = new_secret()
    endpoint = WebhookEndpoint.objects.create(programme=programme, url=url, events=wanted, secret=secret, created_by=by)
    log(instance=endpoint, action="certificates.add_webhook", user=by, data={"events": wanted})
    return endpoint, secret


@transaction.atomic
def end_endpoint(endpoint: WebhookEndpoint, *, by) -> None:
    """Nothing more is sent there; what waited is given up. Safe to repeat."""
    live = WebhookEndpoint.objects.live().filter(pk=endpoint.pk)
    if live.update(ended_at=timezone.now(), ended_by=by):
        endpoint.deliveries.waiting().update(failed_at=Now(), error="ended")
        log(instance=endpoint, action="certificates.end_webhook", user=by)


@transaction.atomic
def send_trial(endpoint: WebhookEndpoint, *, by) -> WebhookDelivery:
    """A delivery that speaks of nothing. The same one while an earlier one still waits. ``Refused`` once it ended."""
    held = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if held.ended_at:
        raise Refused(_("Esa dirección ya se quitó."))
    waiting = held.deliveries.waiting().filter(event=TRIAL).first()
    if waiting:
        return waiting
    event_id = uuid4()
    log(instance=held, action="certificates.try_webhook", user=by)
    ring_after_commit(BELL)
    return WebhookDelivery.objects.create(
        endpoint=held, event_id=event_id, event=TRIAL, body=body_of(TRIAL, event_id, {})
    )


@transaction.atomic
def resend(deliveries: QuerySet[WebhookDelivery], *, by) -> int:
    """Send once more, with the same identifiers and words, those taken or given up; how many. Safe to repeat."""
    settled = deliveries.exclude(delivered_at=None, failed_at=None).filter(endpoint__ended_at=None)
    chosen = {each.endpoint_id: each.endpoint for each in settled.select_related("endpoint")}
    again = WebhookDelivery.objects.filter(pk__in=list(settled.values_list("pk", flat=True))).update(
        attempts=0, created_at=Now(), not_before=None, delivered_at=None, failed_at=None, answered=None, error=""
    )
    for endpoint in chosen.values():
        log(instance=endpoint, action="certificates.resend_webhook", user=by, data={"deliveries": again})
    if again:
        ring_after_commit(BELL)
    return again


def _faults() -> dict[str, str]:
    return {
        "not_a_url": _("Escribe la dirección completa, como https://registro.example/avisos."),
        "not_https": _("Solo se envía a direcciones seguras: que empiece con https://."),
        "with_password": _("La dirección no debe llevar usuario ni contraseña."),
        "inside": _("Esa dirección es de una red interna: no se le puede enviar."),
    }

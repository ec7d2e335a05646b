"""Sending what was written down: claim one, send it, mark it; then the next."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from certificates.models import WebhookDelivery
from certificates.webhooks.client import Unreachable, post
from certificates.webhooks.rules import OTHERS_WAIT, fault_of_answer, pause_after
from certificates.webhooks.signing import headers_for

logger = logging.getLogger(__name__)

# Longer than one delivery, a slow look-up of its name included.
LEASE = timedelta(seconds=90)
BATCH = 200
# One round holds a worker no longer; the next begins half a minute later.
ROUND = 25.0
GIVE_UP_AFTER = timedelta(days=3)


def send_due() -> int:
    """Send what is due, each by itself, oldest first; how many were taken. Safe to run twice at once.

    An endpoint whose server is away is asked once a round, and its others are put off with it.
    """
    _give_up_on_the_old()
    waiting = WebhookDelivery.objects.due().order_by("created_at", "pk").values_list("pk", "endpoint")[:BATCH]
    over, away, taken = time.monotonic() + ROUND, set(), 0
    for delivery_id, endpoint_id in list(waiting):
        if time.monotonic() > over:
            break
        delivery = _claim(delivery_id) if endpoint_id not in away else None
        if delivery is None:
            continue
        try:
            answered = _hand_over(delivery)
        except Unreachable as error:
            away.add(endpoint_id)
            _put_off(delivery, error.code)
            _put_off_others(delivery)
        else:
            taken += _judge(delivery, answered)
    return taken


def _hand_over(delivery: WebhookDelivery) -> int:
    if not delivery.endpoint.secret:
        raise Unreachable("no_secret")
    body = delivery.body.encode()
    signed = headers_for(delivery.endpoint.secret, event_id=str(delivery.event_id), body=body, at=int(time.time()))
    headers = {"Content-Type": "application/json", "User-Agent": "Paralelo-Webhooks/1"} | signed
    return post(delivery.endpoint.url, body, headers, loopback=settings.WEBHOOKS_TO_LOOPBACK)


@transaction.atomic
def _claim(delivery_id: int) -> WebhookDelivery | None:
    """One conditional UPDATE decides who sends it; the row stays locked until its new number has been read."""
    due = WebhookDelivery.objects.due().filter(pk=delivery_id)
    taken = due.update(lease=F("lease") + 1, attempts=F("attempts") + 1, leased_until=Now() + LEASE)
    return WebhookDelivery.objects.select_related("endpoint").get(pk=delivery_id) if taken else None


def _settle(delivery: WebhookDelivery, **changes) -> int:
    """Write the outcome unless somebody else holds it now. Returns 1 or 0."""
    ours = WebhookDelivery.objects.waiting().filter(pk=delivery.pk, lease=delivery.lease)
    return ours.update(leased_until=None, **changes)


def _judge(delivery: WebhookDelivery, answered: int) -> int:
    fault = fault_of_answer(answered)
    if not fault:
        return _settle(delivery, delivered_at=Now(), answered=answered, error="")
    if fault == "gone":
        _settle(delivery, failed_at=Now(), answered=answered, error=fault)
    else:
        _put_off(delivery, fault, answered)
    return 0


def _put_off(delivery: WebhookDelivery, fault: str, answered: int | None = None) -> None:
    logger.warning("Webhook %s was not taken (%s %s)", delivery.event_id, fault, answered or "")
    pause = pause_after(delivery.attempts)
    when = {"failed_at": Now()} if pause is None else {"not_before": Now() + pause}
    _settle(delivery, answered=answered, error=fault, **when)


def _put_off_others(delivery: WebhookDelivery) -> None:
    pause = min(pause_after(delivery.attempts) or OTHERS_WAIT, OTHERS_WAIT)
    others = WebhookDelivery.objects.due().filter(endpoint=delivery.endpoint).exclude(pk=delivery.pk)
    WebhookDelivery.objects.filter(pk__in=list(others.values_list("pk", flat=True))).update(not_before=Now() + pause)


def _give_up_on_the_old() -> None:
    old = WebhookDelivery.objects.due().filter(created_at__lt=Now() - GIVE_UP_AFTER)
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    WebhookDelivery.objects.waiting().filter(pk__in=ids).update(failed_at=Now(), error="too_old")

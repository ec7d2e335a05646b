"""Writing down what other systems shall hear, in the transaction that does it."""

import json
from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate, WebhookDelivery, WebhookEndpoint
from certificates.verification import state_of
from jobs.bell import ring_after_commit

ISSUED, REPLACED, REVOKED = "certificate.issued", "certificate.replaced", "certificate.revoked"
EVENTS = (ISSUED, REPLACED, REVOKED)
BELL = "certificates.webhooks.tasks.send_due"


@transaction.atomic
def announce(certificates: Iterable[Certificate], event: str) -> None:
    """A row for each endpoint that listens; nothing leaves before the commit. Announced twice, it is heard once.

    One query where nobody listens, two where somebody does, however many certificates.
    """
    told = list(certificates)
    live = WebhookEndpoint.objects.live().filter(programme__in={each.programme_id for each in told})
    listeners = [each for each in live if event in each.events]
    if not listeners:
        return
    WebhookDelivery.objects.bulk_create(
        (
            WebhookDelivery(
                endpoint=listener,
                certificate=each,
                event_id=event_id_of(each, event),
                event=event,
                body=body_of(event, event_id_of(each, event), facts_of(each)),
            )
            for listener in listeners
            for each in told
            if each.programme_id == listener.programme_id
        ),
        ignore_conflicts=True,
    )
    ring_after_commit(BELL)


def event_id_of(certificate: Certificate, event: str) -> UUID:
    """A certificate is issued, replaced and revoked once at most: so each of them has one identifier."""
    return uuid5(NAMESPACE_URL, f"{certificate.snapshot['url']}#{event}")


def facts_of(certificate: Certificate) -> dict:
    """What is said of it: no name. Whoever needs more opens its page."""
    successor = certificate.replaced_by
    return {
        "folio": certificate.folio,
        "status": state_of(certificate),
        "url": certificate.snapshot["url"],
        "replaced_by": {"folio": successor.folio, "url": successor.snapshot["url"]} if successor else None,
    }


def body_of(event: str, event_id: UUID, facts: dict) -> str:
    """The words as they are sent, and sent again: the signature is over every byte."""
    said = {"id": str(event_id), "type": event, "timestamp": timezone.now().isoformat(), "data": facts}
    return json.dumps(said, ensure_ascii=False)

"""The worker's side: the bell after an act, and the round every half minute that needs no bell."""

from celery import shared_task

from certificates.webhooks import outbox


@shared_task
def send_due() -> None:
    outbox.send_due()

"""The worker's side of the outbox."""

from celery import shared_task

from notices import outbox


@shared_task
def send_due() -> None:
    """Send what is due, as long as there is any."""
    while outbox.send_due():
        pass

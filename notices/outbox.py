"""Emptying the outbox: claim one mail, send it, mark it; then the next."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from notices.models import LEASE, Mail
from notices.rules import pause_before, verdict_on
from notices.smtp import connection_to, message_of

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(days=3)
BATCH = 200


def send_due() -> int:
    """Send what is due, each mail by itself, and return how many the server took. Safe to run twice at once.

    Without ``EMAIL_URL`` (the demo) nothing leaves: the mails stay where the demo mailbox shows them. A refused
    address ends its own mail only; when the server is away the round stops and the rest is not touched.
    """
    if not settings.EMAIL_URL:
        return 0
    _give_up_on_the_old()
    waiting = list(Mail.objects.due().order_by("created_at", "pk").values_list("pk", flat=True)[:BATCH])
    connection, sent = connection_to(settings.EMAIL_URL), 0
    try:
        for mail_id in waiting:
            mail = _claim(mail_id)
            if mail is None:
                continue
            try:
                _hand_over(connection, mail)
            except Exception as error:  # whatever one mail does, the others must not feel it
                connection.close()
                if _stand_back(mail, error) == "away":
                    break
            else:
                sent += _settle(mail, sent_at=Now(), last_error="")
    finally:
        connection.close()
    return sent


def _hand_over(connection, mail: Mail) -> None:
    message = message_of(mail)
    if connection.connection is None:
        connection.open()
    connection.send_messages([message])


@transaction.atomic
def _claim(mail_id: int) -> Mail | None:
    """One conditional UPDATE decides who sends it; the row stays locked until its new number has been read."""
    taken = (
        Mail.objects.due()
        .filter(pk=mail_id)
        .update(lease=F("lease") + 1, attempts=F("attempts") + 1, leased_until=Now() + LEASE)
    )
    return Mail.objects.get(pk=mail_id) if taken else None


def _settle(mail: Mail, **changes) -> int:
    """Write the outcome unless somebody else holds the mail now. Returns 1 or 0."""
    return Mail.objects.waiting().filter(pk=mail.pk, lease=mail.lease).update(leased_until=None, **changes)


def _stand_back(mail: Mail, error: Exception) -> str:
    verdict = verdict_on(error)
    reason = f"{type(error).__name__}: {error}"[:500]
    logger.warning("Mail %s was not taken (%s): %s", mail.uuid, verdict, type(error).__name__)
    if verdict == "refused":
        _settle(mail, failed_at=Now(), last_error=reason)
    else:
        pause = timedelta(seconds=pause_before(mail.attempts))
        _settle(mail, not_before=Now() + pause, last_error=reason)
    return verdict


def _give_up_on_the_old() -> None:
    """A mail that could not leave for days is no longer worth reading, a sign-in code least of all."""
    too_old = Mail.objects.due().filter(created_at__lt=Now() - GIVE_UP_AFTER, not_before=None)
    tried_long_enough = Mail.objects.due().filter(created_at__lt=Now() - GIVE_UP_AFTER, attempts__gt=0)
    for stale in (too_old, tried_long_enough):
        stale.update(failed_at=Now(), last_error=_("No se pudo enviar durante tres días."))

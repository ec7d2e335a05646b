"""The key of an account's calendar."""

from django.db import transaction
from wagtail.log_actions import log

from kit.ids import new_token
from people.models import User


@transaction.atomic
def renew_calendar(user: User) -> str:
    """A new key, 32 characters that nobody can guess; the one before opens nothing any more."""
    user.calendar_token = new_token()
    user.save(update_fields=["calendar_token"])
    log(instance=user, action="people.renew_calendar", user=user)
    return user.calendar_token

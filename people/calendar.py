"""The key of an account's calendar."""

from django.db import transaction
from wagtail.log_actions import log

from kit.ids import new_token
from people.models import User


@transaction.atomic
def renew_calendar(user: User, *, instead_of: str | None = None) -> str:
    """A new key, 32 characters that nobody can guess; ``instead_of``, the one before, opens nothing any more.

    Asked again for the same one, the key that took its place stays.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.calendar_token and user.calendar_token != instead_of:
        return user.calendar_token
    user.calendar_token = new_token()
    user.save(update_fields=["calendar_token"])
    log(instance=user, action="people.renew_calendar", user=user)
    return user.calendar_token


@transaction.atomic
def revoke_calendar(user: User) -> None:
    """Without a key from now on: the link opens nothing. Revoked twice it is revoked once."""
    if User.objects.filter(pk=user.pk, calendar_token__isnull=False).update(calendar_token=None):
        log(instance=user, action="people.revoke_calendar", user=user)

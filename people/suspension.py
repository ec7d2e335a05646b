"""An account shut for a while: whoever holds a cookie of it is out at the next request."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.text import tidy
from people.actions import Refused
from people.models import User


@transaction.atomic
def suspend(user: User, *, reason: str, by: User | None) -> User:
    """Shut the account and end all its entrances. Suspending twice is suspending once.

    ``Refused`` without a reason, for one's own account, and for an administration's by anybody else.
    """
    words = tidy(reason)[:400]
    if not words:
        raise Refused(_("Escribe el motivo: quien la reanude necesita saberlo."))
    if by is not None and by.pk == user.pk:
        raise Refused(_("No puedes suspender tu propia cuenta."))
    _keep_level(user, by)
    shut = User.objects.filter(pk=user.pk, is_active=True)
    if shut.update(is_active=False, entrances_ended=F("entrances_ended") + 1):
        log(instance=user, action="people.suspend", user=by, data={"reason": words})
    user.refresh_from_db()
    return user


@transaction.atomic
def resume(user: User, *, by: User | None) -> User:
    """Open the account again; its old entrances stay ended. Resuming twice is resuming once."""
    _keep_level(user, by)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        log(instance=user, action="people.resume", user=by)
    user.refresh_from_db()
    return user


def _keep_level(user: User, by: User | None) -> None:
    if user.is_superuser and by is not None and not by.is_superuser:
        raise Refused(_("La cuenta de la administración solo la suspende o reanuda otra administración."))

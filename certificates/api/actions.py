"""Giving another system a way in, and taking it back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.models import ApiToken
from certificates.models.api_token import BEGINS, SHOWN, digest_of, new_secret
from kit.text import tidy
from people.actions import Refused
from programmes.models import Programme

MOST = 20
# The last use is written down no oftener: a list that is read every second writes once a minute.
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(programme: Programme, *, name: str, days: int, by) -> tuple[ApiToken, str]:
    """A new token and its secret, which nobody can read again.

    Asked twice, the second is ``Refused``: no two have one name. So it is without a name and above ``MOST`` live ones.
    """
    said = tidy(name)[:80]
    if not said:
        raise Refused(_("Escribe para qué es."))
    Programme.objects.select_for_update().get(pk=programme.pk)
    if ApiToken.objects.live().filter(programme=programme).count() >= MOST:
        raise Refused(_("Ya hay %(most)d llaves vigentes. Retira una antes de hacer otra.") % {"most": MOST})
    if ApiToken.objects.filter(programme=programme, name=said, revoked_at=None).exists():
        raise Refused(_("Ya hay una llave con ese nombre. Retírala, o escribe otro."))
    secret = new_secret()
    token = ApiToken.objects.create(
        programme=programme,
        name=said,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    log(instance=token, action="certificates.make_token", user=by, data={"programme": programme.pk})
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by) -> ApiToken:
    """From the next request on it opens nothing. Safe to repeat."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by):
        log(instance=token, action="certificates.revoke_token", user=by)
    token.refresh_from_db()
    return token


def token_of(secret: str) -> ApiToken | None:
    """The live token with that secret, while whoever made it may still coordinate its programme; its use is noted."""
    if not secret.startswith(BEGINS) or len(secret) > 200:
        return None
    live = ApiToken.objects.live().select_related("programme", "created_by")
    token = live.filter(digest=digest_of(secret)).first()
    if token is None or not _still_entitled(token):
        return None
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _still_entitled(token: ApiToken) -> bool:
    maker = token.created_by
    return maker.is_active and Programme.objects.coordinated_by(maker).filter(pk=token.programme_id).exists()

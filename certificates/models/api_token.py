import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme

# Who finds one in a log or a repository knows what it is.
BEGINS = "paralelo_"
SHOWN = len(BEGINS) + 6


def new_secret() -> str:
    return BEGINS + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the programmes it coordinates."""
        return self.filter(programme__in=Programme.objects.coordinated_by(user))

    def live(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ApiToken(models.Model):
    """With it another system reads what one programme issued. The secret is shown once; only its digest is kept."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("para qué"), max_length=80)
    prefix = models.CharField(max_length=SHOWN, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("hecha"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(_("vence"))
    last_used_at = models.DateTimeField(_("último uso"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("llave de la API")
        verbose_name_plural = _("llaves de la API")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], condition=models.Q(revoked_at=None), name="one_api_token_of_a_name"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def soon_over(self) -> bool:
        return self.is_live and self.expires_at < timezone.now() + timedelta(days=14)

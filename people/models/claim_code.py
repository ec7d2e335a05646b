from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person


class ClaimCodeQuerySet(models.QuerySet):
    def standing(self):
        """Neither used nor replaced by a newer one; it may have expired."""
        return self.filter(used_at=None, revoked_at=None)


class ClaimCode(models.Model):
    """A code on a slip of paper by which an account may claim a person. The code itself is kept nowhere."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claim_codes")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("código impreso")
        verbose_name_plural = _("códigos impresos")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="one_standing_code_a_person",
            )
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def expired(self):
        return self.expires_at <= timezone.now()

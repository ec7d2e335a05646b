from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import new_token
from people.models.person import Person


class Invitation(models.Model):
    """A secret link by which an account may claim a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("correo electrónico"))
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    # What the invitation is for, in words, as it stood when it was written: "Diplomado …, Grupo R2".
    purpose = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitación")
        verbose_name_plural = _("invitaciones")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "email"],
                condition=models.Q(accepted_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self):
        return self.email

    @property
    def expired(self):
        return self.accepted_at is None and self.expires_at <= timezone.now()

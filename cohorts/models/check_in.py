import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models.session import Register

# How long before the meeting its door may be opened: people come early.
EARLY = timedelta(hours=2)


class CheckInQuerySet(models.QuerySet):
    def standing(self):
        """Those whose code serves now: neither closed nor void, their meeting goes on and their list is still open."""
        locked = [Register.Status.SUBMITTED, *Register.SETTLED]
        now, session = timezone.now(), "register__session"
        near = {f"{session}__starts_at__lte": now + EARLY, f"{session}__ends_at__gt": now}
        # A meeting that was moved takes its open door along, and opens it two hours before.
        going_on = Q(**near, **{f"{session}__cancelled_at": None})
        return self.filter(going_on, closed_at=None, voided_at=None).exclude(register__status__in=locked)


class CheckIn(models.Model):
    """A stretch of time in which people check themselves in to a meeting with the code on the screen."""

    # Never shown: codes and marks are derived from it.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="check_ins")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # From here on not even who saw the code in time may use what she saw.
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("llegada con código")
        verbose_name_plural = _("llegadas con código")
        constraints = [
            models.UniqueConstraint(
                fields=["register"], condition=Q(closed_at=None), name="one_open_check_in_a_register"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | Q(closed_at__isnull=False), name="void_check_in_is_closed"
            ),
        ]

    def __str__(self):
        return f"{self.register_id}: {self.opened_at:%H:%M}"

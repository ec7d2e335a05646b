"""Work that outlives the request that asked for it."""

import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# One step of a handler (from one yield to the next) must be shorter than this.
LEASE = timedelta(seconds=60)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What you asked for yourself; everything for superusers."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(created_by_id=user.pk)

    def due(self):
        """Waiting and ripe, or left behind by a worker whose lease has run out. Time is the database's."""
        waiting = Q(state=Job.State.QUEUED, run_after__lte=Now())
        abandoned = Q(state=Job.State.RUNNING, leased_until__lt=Now())
        return self.filter(waiting | abandoned)


class Job(models.Model):
    """One piece of later work: what, for whom, how far, and who holds it now.

    ``lease`` is a fencing number: it grows with every claim, and whoever holds an older one may not write.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("En espera")
        RUNNING = "running", _("En curso")
        PAUSED = "paused", _("En pausa")
        DONE = "done", _("Terminado")
        FAILED = "failed", _("No se pudo terminar")

    uuid = models.UUIDField(_("identificador"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=80)
    key = models.CharField(_("clave"), max_length=200, unique=True)
    payload = models.JSONField(_("datos"), default=dict, blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    run_after = models.DateTimeField(_("no antes de"), db_default=Now())
    lease = models.PositiveIntegerField(_("número de turno"), default=0)
    leased_until = models.DateTimeField(_("en turno hasta"), null=True, blank=True)
    done = models.PositiveIntegerField(_("hechos"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    message = models.TextField(_("mensaje"), blank=True)
    error = models.TextField(_("detalle técnico"), blank=True)
    # A number, not a key: accounts live a floor above. Account numbers are never used twice.
    created_by_id = models.BigIntegerField(_("cuenta que lo pidió"), null=True, blank=True)
    created_at = models.DateTimeField(_("pedido"), db_default=Now(), editable=False)
    finished_at = models.DateTimeField(_("terminado"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("trabajo")
        verbose_name_plural = _("trabajos")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "run_after"], name="job_state_run_after")]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @cached_property
    def created_by(self):
        """The account that asked, or None when nobody did or it is gone."""
        return get_user_model().objects.filter(pk=self.created_by_id).first()

    @property
    def finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def interrupted(self) -> bool:
        """It stopped half-way and waits for its next attempt."""
        return self.state == self.State.QUEUED and self.attempts > 0

"""Two registers of one person made one, with everything needed to part them again."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person

UNDO_WITHIN = timedelta(days=30)


class Merge(models.Model):
    """What was united with what, by whom. ``map`` is the journal of every row that changed."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_away")
    map = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("unión de registros")
        verbose_name_plural = _("uniones de registros")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["dropped"], condition=Q(undone_at=None), name="dropped_once"),
            models.CheckConstraint(condition=~Q(kept=F("dropped")), name="merge_of_two"),
        ]

    def __str__(self):
        return f"{self.dropped_id} -> {self.kept_id}"

    @property
    def undo_until(self):
        return self.at + UNDO_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.undo_until


class PersonAlias(models.Model):
    """A name under which the person was registered before: whoever looks for it finds her."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    given_names = models.CharField(_("nombre o nombres"), max_length=80)
    surname1 = models.CharField(_("primer apellido"), max_length=80)
    surname2 = models.CharField(_("segundo apellido"), max_length=80, blank=True)
    name_key = models.CharField(max_length=240, db_index=True, editable=False)

    class Meta:
        verbose_name = _("otro nombre")
        verbose_name_plural = _("otros nombres")
        constraints = [
            models.UniqueConstraint(fields=["person", "given_names", "surname1", "surname2"], name="alias_kept_once")
        ]

    def __str__(self):
        return " ".join(part for part in (self.given_names, self.surname1, self.surname2) if part)

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort


class RosterDraft(models.Model):
    """A list as it was pasted or uploaded, waiting for a decision. Committing twice enrols once.

    A big one is judged and enrolled by a worker (``cohorts.tasks``); what it found waits here until it is decided.
    """

    # Lines; with more, a page would wait too long for them.
    BIG = 500

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="roster_drafts")
    # The header and the rows as read: {"header": [...], "rows": [[number, [cells]], ...], "source": "lista.xlsx"}
    content = models.JSONField()
    lines = models.PositiveIntegerField(default=0)
    # What the worker found in a big list, for whom: see cohorts.roster.stored. Empty until then.
    review = models.JSONField(default=dict, blank=True)
    # Said so far about a big list: {"said": {"12": "same"}, "turned": [7]}, by line number.
    decisions = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("lista por inscribir")
        verbose_name_plural = _("listas por inscribir")

    def __str__(self):
        return str(self.uuid)

    @property
    def big(self) -> bool:
        return self.lines > self.BIG

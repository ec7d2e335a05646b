import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Territory
from programmes.models import Programme


class OrganisationDraft(models.Model):
    """A list of organisations as it was pasted or uploaded, waiting for a decision. Committing twice imports once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="organisation_drafts")
    # The header and the rows as read: {"header": [...], "rows": [[number, [cells]], ...], "source": "lista.xlsx"}
    content = models.JSONField()
    # Which register the external identifiers belong to, and the municipality all communes of the list lie in.
    register = models.CharField(_("registro"), max_length=20)
    city = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("lista de organizaciones")
        verbose_name_plural = _("listas de organizaciones")

    def __str__(self):
        return str(self.uuid)

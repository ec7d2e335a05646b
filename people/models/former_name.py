from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Organisation


class FormerName(models.Model):
    """What an organisation was called before: old lists still find it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("nombre anterior"), max_length=160)
    name_key = models.CharField(max_length=160, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("nombre anterior")
        verbose_name_plural = _("nombres anteriores")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name_key"], name="former_name_once")]

    def __str__(self):
        return self.name

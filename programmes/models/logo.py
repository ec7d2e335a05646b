from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.privacy import private_storage
from programmes.models.programme import Programme


class ProgrammeLogo(models.Model):
    """The mark of one of the institutions behind a programme, as it heads the papers that people sign."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="logos")
    # Read aloud in its place.
    name = models.CharField(_("de quién es"), max_length=120)
    file = models.FileField(_("archivo"), storage=private_storage, max_length=200)
    kind = models.CharField(max_length=4, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("logotipo")
        verbose_name_plural = _("logotipos")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "sha256"], name="logo_once_per_programme")]

    def __str__(self):
        return self.name

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.sealing import SealedField
from programmes.models import Programme


class SigningKey(models.Model):
    """A key that signs sheets, with its public certificate.

    It is set aside when another takes its place, never deleted: what it signed goes on naming it.
    """

    # The programme's own, or the site's, which signs for every programme without one.
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="signing_keys"
    )
    # SHA-256 of the certificate as readers show it, in hexadecimal.
    fingerprint = models.CharField(_("huella"), max_length=64, unique=True, editable=False)
    holder = models.CharField(_("a nombre de"), max_length=200)
    # PEM: its own certificate first, then those that lead to whoever vouches for it.
    certificate = models.TextField(_("certificado público"))
    private_key = SealedField(_("llave privada"), blank=True, editable=False)
    self_made = models.BooleanField(_("hecha por la plataforma"), default=False)
    valid_from = models.DateTimeField(_("vale desde"))
    valid_until = models.DateTimeField(_("vale hasta"))
    retired_at = models.DateTimeField(_("retirada"), null=True, blank=True)

    class Meta:
        verbose_name = _("llave de firma")
        verbose_name_plural = _("llaves de firma")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                Coalesce(F("programme"), Value(0)),
                condition=Q(retired_at=None),
                name="one_standing_signing_key_per_programme_and_one_of_the_site",
            ),
        ]

    def __str__(self):
        return f"{self.holder} {self.fingerprint[:16]}"

    @property
    def has_ended(self) -> bool:
        return self.valid_until <= timezone.now()

    @property
    def printed_fingerprint(self):
        """As readers of PDF show it: capitals, in pairs."""
        shown = self.fingerprint.upper()
        return ":".join(shown[at : at + 2] for at in range(0, len(shown), 2))


class FormerSheet(models.Model):
    """The digest of a sheet that was given out once and has been drawn otherwise since: that copy is genuine too."""

    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.PROTECT, related_name="former_sheets")
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    signed_with = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("hoja anterior")
        verbose_name_plural = _("hojas anteriores")
        constraints = [models.UniqueConstraint(fields=["certificate", "sha256"], name="a_former_sheet_is_kept_once")]

    def __str__(self):
        return self.sha256[:16]

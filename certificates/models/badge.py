from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate
from kit.sealing import SealedField


class IssuerKey(models.Model):
    """A pair of Ed25519 keys of this instance. The last one signs; those before it stay known and are never deleted."""

    # 1, 2, 3…: two that make a key at once meet here, and one of them takes the other's.
    number = models.PositiveSmallIntegerField(unique=True)
    # As a Multikey (z6Mk…): after "did:key:" it is the name of the issuer.
    public = models.CharField(max_length=64, unique=True)
    private = SealedField(editable=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # From then on nothing it signed is to be believed.
    compromised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("llave de insignias")
        verbose_name_plural = _("llaves de insignias")
        ordering = ["number"]

    def __str__(self):
        return self.did

    @property
    def did(self) -> str:
        return f"did:key:{self.public}"

    @property
    def method(self) -> str:
        """What a proof names as its key."""
        return f"{self.did}#{self.public}"


class BadgeCredential(models.Model):
    """A certificate as a signed credential: taken down when first asked for, handed out the same ever after."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="badge")
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="credentials")
    # The JSON that was signed; empty once its holder asked to be forgotten.
    document = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("insignia digital")
        verbose_name_plural = _("insignias digitales")

    def __str__(self):
        return self.certificate.folio

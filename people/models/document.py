import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.sealing import SealedField
from people.models.person import Person

# Who issues a document: wider than where we work.
COUNTRIES = [
    ("MX", _("México")), ("CO", _("Colombia")), ("CL", _("Chile")), ("AR", _("Argentina")), ("BO", _("Bolivia")),
    ("BR", _("Brasil")), ("CR", _("Costa Rica")), ("CU", _("Cuba")), ("DO", _("República Dominicana")),
    ("EC", _("Ecuador")), ("ES", _("España")), ("GT", _("Guatemala")), ("HN", _("Honduras")), ("HT", _("Haití")),
    ("NI", _("Nicaragua")), ("PA", _("Panamá")), ("PE", _("Perú")), ("PY", _("Paraguay")), ("SV", _("El Salvador")),
    ("US", _("Estados Unidos")), ("UY", _("Uruguay")), ("VE", _("Venezuela")), ("ZZ", _("Otro país")),
]  # fmt: skip


class IdentityDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the people this account coordinates. Nobody else ever reads a number."""
        if not user.is_authenticated:
            return self.none()
        coordinated = Person.objects.live().coordinated_by(user).values("pk")
        return self.filter(models.Q(person__user=user) | models.Q(person__in=coordinated))


class IdentityDocument(models.Model):
    """What somebody showed to say who she is. Nobody needs one, and nothing is read out of its number."""

    class Kind(models.TextChoices):
        CURP = "curp", _("CURP")
        INE = "ine", _("Credencial del INE")
        RFC = "rfc", _("RFC")
        CC = "cc", _("Cédula de ciudadanía")
        TI = "ti", _("Tarjeta de identidad")
        CE = "ce", _("Cédula de extranjería")
        PPT = "ppt", _("Permiso por protección temporal")
        RUN = "run", _("RUN")
        PASSPORT = "passport", _("Pasaporte")
        OTHER = "other", _("Otro documento")

    # The kinds that only one country issues.
    ISSUER = {Kind.CURP: "MX", Kind.INE: "MX", Kind.RFC: "MX", Kind.CC: "CO", Kind.TI: "CO", Kind.CE: "CO",
              Kind.PPT: "CO", Kind.RUN: "CL"}  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="identity_documents", verbose_name=_("persona")
    )
    country = models.CharField(_("país que lo expide"), max_length=2, choices=COUNTRIES)
    kind = models.CharField(_("tipo de documento"), max_length=10, choices=Kind.choices)
    number = SealedField(_("número"))
    # kit.sealing.mark of the compact number: equal numbers are found without being read. Not unique: two registers of
    # one person are suggested to be united, and a refusal would tell that she is known elsewhere.
    number_mark = models.CharField(max_length=64, db_index=True, editable=False)
    created_at = models.DateTimeField(_("anotado"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = IdentityDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("documento de identidad")
        verbose_name_plural = _("documentos de identidad")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "country", "kind", "number_mark"], name="document_noted_once")
        ]

    def __str__(self):
        return str(self.get_kind_display())

import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from places.models import Country


@dataclass(frozen=True)
class Purpose:
    """One thing the data are used for, in the reader's language."""

    code: str
    necessary: bool
    sensitive: bool
    title: str
    text: str


class ConsentNoticeQuerySet(models.QuerySet["ConsentNotice"]):
    def current(self, on: date):
        """``{(country, programme): notice}``, the highest version in force on that day. One query."""
        return {(each.country, each.programme): each for each in self.filter(valid_from__lte=on).order_by("version")}


class ConsentNotice(models.Model):
    """What people are told and asked, word by word, in one country. A changed text is a new version, never an edit."""

    country = models.CharField(_("país"), max_length=2, choices=Country.choices)
    # The programme's short name when it has a text of its own: a word, not a key, for programmes live above.
    programme = models.CharField(_("programa"), max_length=60, blank=True)
    version = models.PositiveSmallIntegerField(_("versión"))
    valid_from = models.DateField(_("vigente desde"))
    # {"title" | "short" | "full": {"es": …, "en": …}}; "{issuer}" stands for who runs the programme.
    texts = models.JSONField(_("textos"))
    # [{"code", "necessary", "sensitive", "es": {"title", "text"}, "en": {…}}]
    purposes = models.JSONField(_("finalidades"))

    objects = ConsentNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("aviso de privacidad")
        verbose_name_plural = _("avisos de privacidad")
        ordering = ["country", "programme", "version"]
        constraints = [
            models.UniqueConstraint(fields=["country", "programme", "version"], name="one_notice_per_version")
        ]

    def __str__(self):
        return f"{self.country} {self.programme} {self.version}"

    def said(self, part: str, issuer: str = "") -> str:
        """``title``, ``short`` or ``full`` in the reader's language."""
        text = _of_reader(self.texts[part])
        return text.replace("{issuer}", issuer or str(_("la entidad que ejecuta tu programa")))

    def listed(self) -> list[Purpose]:
        """The purposes in the reader's language, the necessary ones first as written."""
        return [
            Purpose(each["code"], each["necessary"], each["sensitive"], **_of_reader(each)) for each in self.purposes
        ]


def _of_reader(both: dict):
    return both.get((get_language() or "es")[:2]) or both["es"]


class ConsentRecord(models.Model):
    """What one person said to one purpose of one text. Append-only: a change of mind is a new row."""

    class Decision(models.TextChoices):
        GRANTED = "granted", _("Autorizado")
        REFUSED = "refused", _("No autorizado")
        WITHDRAWN = "withdrawn", _("Retirado")

    class Channel(models.TextChoices):
        PAPER = "paper", _("En papel")
        ONLINE = "online", _("En línea")
        IMPORT = "import", _("Lista importada")
        ASSISTED = "assisted", _("Con ayuda del equipo")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", verbose_name=_("persona"))
    notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="records", verbose_name=_("aviso"))
    purpose = models.CharField(_("finalidad"), max_length=24)
    decision = models.CharField(_("decisión"), max_length=10, choices=Decision.choices)
    channel = models.CharField(_("medio"), max_length=10, choices=Channel.choices)
    evidence = models.CharField(_("comprobante"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("fecha"))
    recorded_at = models.DateTimeField(_("anotado"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    guardian_name = models.CharField(_("madre, padre o tutor"), max_length=160, blank=True)
    guardian_relationship = models.CharField(_("parentesco o cargo"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("autorización")
        verbose_name_plural = _("autorizaciones")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "purpose"], name="consent_of_a_person")]

    def __str__(self):
        return f"{self.purpose}: {self.decision}"

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.models.enrolment import Enrolment
from cohorts.models.session import Register


class AttendanceMark(models.Model):
    """One human decision about one person at one session. Append-only: a correction is a new mark.

    The standing mark is the last decision by (decided_at, id). No mark at all means "not recorded", never "absent".
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("Presente")
        LATE = "late", _("Llegó tarde")
        EXCUSED = "excused", _("Justificada")
        ABSENT = "absent", _("Ausente")

    class Method(models.TextChoices):
        ROLL_CALL = "roll_call", _("Pase de lista")
        PAPER = "paper", _("Lista en papel")
        IMPORT = "import", _("Archivo")
        WALK_IN = "walk_in", _("En la puerta")
        # Her own telephone read the code on the screen; her code was typed at the door; her badge was read there.
        SELF_QR = "self_qr", _("Código de la pantalla")
        SELF_CODE = "self_code", _("Código de la persona")
        BADGE = "badge", _("Credencial")
        # What the report of a video call says: who was connected, and how long.
        ONLINE_LOG = "online_log", _("Informe de la videollamada")
        # Written when two registers of one person are united: what both lists together say.
        MERGE = "merge", _("Unión de registros")

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(_("asistencia"), max_length=8, choices=Status.choices)
    method = models.CharField(_("cómo se tomó"), max_length=10, choices=Method.choices, default=Method.ROLL_CALL)
    # How long she was there, where something measured it; a roll call does not.
    minutes = models.PositiveSmallIntegerField(_("minutos"), null=True, blank=True)
    # Made by whoever sends it: the same mark sent twice is one mark.
    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # When the person decided (their device's word, never later than the server's), and when it reached us.
    decided_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("marca de asistencia")
        verbose_name_plural = _("marcas de asistencia")
        ordering = ["decided_at", "pk"]
        indexes = [models.Index(fields=["register", "decided_at"], name="marks_in_order")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.status}"


class Guest(models.Model):
    """Somebody in the room who is not enrolled: shown among those in the room, never in a rate."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(_("nombre"), max_length=160, blank=True)
    organisation = models.CharField(_("organización"), max_length=160, blank=True)
    count = models.PositiveSmallIntegerField(_("cuántas personas"), default=1)
    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("invitado o invitada")
        verbose_name_plural = _("invitados e invitadas")

    def __str__(self):
        return self.name or str(self.count)

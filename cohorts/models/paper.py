import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from cohorts.models.session import Register
from people.models.privacy import private_storage


class PrintedSheet(models.Model):
    """A signature sheet as it left the printer: who stood on which row, and how many rows were empty.

    People enrol and leave afterwards; whoever transcribes the paper finds its own order and numbers. Printing the same
    rows again is the same sheet, printed later.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="printed_sheets")
    # Numbers of enrolments, row by row; one that became part of another since is found in FormerEnrolment.
    rows = models.JSONField(_("renglones"), default=list)
    blank = models.PositiveSmallIntegerField(_("renglones vacíos"))
    digest = models.CharField(max_length=64, editable=False)
    printed_at = models.DateTimeField(_("impresa"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("hoja impresa")
        verbose_name_plural = _("hojas impresas")
        ordering = ["-printed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["register", "digest"], name="printed_sheet_once")]

    def __str__(self):
        return str(self.uuid)


class SheetScanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Signatures: for who staffs the cohort, and nobody beside them."""
        return self.filter(register__cohort__in=Cohort.objects.staffed_by(user))

    def standing(self):
        """Those that were neither replaced nor taken away."""
        return self.filter(retired_at=None)


class SheetScan(models.Model):
    """One page of the signed sheet, as a photograph or a document. What was replaced stays, with who and when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="scans")
    file = models.FileField(_("archivo"), storage=private_storage, max_length=200)
    kind = models.CharField(_("tipo"), max_length=4)
    # Of the file as it is kept: a picture was drawn anew before, without what the camera wrote into it.
    sha256 = models.CharField(_("huella"), max_length=64)
    size = models.PositiveIntegerField(_("tamaño"))
    added_at = models.DateTimeField(_("agregada"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(_("retirada"), null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("en su lugar")
    )

    objects = SheetScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("página de la hoja firmada")
        verbose_name_plural = _("páginas de la hoja firmada")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "sha256"], condition=Q(retired_at=None), name="scan_stands_once_per_register"
            )
        ]

    def __str__(self):
        return str(self.uuid)

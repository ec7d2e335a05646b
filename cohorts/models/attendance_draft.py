import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from cohorts.models.session import Register


class AttendanceDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who brought the file while it still staffs the cohort, and who coordinates it: it names people."""
        if not user.is_authenticated:
            return self.none()
        own = Q(created_by=user, cohort__in=Cohort.objects.staffed_by(user))
        return self.filter(own | Q(cohort__in=Cohort.objects.coordinated_by(user)))


class AttendanceDraft(models.Model):
    """What a file says about attendance, waiting for a decision. Committing twice marks once.

    With a ``register``, the report of one online session; without, a table of many sessions of the cohort.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="attendance_drafts")
    register = models.ForeignKey(
        Register, on_delete=models.CASCADE, null=True, blank=True, related_name="attendance_drafts"
    )
    # A table as read: {"header": [...], "rows": [[number, [cells]], ...], "source": "lista.xlsx"}; of a report, who
    # was there: {"people": [...], "day": "2026-03-12", "source": "informe.csv"}: see cohorts.video_calls.reading.
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    objects = AttendanceDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("asistencia por importar")
        verbose_name_plural = _("asistencias por importar")

    def __str__(self):
        return str(self.uuid)

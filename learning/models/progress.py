import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.models import Enrolment
from courses.models import LessonPage


class LessonCompletion(models.Model):
    """The person said: done. Saying it again changes nothing."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="lesson_completions")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    client_uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("lección terminada")
        verbose_name_plural = _("lecciones terminadas")
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_completed_once")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.lesson_id}"


class LastPlace(models.Model):
    """Where she left, to come back to."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="last_place")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("último lugar")
        verbose_name_plural = _("últimos lugares")

    def __str__(self):
        return f"{self.enrolment_id}: {self.lesson_id}"

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.models import Enrolment
from courses.models import LessonPage


class QuizAttempt(models.Model):
    """Answers given once, scored on the server with the questions as they stood. Never changed."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="quiz_attempts")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    # The StreamField block's id: it outlives edits of the questions.
    quiz_id = models.UUIDField()
    final = models.BooleanField(_("evaluación final"), default=False)
    answers = models.JSONField(_("respuestas"))
    right = models.PositiveSmallIntegerField(_("aciertos"))
    asked = models.PositiveSmallIntegerField(_("preguntas"))
    score = models.PositiveSmallIntegerField(_("calificación"), validators=[MaxValueValidator(100)])
    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submitted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("intento")
        verbose_name_plural = _("intentos")
        ordering = ["submitted_at", "pk"]
        indexes = [models.Index(fields=["enrolment", "quiz_id"], name="attempts_of_a_quiz")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.score}"

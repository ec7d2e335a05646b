from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Person
from programmes.models.programme import Programme


class ProgrammeAttribute(models.Model):
    """A question about who takes part that a programme asks, and what for. What may be asked stands in
    ``programmes.differential.vocabulary``."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="attributes")
    attribute = models.CharField(_("pregunta"), max_length=20)
    purpose = models.CharField(_("para qué se pregunta"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pregunta del programa")
        verbose_name_plural = _("preguntas del programa")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "attribute"], name="attribute_asked_once")]

    def __str__(self):
        return self.attribute


class PersonAttribute(models.Model):
    """What a person answered to one question of one programme. Read by her alone, and counted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attributes", verbose_name=_("persona"))
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="answers", verbose_name=_("programa")
    )
    attribute = models.CharField(_("pregunta"), max_length=20)
    choice = models.CharField(_("respuesta"), max_length=20)
    answered_at = models.DateTimeField(_("fecha"), auto_now=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("respuesta")
        verbose_name_plural = _("respuestas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "programme", "attribute"], name="attribute_answered_once")
        ]
        indexes = [models.Index(fields=["programme", "attribute", "choice"], name="answers_counted")]

    def __str__(self):
        return self.attribute

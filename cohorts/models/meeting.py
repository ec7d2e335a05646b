import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from cohorts.models.session import Session

MOST_MINUTES = 14 * 60


class Moment(models.Model):
    """One step of a session's outline sheet ("carta descriptiva"): for how long, what, how, with what."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="moments")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(
        _("minutos"), validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    title = models.CharField(_("momento"), max_length=120)
    activity = models.CharField(_("actividad"), max_length=600, blank=True)
    materials = models.CharField(_("materiales"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("momento de la carta descriptiva")
        verbose_name_plural = _("carta descriptiva")
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_moment_at_a_time"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="a_moment_takes_time"),
        ]

    def __str__(self):
        return self.title


class Agreement(models.Model):
    """What a session agreed on: what, who sees to it, until which day, and since when it is done."""

    # Made by the form that sends it: pressed twice it is one agreement.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agreements")
    what = models.CharField(_("qué se acordó"), max_length=300)
    who = models.CharField(_("quién se encarga"), max_length=120)
    due_on = models.DateField(_("para cuándo"), null=True, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("acuerdo")
        verbose_name_plural = _("acuerdos")
        ordering = ["noted_at", "pk"]

    def __str__(self):
        return self.what


class CohortCalendar(models.Model):
    """The secret link under which a cohort's sessions are read as a calendar; without a row there is none."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="calendar")
    token = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("calendario del grupo")
        verbose_name_plural = _("calendarios de los grupos")

    def __str__(self):
        return str(self.cohort_id)

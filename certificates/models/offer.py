from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort


class Offer(models.Model):
    """Which certificates a cohort gives. A cohort without this row gives those of completion alone."""

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="certificate_offer")
    completion = models.BooleanField(_("de acreditación"), default=True)
    attendance = models.BooleanField(_("de participación"), default=False)
    facilitation = models.BooleanField(_("de facilitación"), default=False)
    organisation = models.BooleanField(_("para organizaciones"), default=False)
    both = models.BooleanField(_("participación también a quien acredita"), default=False)
    nightly = models.BooleanField(_("emitir cada noche"), default=False)

    class Meta:
        verbose_name = _("qué documentos da un grupo")
        verbose_name_plural = _("qué documentos dan los grupos")
        constraints = [
            models.CheckConstraint(
                condition=Q(both=False) | Q(attendance=True, completion=True),
                name="both_kinds_are_given",
                violation_error_message=_("Para dar las dos, elige también la de acreditación y la de participación."),
            ),
            models.CheckConstraint(
                condition=Q(completion=True) | Q(attendance=True) | Q(facilitation=True) | Q(organisation=True),
                name="something_is_given",
                violation_error_message=_("Elige al menos un tipo de documento."),
            ),
        ]

    def __str__(self):
        return str(self.cohort)

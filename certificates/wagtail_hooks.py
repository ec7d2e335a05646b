from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from certificates import privacy  # noqa: F401 - registers its hooks
from certificates.api import hooks as api_hooks  # noqa: F401 - registers what it does
from certificates.merging import ROOM
from certificates.models import Certificate, FolioSeries
from certificates.packs import hooks as pack_hooks  # noqa: F401 - registers what it does
from certificates.webhooks import hooks as webhook_hooks  # noqa: F401 - registers what it does
from people.merging.rooms import CERTIFICATES


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("certificates.issue", _("Emitir una constancia"), _("Emitió la constancia"))
    actions.register_action("certificates.revoke", _("Anular una constancia"), _("Anuló la constancia"))
    actions.register_action("certificates.replace", _("Sustituir una constancia"), _("Sustituyó la constancia"))
    actions.register_action("certificates.offer", _("Elegir qué constancias da"), _("Cambió qué constancias da"))
    actions.register_action("certificates.waive", _("Dispensar de la regla"), _("Dispensó de la regla"))
    actions.register_action("certificates.lift_waiver", _("Retirar una dispensa"), _("Retiró la dispensa"))
    actions.register_action("certificates.uphold", _("Mantener una constancia"), _("Mantuvo la constancia"))


@hooks.register("programme_is_printed")
def a_folio_was_given(programme):
    """The prefix is on paper from the first folio on."""
    return FolioSeries.objects.filter(programme=programme, last__gt=0).exists()


@hooks.register("cohort_is_needed")
def certificates_came_of_it(cohort) -> str:
    """A cohort from which somebody holds a certificate took place."""
    if Certificate.objects.valid().filter(cohort=cohort).exists():
        return str(_("Ya se entregaron documentos de acreditación: ciérralo en lugar de cancelarlo."))
    return ""


@hooks.register("people.name_is_printed")
def a_certificate_carries_it(person):
    """One that was taken back binds nobody to a name."""
    return Certificate.objects.valid().filter(person=person).exists()


@hooks.register("people.merge", order=CERTIFICATES)
def unite():
    return ROOM

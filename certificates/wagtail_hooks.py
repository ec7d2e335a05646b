from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from certificates import privacy  # noqa: F401 - registers its hooks
from certificates.api import hooks as api_hooks  # noqa: F401 - registers what it does
from certificates.merging import ROOM
from certificates.models import Certificate, FolioSeries
from certificates.packs import hooks as pack_hooks  # noqa: F401 - registers what it does
from certificates.signing.keys import reseal_keys
from certificates.webhooks import hooks as webhook_hooks  # noqa: F401 - registers what it does
from people.merging.rooms import CERTIFICATES


class SharedDesigns(MenuItem):
    def is_shown(self, request):
        return request.user.is_superuser


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("certificates.issue", _("Emitir una constancia"), _("Emitió la constancia"))
    actions.register_action("certificates.revoke", _("Anular una constancia"), _("Anuló la constancia"))
    actions.register_action("certificates.add_key", _("Poner una llave de firma"), _("Puso la llave de firma"))
    actions.register_action("certificates.retire_key", _("Retirar una llave de firma"), _("Retiró la llave de firma"))
    actions.register_action("certificates.replace", _("Sustituir una constancia"), _("Sustituyó la constancia"))
    actions.register_action("certificates.rotate_badge_key", _("Cambiar la llave de insignias"), _("Cambió la llave"))
    actions.register_action(
        "certificates.distrust_badge_key", _("Retirar una llave de insignias"), _("Retiró la confianza en la llave")
    )
    actions.register_action("certificates.offer", _("Elegir qué constancias da"), _("Cambió qué constancias da"))
    actions.register_action("certificates.waive", _("Dispensar de la regla"), _("Dispensó de la regla"))
    actions.register_action("certificates.lift_waiver", _("Retirar una dispensa"), _("Retiró la dispensa"))
    actions.register_action("certificates.uphold", _("Mantener una constancia"), _("Mantuvo la constancia"))


@hooks.register("register_log_actions")
def name_the_acts_of_design(actions):
    actions.register_action("certificates.create_template", _("Crear un diseño"), _("Creó el diseño"))
    actions.register_action("certificates.draft_template", _("Cambiar un diseño"), _("Cambió el borrador del diseño"))
    actions.register_action("certificates.publish_template", _("Publicar un diseño"), _("Publicó el diseño"))
    actions.register_action("certificates.withdraw_template", _("Retirar un diseño"), _("Retiró el diseño"))
    actions.register_action("certificates.choose_template", _("Elegir un diseño"), _("Eligió el diseño"))


@hooks.register("register_admin_menu_item")
def designs_for_all():
    """Administration finds the designs that all programmes share where it looks after the rest of the instance."""
    return SharedDesigns(
        _("Diseños de los documentos"), reverse_lazy("certificates:designs_shared"), icon_name="form", order=900
    )


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


@hooks.register("people.reseal")
def seal_the_keys_anew():
    return reseal_keys()


@hooks.register("people.merge", order=CERTIFICATES)
def unite():
    return ROOM

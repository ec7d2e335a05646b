from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from people.merging.rooms import PROGRAMMES
from programmes.merging import ROOM


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("programmes.create", _("Crear un programa"), _("Creó el programa"))
    actions.register_action("programmes.make_person", _("Crear la persona de una cuenta"), _("Creó su registro"))
    actions.register_action("programmes.add_region", _("Agregar una región"), _("Agregó una región o sus municipios"))
    actions.register_action("programmes.change_region", _("Cambiar una región"), _("Cambió una región"))
    actions.register_action(
        "programmes.add_funding_period", _("Agregar un periodo de financiamiento"), _("Agregó un financiamiento")
    )
    actions.register_action("programmes.grant_role", _("Dar un papel en el equipo"), _("Dio un papel en el equipo"))
    actions.register_action("programmes.revoke_role", _("Quitar un papel del equipo"), _("Quitó un papel del equipo"))


@hooks.register("people.merge", order=PROGRAMMES)
def unite():
    return ROOM

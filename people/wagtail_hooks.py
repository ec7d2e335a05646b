from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("people.invite", _("Invitar a una persona"), _("Envió una invitación"))
    actions.register_action("people.accept_invitation", _("Aceptar una invitación"), _("Aceptó su invitación"))
    actions.register_action("people.claim", _("Reconocer un registro como propio"), _("Reconoció su registro"))

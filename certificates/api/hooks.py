"""The names of its acts in the audit."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("certificates.make_token", _("Hacer una llave de la API"), _("Hizo una llave de la API"))
    actions.register_action("certificates.revoke_token", _("Retirar una llave"), _("Retiró una llave de la API"))

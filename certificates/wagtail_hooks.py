from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from certificates.merging import ROOM
from people.merging.rooms import CERTIFICATES


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("certificates.issue", _("Emitir una constancia"), _("Emitió la constancia"))
    actions.register_action("certificates.revoke", _("Anular una constancia"), _("Anuló la constancia"))
    actions.register_action("certificates.replace", _("Sustituir una constancia"), _("Sustituyó la constancia"))


@hooks.register("people.merge", order=CERTIFICATES)
def unite():
    return ROOM

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from network.merging import ROOM
from people.merging.rooms import NETWORK


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("network.open_topic", _("Abrir un tema"), _("Abrió un tema en el foro"))
    actions.register_action("network.reply", _("Responder en el foro"), _("Respondió en el foro"))


@hooks.register("people.merge", order=NETWORK)
def unite():
    return ROOM

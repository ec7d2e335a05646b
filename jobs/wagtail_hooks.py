from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("jobs.restart", _("Repetir un trabajo"), _("Pidió repetir el trabajo"))
    actions.register_action("jobs.pause", _("Pausar un trabajo"), _("Pausó el trabajo"))
    actions.register_action("jobs.resume", _("Reanudar un trabajo"), _("Reanudó el trabajo"))

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_the_acts_of_enrolling(actions):
    actions.register_action("cohorts.enrol", _("Inscribir"), _("Inscribió a la persona"))
    actions.register_action("cohorts.withdraw", _("Dar de baja"), _("Registró la baja"))
    actions.register_action("cohorts.commit_roster", _("Inscribir una lista"), _("Inscribió una lista"))
    actions.register_action("cohorts.export_people", _("Descargar la lista"), _("Descargó la lista de personas"))

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("places.add", _("Agregar un territorio"), _("Agregó el territorio"))
    actions.register_action("places.rename", _("Cambiar el nombre de un territorio"), _("Cambió el nombre"))
    actions.register_action("places.retire", _("Retirar un territorio"), _("Lo retiró: ya no está en el catálogo"))
    actions.register_action("places.add_inside", _("Agregar divisiones"), _("Agregó divisiones del municipio"))

"""What packs do when somebody leaves, and the names of their acts in the audit."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from certificates.models import Certificate, Pack
from people.privacy.retention import delete_with_files


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("certificates.pack", _("Reunir constancias"), _("Reunió constancias en un archivo"))
    actions.register_action("certificates.fetch_pack", _("Descargar un paquete"), _("Descargó constancias reunidas"))
    actions.register_action("certificates.export_ledger", _("Descargar el libro"), _("Descargó el libro de folios"))


@hooks.register("people.erase")
def forget_packs(person):
    """The files in which her sheet may lie go with her; whoever needs one asks for it again."""
    hers = Certificate.objects.filter(person=person).values("cohort")
    delete_with_files(Pack.objects.filter(cohort__in=hers))

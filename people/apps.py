from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("Personas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("people.checks")  # reads models, so it waits until they are there

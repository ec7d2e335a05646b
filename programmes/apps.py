from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programas"
    default_auto_field = "django.db.models.BigAutoField"

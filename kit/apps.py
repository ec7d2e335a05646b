from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kit"
    verbose_name = "Herramientas"
    default_auto_field = "django.db.models.BigAutoField"

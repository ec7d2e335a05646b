from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"
    verbose_name = "Grupos"
    default_auto_field = "django.db.models.BigAutoField"

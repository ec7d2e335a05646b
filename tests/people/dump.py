"""The whole database as plain values, to tell whether two moments are the same."""

from django.apps import apps

# Not business: the audit and the merges themselves; and what belongs to Django.
LEFT_OUT = {"people.Merge", "wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"}
OURS = {"people", "cohorts", "learning", "certificates", "network", "programmes"}


def dump():
    """{model: rows with all their columns, by number}."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    kept = [model for model in models if model._meta.label not in LEFT_OUT]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in kept}

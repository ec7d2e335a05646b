"""The whole database as plain values, to tell whether two moments are the same."""

from functools import cache

from django.apps import apps
from django.db import connection

# Not business: the audit and the merges themselves; and what belongs to Django.
LEFT_OUT = {"people.Merge", "wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"}
OURS = {"people", "cohorts", "learning", "certificates", "network", "programmes"}


def dump():
    """{model: rows with all their columns, by number}."""
    with connection.cursor() as cursor:
        cursor.execute(which_hold_anything())
        filled = cursor.fetchone()
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) if some else []
        for model, some in zip(kept_models(), filled, strict=True)
    }


@cache
def kept_models():
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    return [model for model in models if model._meta.label not in LEFT_OUT]


@cache
def which_hold_anything():
    """One question for all tables: most are empty, and to put a question together for each is what takes long."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in kept_models()]
    return "SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)

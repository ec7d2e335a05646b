"""Everything that leads to one person, by ``docs/privacy/retention.yaml``: what a copy shows and leaving takes."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from people.models import Person
from people.privacy.retention import read


def rows_of(person: Person) -> Iterator[tuple[str, dict, models.QuerySet]]:
    """``(model's label, its entry, the rows that lead to the person)`` for each model that has such rows."""
    for label, entry in read()["models"].items():
        if "person" in entry:
            path = entry["person"]
            wanted = {path: person.pk} if path == "pk" else {path: person}
            yield label, entry, apps.get_model(label)._default_manager.filter(**wanted)

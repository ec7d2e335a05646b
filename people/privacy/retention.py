"""``docs/privacy/retention.yaml`` read: what is kept of each model and field, and what is ripe for the night."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language
from wagtail import hooks

from kit.clock import now
from kit.yaml_files import read_yaml

FILE = settings.BASE_DIR / "docs" / "privacy" / "retention.yaml"
OLDER = re.compile(r"older than (\d+) days")
UNNEEDED = re.compile(r"needed by nobody for (\d+) days")
FORGET = "forget"
CAREFUL = {"personal", "sensitive", "secret"}


@lru_cache(maxsize=2)
def read(path: Path = FILE) -> dict:
    """The file as it stands. Read once in a process."""
    return read_yaml(path)


def in_words(entry: dict) -> str:
    """The reader's language of an ``{es, en}`` pair."""
    return entry.get((get_language() or "es")[:2]) or entry["es"]


def ours(model: type[models.Model]) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR


def described(model: type[models.Model]) -> list[str]:
    """The names the file owes for a model: its own fields, many-to-many ones included, not those it inherits."""
    many = [field.name for field in model._meta.local_many_to_many]
    return [field.name for field in model._meta.local_concrete_fields] + many


def fields_of(label: str, plan: dict | None = None) -> dict[str, dict]:
    """Each field of a model with everything it takes from its model's defaults."""
    entry = (plan or read())["models"][label]
    names = described(apps.get_model(label))
    said = {name: {} for name in names} if entry["fields"] == "all" else entry["fields"]
    default = {key: entry[key] for key in ("class", "purpose", "keep")}
    return {name: default | facts for name, facts in said.items()}


@dataclass(frozen=True)
class Rule:
    """One thing the night does: to which rows of which model, and what."""

    label: str
    when: dict
    act: str | dict
    said: dict | None = None

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    def rows(self) -> models.QuerySet:
        """What is ripe now."""
        chosen = self.model._default_manager.all()
        for name, condition in self.when.items():
            chosen = _narrowed(chosen, name, condition)
        return chosen

    def __str__(self) -> str:
        when = ", ".join(f"{name}: {condition}" for name, condition in self.when.items())
        act = self.act if isinstance(self.act, str) else f"blank {', '.join(self.act)}"
        return f"{self.label} ({when}) → {act}"


def rules(plan: dict | None = None) -> list[Rule]:
    """Every executable rule, in the order of the file."""
    return [
        Rule(label, each["when"], each["act"], each.get("said"))
        for label, entry in (plan or read())["models"].items()
        for each in entry.get("nightly", ())
    ]


def _narrowed(chosen: models.QuerySet, name: str, condition) -> models.QuerySet:
    if condition == "none":
        return chosen.filter(**{f"{name}__isnull": True})
    if condition == "present":
        return chosen.exclude(**{name: ""})
    older = OLDER.fullmatch(str(condition))
    if older:
        return chosen.filter(**{f"{name}__lt": now() - timedelta(days=int(older[1]))})
    unneeded = UNNEEDED.fullmatch(str(condition))
    if unneeded:
        return _needed_by_nobody(chosen, name, days=int(unneeded[1]))
    return chosen.filter(**{name: condition})


def _needed_by_nobody(chosen: models.QuerySet, name: str, *, days: int) -> models.QuerySet:
    """Without those a room still needs. Each says whom, through the hook ``people.still_needed``: a function of the
    moment so many days ago that gives querysets of persons' numbers. All of it is one question to the database."""
    since = now() - timedelta(days=days)
    for room in hooks.get_hooks("people.still_needed"):
        for needed in room(since):
            chosen = chosen.exclude(**{f"{name}__in": needed})
    return chosen


def delete_with_files(rows: models.QuerySet) -> None:
    """Delete rows and, once that is certain, the files they name."""
    files = _files(rows, [field.name for field in rows.model._meta.concrete_fields])
    rows.delete()
    _delete_once_certain(files)


def change_with_files(rows: models.QuerySet, changes: dict) -> None:
    """Give fields other values; a file that is no longer named goes, once that is certain."""
    files = _files(rows, list(changes))
    rows.update(**changes)
    _delete_once_certain(files)


def _files(rows: models.QuerySet, names: list[str]) -> list:
    named = [name for name in names if isinstance(rows.model._meta.get_field(name), models.FileField)]
    return [getattr(row, name) for row in rows for name in named] if named else []


def _delete_once_certain(files: list) -> None:
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))

"""Somebody's copy of everything about them: one ZIP with a page to read and a file for programs."""

import base64
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from jobs.actions import enqueue
from kit.clock import now
from people.models import DataExport, Person, User
from people.privacy.retention import fields_of, in_words
from people.privacy.subject import rows_of

LOG_LINES = 2000


@dataclass(frozen=True)
class Section:
    """One kind of thing: ``key`` for programs, ``title`` and ``columns`` (code → words) to read, ``rows`` by code."""

    key: str
    title: str
    columns: dict[str, str]
    rows: list[dict] = field(default_factory=list)

    def read(self) -> list[list[str]]:
        """The rows as a page prints them, in the order of the columns."""
        return [[_readable(row.get(code)) for code in self.columns] for row in self.rows]


@transaction.atomic
def ask_copy(person: Person, *, by) -> DataExport:
    """Ask for one's own copy; a job makes it. Asking again while it is made returns the same one."""
    export, created = DataExport.objects.get_or_create(person=person, ready_at=None, defaults={"asked_by": by})
    if created:
        log(instance=person, action="people.ask_copy", user=by)
        facts = {"export": export.pk, "language": translation.get_language() or settings.LANGUAGE_CODE}
        enqueue("people.export", key=f"people.export:{export.uuid}", payload=facts, by=by)
    return export


def make_copy(export: DataExport, *, language: str) -> None:
    """Pack the file and keep it. Made twice, the second takes the place of the first."""
    with translation.override(language):
        data = packed(sections_of(export.person))
    export.file.storage.delete(f"exports/{export.uuid}.zip")
    export.file.save(f"exports/{export.uuid}.zip", ContentFile(data), save=False)
    DataExport.objects.filter(pk=export.pk, ready_at=None).update(file=export.file.name, ready_at=now())


def sections_of(person: Person) -> list[Section]:
    """Everything that leads to the person, room by room.

    What ``docs/privacy/retention.yaml`` leads to a person is read from there. Upper rooms add what has no such way
    through the hook ``people.export``: a function of the person that returns ``Section`` objects.
    """
    found = [_section(label, entry, rows) for label, entry, rows in rows_of(person) if not entry.get("hidden")]
    found += [section for ask in hooks.get_hooks("people.export") for section in ask(person)]
    return [section for section in [*found, _done(person)] if section.rows]


def packed(sections: list[Section]) -> bytes:
    made_at = now()
    every = {"made_at": made_at, "sections": {each.key: each.rows for each in sections}}
    style = base64.b64encode((settings.BASE_DIR / "templates/people/privacy/copy.css").read_bytes()).decode()
    page = render_to_string(
        "people/privacy/copy.html", {"sections": sections, "made_at": made_at, "style": f"data:text/css;base64,{style}"}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datos.json", json.dumps(every, ensure_ascii=False, indent=1, default=_plain))
        archive.writestr("datos.html", page)
    return out.getvalue()


def _section(label: str, entry: dict, rows: models.QuerySet) -> Section:
    kept = [rows.model._meta.get_field(name) for name in _shown(label, rows.model)]
    related = [each.name for each in kept if each.is_relation] + entry.get("with", [])
    with_names = rows.select_related(*related) if related else rows
    return Section(
        key=label.lower(),
        title=in_words(entry["about"]),
        columns={each.name: capfirst(each.verbose_name) for each in kept},
        rows=[{each.name: _value(row, each) for each in kept} for row in with_names.order_by("pk")],
    )


def _shown(label: str, model: type[models.Model]) -> Iterable[str]:
    """All but secrets, keys of ours, and the names of those who worked on it: they are somebody else's data."""
    for name, facts in fields_of(label).items():
        column = model._meta.get_field(name)
        ours = isinstance(column, models.AutoField | models.UUIDField) or column.many_to_many
        if facts["class"] == "secret" or ours or (column.is_relation and column.related_model in {User, Person}):
            continue
        if facts["class"] != "internal" or isinstance(column, models.DateField):
            yield name


def _value(row: models.Model, column):
    value = getattr(row, column.name)
    if column.choices and value:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, models.Model):
        return str(value)
    return value.name if isinstance(column, models.FileField) else value


def _done(person: Person) -> Section:
    """What was done about the person, and by her account; the things others own are not named."""
    about = models.Q(content_type__app_label="people", content_type__model="person", object_id=str(person.pk))
    own = models.Q(user=person.user_id) if person.user_id else models.Q(pk=None)
    entries = ModelLogEntry.objects.filter(about | own).order_by("-timestamp")[:LOG_LINES]
    rows = [
        {"when": each.timestamp, "what": str(each.message), "by": _("tú") if each.user_id == person.user_id else ""}
        for each in entries
    ]
    return Section(
        "audit",
        _("Lo que se hizo con tu registro y lo que hiciste"),
        {"when": _("Cuándo"), "what": _("Qué"), "by": _("Quién")},
        rows,
    )


def _plain(value):
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _readable(value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return localize(localtime(value)) if isinstance(value, datetime) else localize(value)

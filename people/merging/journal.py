"""What a merge did to each row, kept so that it can be taken back exactly.

Values are kept as the columns hold them: what is sealed in the database stays sealed here.
"""

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from people.actions import Refused

CHANGED, DELETED, CREATED = "changed", "deleted", "created"


class CannotUndo(Refused):
    """A row that would have to be put back was changed since in a way that belongs to nobody alone."""


class Journal:
    """Changes rows and writes down how they were. ``entries`` is plain JSON, in the order of the acts."""

    def __init__(self):
        self.entries = []

    def change(self, row: models.Model, *, soft: bool = False, **values) -> None:
        """Set these fields of the row. ``soft``: if they change again later, undoing leaves them as they are then.

        A field given with the value it has is written down too: undoing is then refused when it changes later.
        """
        fields = [row._meta.get_field(name) for name in values]
        before = _kept(row, fields)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[field.name for field in fields])
        self._note(CHANGED, row, before=before, after=_kept(row, fields), soft=soft)

    def delete(self, row: models.Model) -> None:
        """Take the row away, with all its values written down. Whatever points to it must have been moved before."""
        self._note(DELETED, row, before=_kept(row, row._meta.concrete_fields))
        row.delete()

    def create(self, row: models.Model) -> None:
        """Save a row that was not there."""
        row.save(force_insert=True)
        self._note(CREATED, row)

    def _note(self, act: str, row: models.Model, **more) -> None:
        self.entries.append({"act": act, "model": row._meta.label, "pk": row.pk, **more})


def undo(entries: list[dict]) -> None:
    """Take back what was written down, the last act first. Run it in a transaction.

    ``CannotUndo`` names what was changed since. What came in since under rows that stay is left where it is.
    """
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        {CHANGED: _unchange, DELETED: _restore, CREATED: _uncreate}[entry["act"]](model, entry)


def _unchange(model: type[models.Model], entry: dict) -> None:
    rows = model._base_manager.select_for_update().filter(pk=entry["pk"])
    row = rows.first()
    own = [field for field in model._meta.concrete_fields if field.name in entry["before"]]
    if row is None or _kept(row, own) != entry["after"]:
        if entry["soft"]:
            return
        raise _changed_since(model, row)
    rows.update(**{field.attname: _value(field, entry["before"][field.name]) for field in own})


def _restore(model: type[models.Model], entry: dict) -> None:
    if model._base_manager.filter(pk=entry["pk"]).exists():
        raise _changed_since(model, None)
    values = {field.attname: _value(field, entry["before"][field.name]) for field in model._meta.concrete_fields}
    # In bulk: dates that are stamped at birth keep the day they had.
    row = model(**values)
    model._base_manager.bulk_create([row])
    stamped = [
        f for f in model._meta.concrete_fields if getattr(f, "auto_now_add", False) or getattr(f, "auto_now", False)
    ]
    if stamped:
        model._base_manager.filter(pk=entry["pk"]).update(**{f.attname: values[f.attname] for f in stamped})


def _uncreate(model: type[models.Model], entry: dict) -> None:
    model._base_manager.filter(pk=entry["pk"]).delete()


def _changed_since(model: type[models.Model], row: models.Model | None) -> CannotUndo:
    what = str(model._meta.verbose_name)
    if row is None:
        return CannotUndo(_("No se puede deshacer: después de unir se borró o se rehízo %(what)s.") % {"what": what})
    sentence = _("No se puede deshacer: después de unir cambió %(what)s (%(which)s), y ya no se puede separar.")
    return CannotUndo(sentence % {"what": what, "which": str(row)})


def _kept(row: models.Model, fields) -> dict:
    return {field.name: _text(field, row) for field in fields}


def _text(field: models.Field, row: models.Model):
    """The value as JSON. A field that turns what is stored into something else keeps what is stored."""
    value = field.value_from_object(row)
    if value is None or isinstance(field, models.JSONField):
        return value
    if hasattr(field, "from_db_value"):
        return field.get_prep_value(value)
    return field.value_to_string(row)


def _value(field: models.Field, text):
    if text is None or isinstance(field, models.JSONField):
        return text
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(text)
    if hasattr(field, "from_db_value"):
        return field.from_db_value(text, None, connection)
    return field.to_python(text)

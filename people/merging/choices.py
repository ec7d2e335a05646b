"""The fields of a person that two registers may say differently, and which side says more."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Area, Person, Sex

KEEP, DROP = "keep", "drop"
# What is chosen as one thing.
TOGETHER = {"name": ("given_names", "surname1", "surname2", "name_key")}
# The gender identity is read by its holder alone: people.merging.own takes what was said.
_NOT_CHOSEN = {
    "gender_identity",
    "id",
    "uuid",
    "user",
    "merged_into",
    "erased_at",
    "birth_year",
    "created_at",
    "created_by",
}
_UNSAID = {"", None, Sex.NOT_REPORTED.value, Area.NOT_REPORTED.value}


@dataclass(frozen=True)
class Choice:
    """One thing that both registers may say. ``fuller`` is the side to take unless somebody decides otherwise."""

    name: str
    label: str
    fields: tuple[str, ...]
    kept: str
    dropped: str
    fuller: str

    @property
    def differs(self) -> bool:
        return self.kept != self.dropped


def groups() -> dict[str, tuple[str, ...]]:
    """The fields that are chosen, by the name of the choice. Every field of a person is among them or set apart."""
    grouped = {field for fields in TOGETHER.values() for field in fields}
    alone = [field.name for field in Person._meta.concrete_fields if field.name not in grouped | _NOT_CHOSEN]
    return TOGETHER | {name: (name,) for name in alone}


def choices(keep: Person, drop: Person) -> list[Choice]:
    """Every choice between the two, in the order of the form."""
    return [_choice(name, fields, keep, drop) for name, fields in groups().items()]


def _choice(name: str, fields: tuple[str, ...], keep: Person, drop: Person) -> Choice:
    kept, dropped = said(keep, name), said(drop, name)
    field = own_field(fields[0])
    label = _("nombre completo") if name == "name" else field.verbose_name
    longer = isinstance(field, models.CharField) and name in {"name", "certificate_name"} and len(dropped) > len(kept)
    return Choice(name, str(label), fields, kept, dropped, DROP if dropped and (not kept or longer) else KEEP)


def own_field(name: str) -> models.Field:
    """A column of the person's own row."""
    return next(field for field in Person._meta.concrete_fields if field.name == name)


def said(person: Person, name: str) -> str:
    """What the register says, in words; empty when it says nothing."""
    if name == "name":
        return person.full_name
    value = getattr(person, name)
    if value in _UNSAID:
        return ""
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else value)

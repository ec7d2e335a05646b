"""The organisations as a sheet, and the history of one in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cohorts.organisations.queries import contacts_of
from people.models import Organisation

MOST_HISTORY = 50


def sheet_of(user, organisations) -> list[list[object]]:
    """A header and a line an organisation, in the words that the import reads back. Codes are text: 05001 stays."""
    listed = list(organisations.select_related("territory__parent__parent__parent__parent").order_by("name", "pk"))
    contacts = contacts_of(user, listed)
    registers = sorted({register for one in listed for register in one.external_refs})
    header = [
        _("Nombre"), _("Tipo"), _("Clave del territorio"), _("Lugar"), _("Integrantes declarados"),
        _("Fecha de la declaración"), _("Persona de contacto"), _("Cargo"), _("Teléfono"), _("Correo"), *registers,
    ]  # fmt: skip
    return [header, *(_line(one, contacts.get(one.pk), registers) for one in listed)]


def _line(one: Organisation, contact, registers: list[str]) -> list[object]:
    person = contact.person if contact else None
    return [
        one.name,
        str(one.get_kind_display()),
        one.territory.code if one.territory else "",
        one.territory.full_name if one.territory else "",
        "" if one.declared_members is None else one.declared_members,
        one.declared_on or "",
        # Surnames first with their comma: the import parts the name again without guessing.
        person.list_name if person else "",
        contact.post if contact else "",
        person.phone if person else "",
        person.email if person else "",
        *(str(one.external_refs.get(register, "")) for register in registers),
    ]


@dataclass(frozen=True)
class Happening:
    at: datetime
    who: str
    what: str
    changes: list[tuple[str, str, str]]


def history_of(organisation: Organisation) -> list[Happening]:
    """What was done to the organisation, last first, at most 50: when, who, what, and each field before and after."""
    entries = ModelLogEntry.objects.for_instance(organisation).select_related("user").order_by("-timestamp")
    labels = {
        "name": _("Nombre"),
        "kind": _("Tipo"),
        "territory": _("Territorio"),
        "external_refs": _("Identificadores externos"),
        "declared_members": _("Integrantes declarados"),
        "declared_on": _("Fecha de la declaración"),
    }
    found = []
    for entry in entries[:MOST_HISTORY]:
        data = entry.data if entry.action == "people.change_organisation" else {}
        changes = [(labels[key], _shown(key, was), _shown(key, now)) for key, (was, now) in data.items()]
        formatter = entry.formatter
        what = formatter.label if formatter else entry.action
        found.append(Happening(entry.timestamp, str(entry.user) if entry.user else "", str(what), changes))
    return found


def _shown(key: str, value) -> str:
    if value in (None, "", {}):
        return "—"
    if key == "kind":
        return str(Organisation.Kind(value).label)
    return ", ".join(f"{name}: {ref}" for name, ref in value.items()) if isinstance(value, dict) else str(value)

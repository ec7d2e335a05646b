"""How what is known of a person changes, by her own hand or by who coordinates her. Each act may be asked for twice."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log

from kit.sealing import mark, marks
from kit.text import name_key, tidy
from people.actions import Refused
from people.identity.rules import compact, name_complaint
from people.models import IdentityDocument, Person, PersonAlias
from people.register import compact_phone

NAMES = ("given_names", "surname1", "surname2")
CHANGEABLE = (*NAMES, "certificate_name", "sex", "birth_date", "area", "phone", "email")
MOST_DOCUMENTS = 6


@transaction.atomic
def change_person(person: Person, *, by, **said) -> list[str]:
    """Give the person these values, any of ``CHANGEABLE``; the names of the fields that changed, and the audit line.

    A new name keeps the old one for recognising her in old lists. ``Refused`` without a given name and a surname, for
    a name that cannot be printed, for somebody who left, and for the holder's own change of the name for certificates
    once one was issued: who coordinates replaces that one.
    """
    unknown = set(said) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a field of a person: {sorted(unknown)}")
    person = _held(person)
    for field in {*NAMES, "certificate_name"} & said.keys():
        said[field] = tidy(said[field])
    if "phone" in said:
        said["phone"] = compact_phone(said["phone"])
    if "email" in said:
        said["email"] = said["email"].strip().lower()
    changed = {field: value for field, value in said.items() if getattr(person, field) != value}
    if not changed:
        return []
    _require_names(person, changed)
    if "certificate_name" in changed and by is not None and by.pk == person.user_id and is_printed(person):
        raise Refused(_("Tu nombre ya está impreso en una constancia. Pide a tu coordinación que la sustituya."))
    _write(person, changed)
    log(instance=person, action="people.change_person", user=by, data={"fields": sorted(changed)})
    return sorted(changed)


def is_printed(person: Person) -> bool:
    """Whether something was given out that carries her name. Those who give such things answer."""
    return any(ask(person) for ask in hooks.get_hooks("people.name_is_printed"))


def _held(person: Person) -> Person:
    held = Person.objects.select_for_update().get(pk=person.pk).present
    if held.erased_at:
        raise Refused(_("Los datos de esta persona ya se borraron."))
    return held


def _require_names(person: Person, changed: dict) -> None:
    for field in {*NAMES, "certificate_name"} & changed.keys():
        complaint = name_complaint(changed[field])
        if complaint == "empty" and field in {"given_names", "surname1"}:
            raise Refused(_("Escribe al menos un nombre y un apellido."))
        if complaint == "symbols":
            raise Refused(_("Un nombre se escribe con letras, espacios, guiones y apóstrofos."))


def _write(person: Person, changed: dict) -> None:
    before = {field: getattr(person, field) for field in NAMES} | {"name_key": person.name_key}
    for field, value in changed.items():
        setattr(person, field, value)
    person.name_key = name_key(*(getattr(person, field) for field in NAMES))
    person.clean_fields(exclude=["territory", "user", "created_by", "merged_into"])
    person.save(update_fields=[*changed, "name_key"])
    if set(NAMES) & changed.keys():
        PersonAlias.objects.get_or_create(
            person=person,
            **{field: before[field] for field in NAMES},
            defaults={"name_key": before["name_key"]},
        )


@transaction.atomic
def add_document(person: Person, *, country: str, kind: str, number: str, by) -> IdentityDocument:
    """Note a document of hers, its number sealed. The same one again is the one noted before.

    A number that looks wrong is kept all the same. ``Refused`` without a number, for a kind that country does not
    issue, and when there are six already.
    """
    person = _held(person)
    number = tidy(number)
    if not compact(number):
        raise Refused(_("Escribe el número del documento."))
    if IdentityDocument.ISSUER.get(IdentityDocument.Kind(kind), country) != country:
        raise Refused(_("Ese tipo de documento lo expide otro país."))
    facts = {"person": person, "country": country, "kind": kind}
    held = IdentityDocument.objects.filter(**facts, number_mark__in=marks(compact(number))).first()
    if held:
        return held
    if person.identity_documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("Caben %(most)d documentos: quita primero uno.") % {"most": MOST_DOCUMENTS})
    document = IdentityDocument(**facts, number=number, number_mark=mark(compact(number)), created_by=by)
    document.clean_fields(exclude=["person", "created_by"])
    document.save(force_insert=True)
    log(instance=person, action="people.add_document", user=by, data={"kind": kind, "country": country})
    return document


@transaction.atomic
def remove_document(document: IdentityDocument, *, by) -> None:
    """Take a document away, number and all. Taking it away twice is once."""
    gone, _rows = IdentityDocument.objects.filter(pk=document.pk).delete()
    if gone:
        data = {"kind": document.kind, "country": document.country}
        log(instance=document.person, action="people.remove_document", user=by, data=data)


@transaction.atomic
def show_number(document: IdentityDocument, *, by) -> str:
    """The whole number, and a line that says who looked. Empty when no key opens it any more."""
    log(instance=document.person, action="people.show_document", user=by, data={"kind": document.kind})
    return document.number

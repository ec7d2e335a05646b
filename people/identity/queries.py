"""Documents as pages show them, and finding people by one. Fixed queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kit.sealing import marks
from people.identity.rules import compact, doubt, masked
from people.models import IdentityDocument, Person

FOUND_SHOWN = 20


@dataclass(frozen=True)
class Shown:
    """A document without its number: ``warning`` is a sentence when something about it looks wrong."""

    uuid: UUID
    kind: str
    country: str
    masked: str
    warning: str


def documents_of(person: Person) -> list[Shown]:
    """One query."""
    return [shown(each) for each in IdentityDocument.objects.filter(person=person)]


def shown(document: IdentityDocument) -> Shown:
    return Shown(
        uuid=document.uuid,
        kind=str(document.get_kind_display()),
        country=str(document.get_country_display()),
        masked=masked(document.number),
        warning=warning(document.kind, document.number),
    )


def warning(kind: str, number: str) -> str:
    """What looks wrong, in a sentence; empty when nothing does. It is told, and nothing waits for it."""
    if not number:
        return _("No se puede leer: falta la llave con que se guardó. Avisa a quien administra.")
    words = {
        "": "",
        "length": _("Revisa el número: no tiene el largo de ese documento."),
        "format": _("Revisa el número: no tiene la forma de ese documento."),
        "check": _("Revisa el número: el dígito verificador no coincide."),
    }
    return words[doubt(kind, number)]


def endings_of(people: Iterable[int] | QuerySet) -> dict[int, str]:
    """The last signs of one document of each (ids, or a query for them), for a sheet to sign. One query."""
    held = IdentityDocument.objects.filter(person__in=people).order_by("-pk")
    return {each.person_id: masked(each.number).strip("• ") for each in held}


def people_with(number: str, *, user) -> list[tuple[Person, list[Shown]]]:
    """Those this account coordinates who have exactly that number, whatever the dots and dashes. Two queries."""
    plain = compact(number)
    if not plain:
        return []
    mine = Person.objects.live().filter(erased_at=None).coordinated_by(user)
    found = IdentityDocument.objects.filter(number_mark__in=marks(plain), person__in=mine.values("pk"))
    by_person: dict[Person, list[Shown]] = {}
    for document in found.select_related("person__territory").order_by("person", "pk")[:FOUND_SHOWN]:
        by_person.setdefault(document.person, []).append(shown(document))
    return list(by_person.items())

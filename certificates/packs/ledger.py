"""The book of folios: every one that was given, in its order, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Certificate, FolioSeries
from certificates.packs.choosing import given_in
from certificates.verification import state_of
from cohorts.models import Cohort
from kit.clock import local
from programmes.models import Programme
from programmes.vocabulary import Vocabulary

STATES = {
    "valid": gettext_lazy("Vigente"),
    "replaced": gettext_lazy("Sustituida"),
    "revoked": gettext_lazy("Anulada"),
}
# Whoever is on duty at night has no name.
BY_ITSELF = gettext_lazy("Automático")


@dataclass(frozen=True)
class Entry:
    """One line of the book: everything as printed; ``note`` is the folio that replaced it, or why it was revoked."""

    number: int
    folio: str
    kind: str
    name: str
    course: str
    hours: int | None
    issued_on: date
    by: str
    state: str
    note: str


@dataclass(frozen=True)
class Book:
    """``last`` is the counter of the series; None for the book of a cohort, whose folios are some of a series."""

    entries: list[Entry]
    last: int | None = None

    @property
    def missing(self) -> list[int]:
        """Numbers of the series that no line has. Always none: they are counted to show it."""
        there = {entry.number for entry in self.entries}
        return [number for number in range(1, (self.last or 0) + 1) if number not in there]


def book_of_cohort(cohort: Cohort) -> Book:
    """What came out of the cohort, replaced and revoked ones too. One query."""
    return Book(_entries(given_in(cohort), cohort.programme))


def book_of_year(series: FolioSeries) -> Book:
    """Everything the programme gave in that year. One query."""
    programme = series.programme
    given = Certificate.objects.filter(programme=programme, folio__contains=f"-{series.year}-")
    return Book(_entries(given, programme), series.last)


def number_of(folio: str) -> int:
    return int(folio.split("-")[-2])


def _entries(given, programme: Programme) -> list[Entry]:
    people = given.select_related("issued_by__person", "replaced_by").defer("replaced_by__snapshot")
    return sorted(
        (_entry(each, programme) for each in people),
        key=lambda entry: (entry.issued_on.year, entry.number, entry.folio),
    )


def _entry(certificate: Certificate, programme: Programme) -> Entry:
    text = certificate.snapshot["text"]
    state = state_of(certificate)
    successor = certificate.replaced_by.folio if certificate.replaced_by else ""
    return Entry(
        number=number_of(certificate.folio),
        folio=certificate.folio,
        kind=str(certificate.get_kind_display()),
        name=text["name"],
        course=text["course"],
        hours=certificate.snapshot.get("hours"),
        issued_on=local(certificate.issued_at, programme.time_zone).date(),
        by=_who(certificate.issued_by),
        state=str(STATES[state]),
        note=_("Por %(folio)s") % {"folio": successor} if successor else certificate.revoked_reason,
    )


def _who(user) -> str:
    if user is None:
        return str(BY_ITSELF)
    person = getattr(user, "person", None)
    return person.full_name if person else user.email


def heads(programme: Programme) -> list[str]:
    return [
        Vocabulary(programme)["Folio"], _("Tipo"), _("Nombre"), _("Curso"), _("Horas"), _("Emitida"), _("Emitió"),
        _("Estado"), _("Detalle"),
    ]  # fmt: skip


def title_of(programme: Programme) -> str:
    """What the programme calls the book: "Libro de folios"."""
    return _("Libro de %(word)s") % {"word": Vocabulary(programme)["folios"]}


def lines(book: Book) -> Iterable[list]:
    for entry in book.entries:
        yield [
            entry.folio, entry.kind, entry.name, entry.course, entry.hours, entry.issued_on, entry.by, entry.state,
            entry.note,
        ]  # fmt: skip


def tally(book: Book) -> str:
    """One sentence: how many there are, and that none of the series is missing."""
    count = len(book.entries)
    if book.last is None:
        return _("Renglones en este libro: %(count)d.") % {"count": count}
    if book.missing:
        first = ", ".join(str(number) for number in book.missing[:10])
        return _("La serie va en el %(last)d y faltan estos números: %(missing)s.") % {
            "last": book.last,
            "missing": first,
        }
    return _("La serie va en el %(last)d y están los %(count)d, sin faltar ninguno.") % {
        "last": book.last,
        "count": count,
    }

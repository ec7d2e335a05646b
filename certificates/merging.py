"""Certificates of two registers of one person: every promise made in public stands, under the one who earned it."""

from django.utils.translation import gettext as _

from certificates.models import Certificate
from cohorts.merging import united
from people.merging.journal import Journal
from people.merging.rooms import Line, Room, Union
from people.models import Person


def preview(keep: Person, drop: Person) -> list[Line]:
    return [Line(_("Constancias"), Certificate.objects.filter(person=drop).count())]


def move(union: Union, journal: Journal) -> None:
    """All go to the person kept. Where both earned one in the same cohort, the second stands beside the first."""
    stays_for = {goes.pk: stays for stays, goes in united(union.keep, union.drop)}
    for certificate in Certificate.objects.filter(person=union.drop).order_by("pk"):
        passage = stays_for.get(certificate.enrolment_id, certificate.enrolment)
        # Given with the values they have, so that parting is refused once one of them was replaced or taken back.
        journal.change(
            certificate,
            person=union.keep,
            enrolment=passage,
            beside=certificate.beside or _beside(certificate, passage),
            replaced_by=certificate.replaced_by,
            revoked_at=certificate.revoked_at,
        )


def _beside(certificate: Certificate, passage) -> Certificate | None:
    if passage.pk == certificate.enrolment_id or certificate.revoked_at or certificate.replaced_by_id:
        return None
    valid = Certificate.objects.valid().filter(enrolment=passage, kind=certificate.kind, beside=None)
    return valid.first()


ROOM = Room(
    keys=("certificates.Certificate.person", "certificates.Certificate.enrolment"),
    preview=preview,
    move=move,
)

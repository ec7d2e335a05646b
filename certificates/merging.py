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
        before = certificate.enrolment
        passage = stays_for.get(before.pk, before) if before else None
        # Given with the values they have, so that parting is refused once one of them was replaced or taken back.
        journal.change(
            certificate,
            person=union.keep,
            enrolment=passage,
            beside=certificate.beside or _beside(certificate, passage, union.keep),
            replaced_by=certificate.replaced_by,
            revoked_at=certificate.revoked_at,
        )
    for passage, gone in ((stays, goes) for stays, goes in united(union.keep, union.drop)):
        _unite_waivers(passage, gone, union, journal)


def _beside(certificate: Certificate, passage, keep: Person) -> Certificate | None:
    """The one that stood before it, when both were given to the same person in the same cohort for the same thing."""
    if certificate.revoked_at or certificate.replaced_by_id or (passage and passage.pk == certificate.enrolment_id):
        return None
    twins = Certificate.objects.valid().filter(
        cohort=certificate.cohort_id, enrolment=passage, person=keep, kind=certificate.kind, beside=None
    )
    return twins.first()


def _unite_waivers(stays, goes, union: Union, journal: Journal) -> None:
    """What was vouched for twice is vouched for once: the second ends on the day of the union."""
    standing = set(stays.waivers.standing().values_list("kind", flat=True))
    for waiver in goes.waivers.order_by("pk"):
        twice = waiver.lifted_at is None and waiver.kind in standing
        ended = {"lifted_at": union.at, "lifted_reason": _("Los dos registros se unieron")} if twice else {}
        journal.change(waiver, **{"enrolment": stays} | ended)


ROOM = Room(
    keys=("certificates.Certificate.person", "certificates.Certificate.enrolment", "certificates.Waiver.enrolment"),
    preview=preview,
    move=move,
)

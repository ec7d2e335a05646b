"""What people themselves carry: posts held, invitations, other names, suggestions about them, what they authorised."""

from django.db.models import Q
from django.utils.translation import gettext as _

from people.merging.journal import Journal
from people.merging.rooms import Line, Room, Union
from people.models import DataExport, ErasureRequest, GenderIdentity, Person, PersonAlias, PotentialDuplicate

Status = PotentialDuplicate.Status


def preview(keep: Person, drop: Person) -> list[Line]:
    return [
        Line(_("Cargos en organizaciones"), drop.memberships.count()),
        Line(_("Invitaciones"), drop.invitations.count()),
        Line(_("Autorizaciones"), drop.consents.count()),
        Line(_("Documentos de identidad"), drop.identity_documents.count()),
    ]


def refusal(union: Union) -> str:
    """Whoever asked to be forgotten is answered first; nobody comes back by being united."""
    if union.keep.erased_at or union.drop.erased_at:
        return _("Los datos de uno de los dos registros ya se borraron: no se puede unir con otro.")
    if ErasureRequest.objects.filter(person__in=[union.keep, union.drop], decided_at=None).exists():
        return _("Uno de los dos registros pidió que se borren sus datos. Responde primero esa solicitud.")
    return ""


def move(union: Union, journal: Journal) -> None:
    _move_memberships(union, journal)
    _move_invitations(union, journal)
    _move_names(union, journal)
    _move_identity(union, journal)
    _move_suggestions(union, journal)
    _move_rights(union, journal)
    for older in Person.objects.filter(merged_into=union.drop).order_by("pk"):
        journal.change(older, merged_into=union.keep)


def _move_memberships(union: Union, journal: Journal) -> None:
    """The same post in the same organisation is held once, from the earlier day."""
    running = {(held.organisation_id, held.post): held for held in union.keep.memberships.filter(until=None)}
    for held in union.drop.memberships.order_by("pk"):
        twin = running.get((held.organisation_id, held.post)) if held.until is None else None
        if twin is None:
            journal.change(held, person=union.keep)
            continue
        since = min((day for day in (twin.since, held.since) if day), default=None)
        journal.delete(held)
        if (since, twin.is_contact or held.is_contact) != (twin.since, twin.is_contact):
            journal.change(twin, since=since, is_contact=twin.is_contact or held.is_contact)


def _move_invitations(union: Union, journal: Journal) -> None:
    """An open one to a mailbox that has another stays where it is: its link leads to the person kept all the same."""
    open_to = set(union.keep.invitations.filter(accepted_at=None).values_list("email", flat=True))
    for invitation in union.drop.invitations.order_by("pk"):
        if invitation.accepted_at or invitation.email not in open_to:
            # The night takes away old ones: that must not stop anybody from parting the two.
            journal.change(invitation, soft=True, person=union.keep)


def _move_names(union: Union, journal: Journal) -> None:
    """The names that are no longer the person's are kept as other names."""
    known = set(union.keep.aliases.values_list("given_names", "surname1", "surname2"))
    for alias in union.drop.aliases.order_by("pk"):
        names = (alias.given_names, alias.surname1, alias.surname2)
        if names not in known:
            known.add(names)
            journal.change(alias, person=union.keep)
    now = (union.keep.given_names, union.keep.surname1, union.keep.surname2)
    for given_names, surname1, surname2, key in union.names:
        names = (given_names, surname1, surname2)
        if names != now and names not in known:
            known.add(names)
            alias = PersonAlias(given_names=given_names, surname1=surname1, surname2=surname2, name_key=key)
            alias.person = union.keep
            journal.create(alias)


def _move_identity(union: Union, journal: Journal) -> None:
    """A document both showed is kept once. What was said of the gender is kept, and an answer before a silence."""
    known = set(union.keep.identity_documents.values_list("country", "kind", "number_mark"))
    for document in union.drop.identity_documents.order_by("pk"):
        if (document.country, document.kind, document.number_mark) in known:
            journal.delete(document)
        else:
            journal.change(document, person=union.keep)
    said = (union.keep.gender_identity, union.drop.gender_identity)
    best = next((one for one in said if one not in {"", GenderIdentity.PREFER_NOT}), said[0] or said[1])
    if best != union.keep.gender_identity:
        journal.change(union.keep, gender_identity=best)


def _move_suggestions(union: Union, journal: Journal) -> None:
    """This pair is answered. Whoever is not the one dropped is not the one kept either."""
    keep, drop = union.keep.pk, union.drop.pk
    pair = PotentialDuplicate.objects.filter(a=min(keep, drop), b=max(keep, drop)).first()
    if pair:
        journal.change(pair, soft=True, status=Status.MERGED, decided_at=union.at, decided_by=union.by)
    others = PotentialDuplicate.objects.filter(Q(a=drop) | Q(b=drop), status=Status.NOT_DUPLICATE)
    for refused in others.order_by("pk"):
        other = refused.b_id if refused.a_id == drop else refused.a_id
        if other == keep:
            continue
        ends = {"a_id": min(keep, other), "b_id": max(keep, other)}
        answer = {"status": Status.NOT_DUPLICATE, "decided_at": refused.decided_at, "decided_by": refused.decided_by}
        known = PotentialDuplicate.objects.filter(**ends).first()
        if known is None:
            journal.create(PotentialDuplicate(**ends, score=refused.score, reasons=refused.reasons, **answer))
        elif known.status == Status.OPEN:
            journal.change(known, soft=True, **answer)


def _move_rights(union: Union, journal: Journal) -> None:
    """What both authorised is one history, in the order in which they spoke; and what they asked of us is answered."""
    for record in union.drop.consents.order_by("pk"):
        journal.change(record, person=union.keep)
    for request in union.drop.erasure_requests.order_by("pk"):
        journal.change(request, person=union.keep)
    for export in union.drop.data_exports.order_by("pk"):
        # One in the making follows the account that will fetch it. A file that was made since speaks of both people:
        # parting them, it is not handed to one of them.
        if export.ready_at or _may_wait(export, union):
            journal.change(export, soft=True, person=union.keep, ready_at=export.ready_at)


def _may_wait(export: DataExport, union: Union) -> bool:
    return export.asked_by_id == union.account and not union.keep.data_exports.filter(ready_at=None).exists()


ROOM = Room(
    keys=(
        "people.Membership.person",
        "people.Invitation.person",
        "people.PersonAlias.person",
        "people.IdentityDocument.person",
        "people.PotentialDuplicate.a",
        "people.PotentialDuplicate.b",
        "people.Person.merged_into",
        "people.ConsentRecord.person",
        "people.DataExport.person",
        "people.ErasureRequest.person",
        # Where they are: what was united with what, and the index by which people are compared.
        "people.Merge.kept",
        "people.Merge.dropped",
        # A slip of paper leads to the person kept all the same.
        "people.ClaimCode.person",
        "people.Comparison.person",
        "people.NamePair.person",
    ),
    preview=preview,
    move=move,
    refusal=refusal,
)

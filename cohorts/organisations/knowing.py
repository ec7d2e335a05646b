"""Which organisations the lines of a list may mean: a fixed number of queries for the whole list."""

from collections.abc import Iterable

from django.db.models import Q

from cohorts.organisations.facts import KnownOrganisation, OrganisationRow
from cohorts.organisations.queries import contacts_of, organisations_of
from people.models import Membership, Organisation


def organisations_like(rows: Iterable[OrganisationRow], *, register: str, by) -> list[KnownOrganisation]:
    """Those that share an identifier of that register or a name, old or new, with a line.

    Organisations are known to the whole platform, so that none is written down twice; of those that ``by`` may not
    see nothing is told but that the name is taken.
    """
    rows = [row for row in rows if not row.problems]
    refs, keys = {row.ref for row in rows} - {""}, {row.key for row in rows} - {""}
    by_ref = Q(**{f"external_refs__{register}__in": [*refs]}) if refs else Q(pk__in=[])
    alike = by_ref | Q(name_key__in=keys) | Q(former_names__name_key__in=keys)
    found = {one.pk: one for one in Organisation.objects.filter(alike).prefetch_related("former_names")}
    everybody = Organisation.objects.all() if by is None else organisations_of(by)
    mine = set(everybody.filter(pk__in=found).values_list("pk", flat=True))
    contacts = contacts_of(by, found.keys()) if by else _all_contacts(found.keys())
    return [_known(one, register, contacts.get(pk), pk in mine) for pk, one in sorted(found.items())]


def _all_contacts(organisations) -> dict[int, Membership]:
    posts = Membership.objects.contacts().filter(organisation__in=organisations)
    return {post.organisation_id: post for post in posts.select_related("person").order_by("pk")}


def _known(one: Organisation, register: str, contact: Membership | None, mine: bool) -> KnownOrganisation:
    return KnownOrganisation(
        id=one.pk,
        name=one.name,
        key=one.name_key,
        former=frozenset(former.name_key for former in one.former_names.all()),
        kind=one.kind,
        territory_id=one.territory_id,
        ref=str(one.external_refs.get(register, "")),
        members=one.declared_members,
        declared_on=one.declared_on,
        contact_key=contact.person.name_key if contact else "",
        mine=mine,
    )

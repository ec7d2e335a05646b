"""How an organisation and its posts change over time; what was before stays readable."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.text import tidy
from people.actions import Refused
from people.models import FormerName, Membership, Organisation
from people.register import organisation_key

CHANGEABLE = ("name", "kind", "territory", "external_refs", "declared_members", "declared_on")


@transaction.atomic
def change_organisation(organisation: Organisation, *, by, **said) -> list[str]:
    """Give the organisation these values; the names of the fields that changed. The audit line keeps before and after.

    ``said``: any of name, kind, territory, external_refs, declared_members, declared_on. A new name keeps the old one
    for recognising it in old lists. ``Refused`` when another of that name is in that territory.
    """
    unknown = set(said) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a field of an organisation: {sorted(unknown)}")
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if "name" in said:
        said["name"] = tidy(said["name"])[:160]
        if not organisation_key(said["name"]):
            raise Refused(_("Escribe el nombre de la organización."))
    changed = {field: getattr(organisation, field) for field in said if getattr(organisation, field) != said[field]}
    if not changed:
        return []
    for field in changed:
        setattr(organisation, field, said[field])
    organisation.name_key = organisation_key(organisation.name)
    try:
        with transaction.atomic():
            organisation.save(update_fields=[*changed, "name_key"])
    except IntegrityError:
        raise Refused(_("Ya hay otra organización con ese nombre en ese territorio.")) from None
    if "name" in changed:
        _remember(organisation, changed["name"])
    data = {field: [_plain(before), _plain(said[field])] for field, before in changed.items()}
    log(instance=organisation, action="people.change_organisation", user=by, data=data)
    return [*changed]


def _remember(organisation: Organisation, name: str) -> None:
    key = organisation_key(name)
    if key != organisation.name_key:
        FormerName.objects.get_or_create(organisation=organisation, name_key=key, defaults={"name": name})


def _plain(value):
    """As the audit line keeps it: a name, a day, a figure."""
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | dict) else str(value)


@transaction.atomic
def end_post(membership: Membership, *, until: date | None = None, by) -> Membership:
    """The person holds the post until that day (today, unless said). Ending it twice is ending it once.

    Who left is no longer the contact. ``Refused`` for a day before the post began.
    """
    until = until or timezone.localdate()
    if membership.since and until < membership.since:
        raise Refused(_("No puede terminar antes de empezar."))
    running = Membership.objects.filter(pk=membership.pk, until=None)
    ended = running.update(until=until, is_contact=False)
    membership.refresh_from_db()
    if ended:
        data = {"organisation": membership.organisation_id, "post": membership.post, "until": until.isoformat()}
        log(instance=membership.person, action="people.end_post", user=by, data=data)
    return membership


@transaction.atomic
def make_contact(membership: Membership, *, by) -> Membership:
    """This person, and nobody else now, is whom to call. Repeating changes nothing. ``Refused`` for an ended post."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    if membership.until:
        raise Refused(_("Ese cargo ya terminó: elige a alguien con un cargo de hoy."))
    others = Membership.objects.filter(organisation=membership.organisation_id, is_contact=True)
    others.exclude(pk=membership.pk).update(is_contact=False)
    if not membership.is_contact:
        membership.is_contact = True
        membership.save(update_fields=["is_contact"])
        data = {"organisation": membership.organisation_id}
        log(instance=membership.person, action="people.make_contact", user=by, data=data)
    return membership

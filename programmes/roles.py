"""Rights in a programme: given, taken back, and what follows from them in Wagtail's groups."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.actions import Refused
from people.groups import EDITORS, MODERATORS, REVIEWERS
from people.models import Organisation, Person, User
from programmes.models import Programme, Region, TeamRole

Role = TeamRole.Role
GROUP_OF: dict[str, str] = {Role.EDITOR: EDITORS, Role.REVIEWER: REVIEWERS, Role.MODERATOR: MODERATORS}


@transaction.atomic
def grant_role(
    person: Person,
    *,
    programme: Programme,
    role,
    region: Region | None = None,
    organisation: Organisation | None = None,
    by: User | None,
) -> TeamRole:
    """A right in the programme from now on. Who already holds it keeps the one there is.

    ``Refused`` for a regional coordination without a region of this programme, a representation without its
    organisation, and to whoever does not coordinate the whole programme. The other roles take neither.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    _require_coordination(programme, by)
    where, whose = _scope(programme, role, region, organisation)
    return _grant(person, programme, role, where, whose, by)


@transaction.atomic
def found(programme: Programme, person: Person, *, by: User) -> TeamRole:
    """The first coordination of a programme, by whoever made it. ``Refused`` once anybody was given a role in it."""
    if programme.team.exclude(person=person).exists():
        raise Refused(_("Este programa ya tiene equipo."))
    return _grant(person, programme, Role.PROGRAMME_COORDINATOR, None, None, by)


@transaction.atomic
def revoke_role(team_role: TeamRole, *, by: User | None) -> TeamRole:
    """End a right; its history stays. Ending it twice is ending it once.

    ``Refused`` for the last coordination that can sign in: somebody must answer for the programme. The programme is
    held meanwhile, so of two who take the right from each other at once the second is refused.
    """
    programme = Programme.objects.select_for_update().get(pk=team_role.programme_id)
    team_role.refresh_from_db()
    if team_role.revoked_at:
        return team_role
    _require_coordination(programme, by)
    if team_role.role == Role.PROGRAMME_COORDINATOR and is_last(team_role):
        raise Refused(_("Es la única coordinación del programa. Nombra a otra persona antes de quitarla."))
    TeamRole.objects.filter(pk=team_role.pk).update(revoked_at=timezone.now(), revoked_by=by)
    team_role.refresh_from_db()
    log(instance=programme, action="programmes.revoke_role", user=by, data=_said(team_role))
    follow_roles(team_role.person)
    return team_role


def is_last(coordination: TeamRole) -> bool:
    """Nobody else coordinates the programme; where its holder can sign in, nobody else who can."""
    others = TeamRole.objects.filter(
        programme=coordination.programme_id, role=Role.PROGRAMME_COORDINATOR, revoked_at=None
    ).exclude(pk=coordination.pk)
    holder = coordination.person.user
    return not (others.filter(person__user__is_active=True) if holder and holder.is_active else others).exists()


@transaction.atomic
def follow_roles(person: Person) -> None:
    """Put the person's account in the groups of the roles that stand, and out of those whose role has ended.

    Nothing for who has no account: claiming it calls here. A group given by hand, without a role, stays.
    """
    if person.user_id is None:
        return
    account = User.objects.get(pk=person.user_id)
    roles = TeamRole.objects.filter(person=person, role__in=GROUP_OF).values_list("role", "revoked_at")
    ever = {GROUP_OF[role] for role, _ended in roles}
    held = {GROUP_OF[role] for role, ended in roles if ended is None}
    for name in sorted(held):
        account.groups.add(Group.objects.get_or_create(name=name)[0])
    account.groups.remove(*Group.objects.filter(name__in=ever - held))


def _require_coordination(programme: Programme, by: User | None) -> None:
    """None is the machine itself. Asked under the programme's lock: a right that just ended gives none."""
    if by is not None and not Programme.objects.coordinated_by(by).filter(pk=programme.pk).exists():
        raise Refused(_("Solo quien coordina todo el programa da y quita papeles."))


def _scope(programme, role, region, organisation):
    if role == Role.REGIONAL_COORDINATOR:
        if region is None or region.programme_id != programme.pk:
            raise Refused(_("Elige la región que va a coordinar."))
        return region, None
    if role == Role.ORGANISATION_REPRESENTATIVE:
        if organisation is None:
            raise Refused(_("Elige la organización que representa."))
        return None, organisation
    return None, None


def _grant(person, programme, role, region, organisation, by) -> TeamRole:
    held, created = TeamRole.objects.get_or_create(
        person=person,
        programme=programme,
        role=role,
        region=region,
        organisation=organisation,
        revoked_at=None,
        defaults={"granted_by": by},
    )
    if created:
        log(instance=programme, action="programmes.grant_role", user=by, data=_said(held))
        follow_roles(person)
    return held


def _said(held: TeamRole) -> dict:
    scope = {"region": held.region_id} | ({"organisation": held.organisation_id} if held.organisation_id else {})
    return {"role": held.role, "person": held.person_id} | scope

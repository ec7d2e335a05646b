"""Who may, on the side of the thing; ``ProgrammeQuerySet`` and ``RegionQuerySet`` are the same on the side of lists."""

from programmes.models import Programme, TeamRole

SEES_PEOPLE = [TeamRole.Role.PROGRAMME_COORDINATOR, TeamRole.Role.REGIONAL_COORDINATOR, TeamRole.Role.DATA_OFFICER]


def can_create_programme(user) -> bool:
    """Whoever administers the platform, was given the right to add programmes, or already coordinates one."""
    if not user.is_authenticated:
        return False
    return user.has_perm("programmes.add_programme") or Programme.objects.coordinated_by(user).exists()


def can_coordinate(user, programme: Programme) -> bool:
    return Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def can_see_people(user, programme: Programme) -> bool:
    """Who coordinates or watches over the data does; the funder's view is of figures, never of persons."""
    if user.is_superuser:
        return True
    roles = TeamRole.objects.filter(person__user=user, programme=programme, revoked_at=None)
    return roles.filter(role__in=SEES_PEOPLE).exists()

"""Which organisations take part in a programme, as what, and how far they are."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from people.models import Organisation
from programmes.models import Programme, ProgrammeOrganisation, Region

Role = ProgrammeOrganisation.Role


@transaction.atomic
def take_part(
    programme: Programme,
    organisations: Iterable[Organisation],
    *,
    role: str = Role.PARTICIPANT,
    region: Region | None = None,
    by,
) -> list[ProgrammeOrganisation]:
    """Each of them takes part in the programme from now on, in that role; who already did keeps its state.

    Safe to repeat; a fixed number of queries.
    """
    wanted = {organisation.pk: organisation for organisation in organisations}
    held = ProgrammeOrganisation.objects.filter(programme=programme, role=role, organisation__in=wanted)
    fresh = wanted.keys() - set(held.values_list("organisation", flat=True))
    rows = [ProgrammeOrganisation(programme=programme, organisation_id=pk, role=role, region=region) for pk in fresh]
    ProgrammeOrganisation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if fresh:
        data = {"organisations": sorted(fresh), "role": role}
        log(instance=programme, action="programmes.take_part", user=by, data=data)
    return list(held.all().select_related("programme"))


@transaction.atomic
def change_participation(participation: ProgrammeOrganisation, *, status: str, by) -> ProgrammeOrganisation:
    """How far the organisation is in the programme. Repeating changes nothing."""
    before = participation.status
    changed = ProgrammeOrganisation.objects.filter(pk=participation.pk).exclude(status=status).update(status=status)
    if changed:
        participation.status = status
        data = {"programme": participation.programme_id, "before": before, "now": status}
        log(instance=participation.organisation, action="programmes.change_participation", user=by, data=data)
    return participation

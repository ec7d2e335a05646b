"""From the form of one organisation to its acts, and back."""

from django.db import transaction

from people.models import Organisation
from people.organisations import change_organisation
from programmes.models import Programme, ProgrammeOrganisation
from programmes.participation import change_participation


def initial_of(organisation: Organisation, *, by) -> tuple[str, dict]:
    """The country its place is looked for in, and what the form shows first."""
    part = ProgrammeOrganisation.objects.visible_to(by).filter(organisation=organisation).order_by("-pk").first()
    place = organisation.territory
    programme = part.programme if part else Programme.objects.planned_by(by).first()
    return (place.country if place else programme.country if programme else "MX"), {
        "name": organisation.name,
        "kind": organisation.kind,
        "place": place.full_name if place else "",
        "declared_members": organisation.declared_members,
        "declared_on": organisation.declared_on,
        "refs": "\n".join(f"{register}: {ref}" for register, ref in sorted(organisation.external_refs.items())),
        "status": part.status if part else ProgrammeOrganisation.Status.ACTIVE,
    }


@transaction.atomic
def apply_form(organisation: Organisation, part: ProgrammeOrganisation, data: dict, *, by) -> Organisation:
    """Write down what the form says, of the organisation and of its part in the programme."""
    said = {field: data[field] for field in ("name", "kind", "declared_members", "declared_on")}
    change_organisation(organisation, **said, territory=data["place"], external_refs=data["refs"], by=by)
    change_participation(part, status=data["status"], by=by)
    return organisation

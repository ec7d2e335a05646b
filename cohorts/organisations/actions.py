"""A list of organisations, looked at first and then taken in; and the people who speak for one."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.models import Cohort, OrganisationDraft
from cohorts.organisations.facts import JudgedOrganisation
from cohorts.organisations.judging import judge
from cohorts.organisations.knowing import organisations_like
from cohorts.organisations.queries import organisations_of
from cohorts.organisations.reading import columns_of, read_rows
from cohorts.organisations.speaking import note_post
from cohorts.roster.vocabulary import Columns
from kit.spreadsheet import Row, Table
from people.actions import Refused
from people.models import Organisation
from people.organisations import change_organisation
from people.register import register_organisation
from places.models import Territory
from programmes.models import Programme, ProgrammeOrganisation, Region
from programmes.participation import take_part

VERDICTS = ("new", "changed", "wrong", "repeated", "same")


@dataclass(frozen=True)
class OrganisationReview:
    """A draft as it stands today: its columns and its lines with their verdicts."""

    columns: Columns
    judged: list[JudgedOrganisation]

    @property
    def counts(self) -> Counter:
        return Counter(line.verdict for line in self.judged)

    @property
    def entering(self) -> int:
        return self.counts["new"] + self.counts["changed"]


def draft_organisations(programme: Programme, table: Table, *, source: str, register: str, city=None, by):
    """Keep the list as it was read, for its dry run; nothing is written yet. ``Refused`` without a column of names."""
    columns = columns_of(table.header, programme.country)
    if "name" not in columns.at or columns.duplicated:
        raise Refused(_("La lista necesita una columna con el nombre de la organización, una sola vez."))
    rows = [[row.number, row.cells] for row in table.rows]
    content = {"header": table.header, "rows": rows, "source": source[:200]}
    return OrganisationDraft.objects.create(
        programme=programme, content=content, register=register, city=city, created_by=by
    )


def review_organisations(draft: OrganisationDraft, *, by) -> OrganisationReview:
    """What would happen to each line if ``by`` took the list in now. A fixed number of queries."""
    table = Table(draft.content["header"], [Row(number, cells) for number, cells in draft.content["rows"]])
    columns = columns_of(table.header, draft.programme.country)
    rows = read_rows(table, columns, country=draft.programme.country, city=draft.city)
    return OrganisationReview(columns, judge(rows, organisations_like(rows, register=draft.register, by=by)))


@transaction.atomic
def commit_organisations(draft: OrganisationDraft, *, by) -> OrganisationDraft:
    """Take in what is new and bring up to date what is known, all or none; ``outcome`` counts what became of the lines.

    Lines are judged again now. Committing twice imports once and returns the first outcome; the same list in another
    draft creates nothing. Every change leaves its own audit line with before and after.
    """
    Programme.objects.select_for_update().get(pk=draft.programme_id)
    claimed = OrganisationDraft.objects.filter(pk=draft.pk, committed_at=None).update(committed_at=timezone.now())
    draft.refresh_from_db()
    if not claimed:
        return draft
    review = review_organisations(draft, by=by)
    present = [line for line in review.judged if line.verdict in {"new", "changed", "same"}]
    places = Territory.objects.in_bulk({line.row.territory_id for line in present} - {None})
    held = Organisation.objects.in_bulk({line.known.id for line in present if line.known})
    taken = [(line, _taken(line, draft, places, held, by)) for line in present]
    parts = _parts(draft, [organisation for _line, organisation in taken], by)
    for line, organisation in taken:
        if line.row.contact_key and line.verdict != "same" and organisation.pk in parts:
            _speaks(line, parts[organisation.pk], by)
    draft.outcome = _outcome(review)
    # What the list said is in; the list itself, with its telephones, need not be kept.
    draft.content = {"source": draft.content["source"]}
    draft.save(update_fields=["outcome", "content"])
    data = {"draft": draft.pk, **draft.outcome["counts"]}
    log(instance=draft.programme, action="cohorts.import_organisations", user=by, data=data)
    return draft


def _taken(line: JudgedOrganisation, draft, places, held, by) -> Organisation:
    row = line.row
    declared_on = row.declared_on or (timezone.localdate() if row.members is not None else None)
    if line.known is None:
        return register_organisation(
            name=row.name,
            kind=row.kind or Organisation.Kind.OTHER,
            territory=places.get(row.territory_id),
            external_refs={draft.register: row.ref} if row.ref else None,
            declared_members=row.members,
            declared_on=declared_on,
            by=by,
        )
    organisation = held[line.known.id]
    if line.changes:
        said = {key: value for key, value in line.changes.items() if key in {"name", "kind", "declared_members"}}
        if "territory" in line.changes:
            said["territory"] = places.get(row.territory_id)
        if "ref" in line.changes:
            said["external_refs"] = organisation.external_refs | {draft.register: row.ref}
        if "declared_members" in said or "declared_on" in line.changes:
            said["declared_on"] = declared_on
        change_organisation(organisation, **said, by=by)
    return organisation


def _parts(draft, organisations: list[Organisation], by) -> dict[int, ProgrammeOrganisation]:
    """The part of each in the programme; a regional coordination brings them in by its region."""
    own = Region.objects.filter(
        programme=draft.programme, team__person__user=by, team__role="regional_coordinator", team__revoked_at=None
    )
    region = own.first() if by else None
    return {part.organisation_id: part for part in take_part(draft.programme, organisations, region=region, by=by)}


def _speaks(line: JudgedOrganisation, part: ProgrammeOrganisation, by) -> None:
    row = line.row
    note_post(part, names=row.contact, post=row.post, phone=row.phone, email=row.email, is_contact=True, by=by)


def _outcome(review: OrganisationReview) -> dict:
    left = [
        {"number": line.row.number, "name": line.row.name, "verdict": line.verdict, "why": line.why,
         "twin": line.twin, "problems": line.row.problems}
        for line in review.judged
        if line.verdict in {"wrong", "repeated"}
    ]  # fmt: skip
    return {"counts": {verdict: review.counts[verdict] for verdict in VERDICTS}, "left": left}


@transaction.atomic
def part_of(organisation: Organisation, *, by) -> ProgrammeOrganisation:
    """The part by which ``by`` works with the organisation; made from an enrolment in its cohorts when there is none.

    ``Refused`` when the organisation is not one of theirs.
    """
    part = ProgrammeOrganisation.objects.visible_to(by).filter(organisation=organisation).order_by("-pk").first()
    if part:
        return part
    seat = organisation.enrolments.filter(cohort__in=Cohort.objects.coordinated_by(by)).select_related("cohort").first()
    if not seat or not organisations_of(by).filter(pk=organisation.pk).exists():
        raise Refused(_("Esa organización no es de tus programas."))
    programme = Programme.objects.get(pk=seat.cohort.programme_id)
    take_part(programme, [organisation], region=seat.cohort.region, by=by)
    return ProgrammeOrganisation.objects.get(programme=programme, organisation=organisation, role="participant")

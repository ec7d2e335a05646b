"""Which organisations of a list are new, which are known and what of them changes: from plain values."""

from collections import defaultdict
from collections.abc import Iterable

from cohorts.organisations.facts import JudgedOrganisation, KnownOrganisation, OrganisationRow


def judge(rows: Iterable[OrganisationRow], known: Iterable[KnownOrganisation]) -> list[JudgedOrganisation]:
    """One verdict for each line, in their order. The external identifier decides before the name does."""
    hearing = _Hearing(known)
    return [hearing.decide(row) for row in rows]


class _Hearing:
    def __init__(self, known: Iterable[KnownOrganisation]):
        self.by_ref: dict[str, KnownOrganisation] = {}
        self.by_name: dict[tuple[str, int | None], KnownOrganisation] = {}
        self.named: dict[str, list[KnownOrganisation]] = defaultdict(list)
        known = list(known)
        for one in known:
            if one.ref:
                self.by_ref.setdefault(one.ref, one)
            for key in {one.key, *one.former}:
                self.named[key].append(one)
        # Who is called so today comes before who was.
        for keys_of in (lambda one: [one.key], lambda one: sorted(one.former)):
            for one in known:
                for key in keys_of(one):
                    self.by_name.setdefault((key, one.territory_id), one)
        self.heard: dict[object, int] = {}

    def decide(self, row: OrganisationRow) -> JudgedOrganisation:
        if row.problems:
            return JudgedOrganisation(row, "wrong", "unreadable")
        known = self._known(row)
        marks: list[tuple] = [("name", row.key, known.territory_id if known and not row.place else row.territory_id)]
        marks += [("ref", row.ref)] if row.ref else []
        marks += [("known", known.id)] if known else []
        twin = next((self.heard[mark] for mark in marks if mark in self.heard), None)
        if twin is not None:
            return JudgedOrganisation(row, "repeated", "in_list", known, twin=twin)
        for mark in marks:
            self.heard[mark] = row.number
        return self._against(row, known) if known else JudgedOrganisation(row, "new", "nobody")

    def _known(self, row: OrganisationRow) -> KnownOrganisation | None:
        if row.ref in self.by_ref:
            return self.by_ref[row.ref]
        there = self.by_name.get((row.key, row.territory_id))
        if there or row.place:
            return there
        # A line without a place means the one of that name that the reader may see, when there is one.
        mine = [one for one in self.named[row.key] if one.mine]
        return mine[0] if len(mine) == 1 else None

    def _against(self, row: OrganisationRow, known: KnownOrganisation) -> JudgedOrganisation:
        if row.ref and known.ref and known.ref != row.ref:
            return JudgedOrganisation(row, "wrong", "other_ref", known)
        territory = row.territory_id if row.place else known.territory_id
        holder = self.by_name.get((row.key, territory))
        if holder and holder.id != known.id:
            return JudgedOrganisation(row, "wrong", "name_taken", holder)
        changes = _changes(row, known)
        if not known.mine:
            return JudgedOrganisation(row, "changed", "elsewhere", known)
        return JudgedOrganisation(row, "changed" if changes else "same", "known", known, changes)


def _changes(row: OrganisationRow, known: KnownOrganisation) -> dict[str, object]:
    """What the line says otherwise; a blank cell says nothing."""
    said: dict[str, object] = {}
    if row.name != known.name:
        said["name"] = row.name
    if row.kind and row.kind != known.kind:
        said["kind"] = row.kind
    if row.place and row.territory_id != known.territory_id:
        said["territory"] = row.territory_id
    if row.ref and row.ref != known.ref:
        said["ref"] = row.ref
    if row.members is not None and row.members != known.members:
        said["declared_members"] = row.members
    if row.declared_on and row.declared_on != known.declared_on:
        said["declared_on"] = row.declared_on
    if row.contact_key and row.contact_key != known.contact_key:
        said["contact"] = " ".join(part for part in row.contact if part)
    return said

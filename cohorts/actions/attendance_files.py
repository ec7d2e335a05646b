"""The marks of a file written down: what is new, and what stands only where somebody asked to change it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import uuid5

from django.utils import timezone
from wagtail.log_actions import log

from cohorts.actions.roll import MAX_MARKS, Mark, mark_roll
from cohorts.attendance_lists.facts import Cell
from cohorts.attendance_lists.judging import WILL_MARK
from cohorts.models import AttendanceDraft, Register

# As many as a page can ask about one by one; the others stay as they are until the file is brought again.
MOST_DIFFERENCES = 200


def differences_in(cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.verdict == "different"][:MOST_DIFFERENCES]


def held(draft: AttendanceDraft) -> AttendanceDraft:
    """The draft as it is now, with its cohort's lists, until the transaction ends.

    Whoever is marking there now finishes first; whoever comes next finds the marks of the file.
    """
    AttendanceDraft.objects.select_for_update().get(pk=draft.pk)
    draft.refresh_from_db(fields=["committed_at", "outcome", "content"])
    if not draft.committed_at:
        list(Register.objects.select_for_update().filter(cohort=draft.cohort_id).order_by("pk").values_list("pk"))
    return draft


def write_cells(
    draft: AttendanceDraft, cells: Iterable[Cell], *, taken: Collection[str], method: str, by
) -> tuple[int, int]:
    """Mark what is new and what was taken; how many of each were kept. Some queries a list, whatever its length."""
    wanted: dict[int, list[Mark]] = defaultdict(list)
    changing = set()
    for cell in cells:
        changes = cell.verdict == "different" and cell.key in taken
        if cell.enrolment is None or not (changes or cell.verdict in WILL_MARK):
            continue
        claim = cell.claim
        uuid = uuid5(draft.uuid, f"{claim.meeting.register}-{cell.enrolment}")
        mark = Mark(cell.enrolment, claim.status, uuid, None, method, claim.minutes)
        wanted[claim.meeting.register].append(mark)
        if changes:
            changing.add(uuid)
    lists = Register.objects.select_related("session").in_bulk(wanted)
    outcomes = [
        outcome
        for register in sorted(wanted)
        for at in range(0, len(wanted[register]), MAX_MARKS)
        for outcome in mark_roll(lists[register], wanted[register][at : at + MAX_MARKS], by=by)
    ]
    changed = sum(1 for outcome in outcomes if outcome.kept and outcome.mark.client_uuid in changing)
    return sum(outcome.kept for outcome in outcomes) - changed, changed


def settle(draft: AttendanceDraft, counts: dict, left: list[dict], *, by, **facts) -> None:
    """The marks are in: of the file nothing is kept but what stayed out, to be corrected. One audit line."""
    draft.content = {"source": draft.content["source"]}
    draft.outcome = {"counts": counts, "left": left, **facts}
    draft.committed_at = timezone.now()
    draft.save(update_fields=["content", "outcome", "committed_at"])
    about = draft.register or draft.cohort
    log(instance=about, action="cohorts.import_attendance", user=by, data={"draft": draft.pk, **counts, **facts})

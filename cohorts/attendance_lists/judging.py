"""What would become of each claim of a file, against what stands: decided from plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cohorts.attendance_lists.facts import Cell, Claim, Standing

WILL_MARK = frozenset({"new", "minutes"})


def judge(claims: Iterable[Claim], standing: Mapping[tuple[int, int], Standing]) -> list[Cell]:
    """One verdict for each claim, in their order; the same whatever the order. ``standing`` by (register, enrolment).

    A claim made twice alike counts once; made twice otherwise, neither counts. What stands is never changed here:
    somebody has to ask for it, one difference at a time.
    """
    claims = list(claims)
    places = [claim.seat.passage_at(claim.meeting) for claim in claims]
    said: dict[tuple[int, int], set] = defaultdict(set)
    for claim, enrolment in zip(claims, places, strict=True):
        if enrolment is not None:
            said[claim.meeting.register, enrolment].add((claim.status, claim.minutes))
    heard: set[tuple[int, int]] = set()
    cells = []
    for claim, enrolment in zip(claims, places, strict=True):
        if enrolment is None:
            cells.append(Cell(claim, "left"))
            continue
        place = (claim.meeting.register, enrolment)
        verdict = "same" if place in heard else _verdict(claim, standing.get(place))
        cells.append(Cell(claim, "contradicted" if len(said[place]) > 1 else verdict, enrolment, standing.get(place)))
        heard.add(place)
    return cells


def _verdict(claim: Claim, stands: Standing | None) -> str:
    alike = stands is not None and stands.status == claim.status
    if stands is not None and alike and (claim.minutes is None or claim.minutes == stands.minutes):
        return "same"
    if claim.meeting.shut:
        return "shut"
    if stands is None:
        return "new"
    return "minutes" if alike else "different"

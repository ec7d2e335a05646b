"""Marks for a passage that became part of another: a telephone out of reach does not know yet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from cohorts.merging import STRONGEST
from cohorts.models import AttendanceMark, FormerEnrolment, Register

_RESTATED = UUID("6a0f6e0c-5a5e-4c8b-9a3e-0d8f3f5b7c11")


def followed(marks: Sequence, unknown: Collection[int]) -> list:
    """The marks, those for passages that are gone now for the ones kept. One query when some are unknown, else none."""
    kept: dict[int, int] = {}
    if unknown:
        kept = dict(FormerEnrolment.objects.filter(number__in=unknown).values_list("number", "kept"))
    return [
        replace(mark, enrolment_id=kept[mark.enrolment_id]) if mark.enrolment_id in kept else mark for mark in marks
    ]


def restated(register: Register, marks: Iterable) -> list:
    """What stood and must go on standing: a late word about one half of a person never says that the whole was away.

    ``marks`` were followed; those that are kept already were answered when they came. One query when there are any.
    """
    late = list(marks)
    if not late:
        return []
    people = {mark.enrolment_id for mark in late}
    rows = AttendanceMark.objects.filter(register=register, enrolment__in=people).order_by("decided_at", "pk")
    known = list(rows.values_list("client_uuid", "enrolment", "status"))
    stands, before = {enrolment: status for _uuid, enrolment, status in known}, {row[0] for row in known}
    return [
        replace(
            mark,
            status=stands[mark.enrolment_id],
            method=AttendanceMark.Method.MERGE,
            client_uuid=uuid5(_RESTATED, str(mark.client_uuid)),
        )
        for mark in late
        if mark.client_uuid not in before
        and mark.enrolment_id in stands
        and STRONGEST.index(stands[mark.enrolment_id]) < STRONGEST.index(mark.status)
    ]

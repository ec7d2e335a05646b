"""What was decided about a cohort, in order, and what still holds up its closing."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import ModelLogEntry

from cohorts.models import Cohort, Register
from cohorts.rule import changes_in_words

DECISIONS = ("plan", "open", "change_rule", "close", "reopen", "cancel")


@dataclass(frozen=True)
class Decision:
    """``code`` is one of ``DECISIONS``; ``changes`` are (part of the rule, before, after) in words."""

    at: datetime
    code: str
    by: str
    reason: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


def decisions_of(cohort: Cohort) -> list[Decision]:
    """Every decision, oldest first, read from the audit. One query."""
    kept = [f"cohorts.{code}" for code in DECISIONS]
    rows = ModelLogEntry.objects.for_instance(cohort).filter(action__in=kept).select_related("user")
    return [
        Decision(
            at=row.timestamp,
            code=row.action.removeprefix("cohorts."),
            by=str(row.user or ""),
            reason=row.data.get("reason", ""),
            changes=changes_in_words(row.data) if row.action == "cohorts.change_rule" else (),
        )
        for row in rows.order_by("timestamp", "pk")
    ]


def in_the_way(cohort: Cohort) -> list[Register]:
    """The lists that hold up the closing, in time. One query."""
    return list(cohort.registers.unsettled().select_related("session").order_by("session__starts_at", "pk"))

"""When two registers are parted again, two people come back: is there a seat for each of them?"""

from collections import Counter

from django.utils.translation import gettext as _

from cohorts.actions.seats import locked_cohort
from cohorts.models import Cohort, Enrolment
from cohorts.seats import seats_for, seats_of, words_for_full
from people.merging.journal import CHANGED, DELETED

_LABEL = Enrolment._meta.label


def parting(entries: list[dict]) -> str:
    """A sentence when a cohort has no seat for who would come back to it, "" when all have one.

    Uniting two live passages freed a seat, which others may have taken since. Nobody is put out for it and no cohort
    gets more people than seats: whoever coordinates enlarges it first. A cohort that is over counts no seats.
    """
    back = [entry["before"] for entry in entries if entry["model"] == _LABEL and entry["act"] == DELETED]
    more: Counter = Counter(int(row["cohort"]) for row in back if row["withdrawn_at"] is None)
    # The passage that stayed may have lived only through the one that became part of it.
    for entry in entries:
        if entry["model"] == _LABEL and entry["act"] == CHANGED and "withdrawn_at" in entry["before"]:
            cohort = Enrolment.objects.filter(pk=entry["pk"]).values_list("cohort", flat=True).first()
            if cohort:
                more[cohort] += _lives(entry["before"]) - _lives(entry["after"])
    for cohort in sorted(pk for pk, count in more.items() if count > 0):
        if sentence := _no_seat(locked_cohort(cohort), [row for row in back if int(row["cohort"]) == cohort]):
            return sentence
    return ""


def _lives(row: dict) -> int:
    return int(row["withdrawn_at"] is None)


def _no_seat(cohort: Cohort, rows: list[dict]) -> str:
    if cohort.over:
        return ""
    seats = seats_of(cohort)
    for seat in seats_for([_passage(row) for row in rows if row["withdrawn_at"] is None]):
        if why := seats.full_for(seat):
            words = {"cohort": cohort.name, "why": words_for_full(cohort, why)}
            return _("No se puede deshacer todavía: en «%(cohort)s» no hay lugar para quien vuelve. %(why)s"
                     " Amplía el cupo y vuelve a intentarlo.") % words  # fmt: skip
        seats.keep(seat)
    return ""


def _passage(row: dict) -> Enrolment:
    return Enrolment(**{f"{name}_id": row[name] and int(row[name]) for name in ("territory", "organisation")})

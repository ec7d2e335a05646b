"""Names that cannot be printed: our faces lack a sign of theirs, and nobody is given a sheet with empty boxes."""

from cohorts.models import Cohort
from kit.rows import rows
from kit.sheets import unknown_signs

_NAMES = """SELECT p.certificate_name, p.given_names, p.surname1, p.surname2 FROM cohorts_enrolment e
 JOIN people_person p ON p.id = e.person_id
 WHERE e.cohort_id IN ({}) AND e.withdrawn_at IS NULL AND p.erased_at IS NULL ORDER BY e.id"""


def unprintable_in(cohort: Cohort) -> list[tuple[str, str]]:
    """(name as it would be printed, signs we have no letters for) of those enrolled. One query."""
    names = [own or " ".join(filter(None, parts)) for own, *parts in rows(_NAMES, [cohort.pk])]
    return [
        (name, " ".join(sign for sign in signs if sign.strip())) for name in names if (signs := unknown_signs(name))
    ]

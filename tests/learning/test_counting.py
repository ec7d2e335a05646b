"""What the queries count of somebody's attendance, against the same meetings counted one by one in Python."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from cohorts.models import AttendanceMark, Enrolment, Register
from learning.verdicts import requirements_of, verdicts_of
from tests.factories import MORNING, make_cohort, make_course, make_enrolment, make_register
from tests.learning.test_rules import Meeting, judged

pytestmark = pytest.mark.django_db

STATES = ["approved", "submitted", "returned", "draft", "not_taken", "waived", "waived after"]


def lay(cohort, chance):
    """Twelve meetings in every state, six people who came at any moment, a mark of some kind or none for each."""
    for number in range(12):
        register = make_register(
            cohort,
            starts_at=MORNING + timedelta(days=number),
            hours=chance.choice([1, 2, 3, 8]),
            required=chance.random() < 0.8,
            cancelled_at=MORNING if chance.random() < 0.2 else None,
        )
        state = chance.choice(STATES)
        handed_in = None if state in {"draft", "not_taken", "waived"} else MORNING
        Register.objects.filter(pk=register.pk).update(
            status=state.split()[0], first_submitted_at=handed_in, note="Se perdió"
        )
    for number in range(6):
        enrolment = make_enrolment(cohort, enrolled_at=MORNING + timedelta(days=2.5 * number))
        for register in cohort.registers.exclude(status__in=["not_taken"]):
            if status := chance.choice(["present", "late", "excused", "absent", ""]):
                stayed = chance.choice([None, 20, 45, 600]) if status in {"present", "late"} else None
                AttendanceMark.objects.create(
                    register=register, enrolment=enrolment, status=status, minutes=stayed, decided_at=timezone.now()
                )


def life_of(enrolment):
    life = []
    for register in enrolment.cohort.registers.select_related("session"):
        session, held = register.session, register.first_submitted_at is not None
        if not session.required or session.cancelled_at or (register.status == "waived" and not held):
            continue
        mark = AttendanceMark.objects.filter(register=register, enrolment=enrolment).first() if held else None
        status = mark.status if mark else ""
        earlier = session.ends_at < enrolment.enrolled_at and status not in {"present", "late"}
        # How long somebody stayed is asked only where minutes count.
        stayed = mark.minutes if mark and enrolment.cohort.attendance_unit == "minutes" else None
        life.append(Meeting(session.minutes, held, status, earlier, stayed))
    return tuple(life)


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_of_the_database_are_those_of_the_rule(seed):
    chance = Random(seed)
    cohort = make_cohort(
        course=make_course(lessons=0),
        attendance_base=["held", "since", "planned", "since"][seed],
        attendance_unit=["sessions", "minutes", "sessions", "sessions"][seed],
        lates_per_absence=[2, None, None, 3][seed],
        excused=["absent", "excluded"][seed % 2],
    )
    lay(cohort, chance)
    rule, verdicts = requirements_of(cohort), verdicts_of(cohort)

    assert len(verdicts) == 6
    for enrolment in Enrolment.objects.filter(cohort=cohort):
        verdict = verdicts[enrolment.pk]
        assert verdict == judged(life_of(enrolment), verdict.record, rule), enrolment.enrolled_at

"""The completion rule: closed-form cases, and properties over everything that can happen."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cohorts.facts import Presence
from learning.rules import Reason, Record, Requirements, assess

RULE = Requirements(has_final=True, lessons_total=10)
ALL_ELSE = {"lessons_done": 10, "best_final": 90, "final_attempts": 1}


def record(attended, held, planned=None, **fields):
    presence = Presence(held=held, planned=held if planned is None else planned, attended=attended)
    return Record(presence=presence, **ALL_ELSE | fields)


def test_exactly_eighty_percent_passes():
    verdict = assess(record(4, 5), RULE)

    assert (verdict.earned, verdict.attendance_met, verdict.percent) == (True, True, 80)


def test_three_of_five_no_longer_suffices():
    verdict = assess(record(3, 5), RULE)

    assert verdict.missing == (Reason("attendance_unreachable", need=1, have=3),)
    assert (verdict.earned, verdict.reachable, verdict.max_percent) == (False, False, 60)


def test_four_of_five_with_55_fails_by_the_final_alone():
    verdict = assess(record(4, 5, best_final=55), RULE)

    assert verdict.missing == (Reason("final_failed", need=60, have=55, left=2),)
    assert (verdict.attendance_met, verdict.reachable) == (True, True)


def test_the_third_failed_attempt_is_the_last():
    assert assess(record(4, 5, best_final=55, final_attempts=3), RULE).reachable is False


def test_a_cancelled_session_leaves_the_base():
    assert [assess(record(attended, 4), RULE).earned for attended in (3, 4)] == [False, True]


def test_an_excused_absence_leaves_the_base_where_the_rule_says_so():
    presence = Presence(held=5, planned=5, attended=3, excused=2)
    mild = replace(RULE, excused="excluded")

    assert assess(Record(presence, **ALL_ELSE), RULE).earned is False
    assert assess(Record(presence, **ALL_ELSE), mild).earned is True
    assert assess(Record(presence, **ALL_ELSE), mild).base == 3


def test_nobody_passes_by_excuses_alone():
    presence = Presence(held=2, planned=2, excused=2)

    assert assess(Record(presence, **ALL_ELSE), replace(RULE, excused="excluded")).codes == ("attendance_unreachable",)


def test_a_number_of_sessions_replaces_the_percent():
    four = replace(RULE, attendance_sessions=4, attendance_percent=80)

    assert [assess(record(attended, 6), four).earned for attended in (3, 4)] == [False, True]


def test_before_the_first_session_nothing_is_met():
    verdict = assess(record(0, 0, planned=5), RULE)

    assert verdict.missing == (Reason("nothing_held", need=4, left=5),)
    assert (verdict.attendance_met, verdict.reachable, verdict.percent) == (False, True, None)


def test_where_no_session_is_planned_none_is_asked():
    assert assess(record(0, 0), RULE).earned is True


def test_attendance_to_date_is_not_yet_the_course():
    verdict = assess(record(3, 3, planned=5), RULE)

    assert (verdict.attendance_met, verdict.earned) == (True, False)
    assert verdict.missing == (Reason("attendance", need=1, have=3, left=2),)


def test_what_is_secured_is_earned_before_the_end():
    assert assess(record(4, 4, planned=5), RULE).earned is True


def test_planned_sessions_are_the_base_where_the_rule_says_so():
    verdict = assess(record(3, 3, planned=5), replace(RULE, base="planned"))

    assert (verdict.base, verdict.attendance_met) == (5, False)


def test_every_reason_is_told_at_once():
    verdict = assess(Record(Presence(held=1, planned=5), lessons_done=2, withdrawn=True), RULE)

    assert verdict.missing == (
        Reason("withdrawn"),
        Reason("attendance", need=4, left=4),
        Reason("lessons", need=6, have=2),
        Reason("final_missing", need=60, left=3),
    )


def test_lessons_exactly_at_the_threshold_suffice():
    assert [assess(record(5, 5, lessons_done=done), RULE).earned for done in (7, 8)] == [False, True]


@st.composite
def presences(draw):
    attended, excused, absent, silent, to_come = (draw(st.integers(0, 12)) for _ in range(5))
    held = attended + excused + absent + silent
    return Presence(held=held, planned=held + to_come, attended=attended, excused=excused, absent=absent)


@st.composite
def rules(draw):
    return Requirements(
        attendance_percent=draw(st.integers(0, 100)),
        attendance_sessions=draw(st.none() | st.integers(0, 12)),
        base=draw(st.sampled_from(["held", "planned"])),
        excused=draw(st.sampled_from(["absent", "excluded"])),
        lessons_percent=draw(st.integers(0, 100)),
        pass_score=draw(st.integers(0, 100)),
        has_final=draw(st.booleans()),
        lessons_total=draw(st.integers(0, 30)),
    )


@st.composite
def records(draw):
    return Record(
        presence=draw(presences()),
        lessons_done=draw(st.integers(0, 30)),
        best_final=draw(st.none() | st.integers(0, 100)),
        final_attempts=draw(st.integers(0, 5)),
        withdrawn=draw(st.booleans()),
    )


def one_more(presence):
    """The same person at one more of the sessions to come."""
    return replace(presence, held=presence.held + 1, attended=presence.attended + 1)


@given(records(), rules())
def test_one_more_attendance_never_un_earns(record, rule):
    before = assess(record, rule)
    if record.presence.to_come:
        after = assess(replace(record, presence=one_more(record.presence)), rule)

        assert after.earned >= before.earned
        assert after.attendance_met >= before.attendance_met
        assert after.reachable == before.reachable


@given(records(), rules())
def test_an_absence_to_come_never_un_earns(record, rule):
    presence = record.presence
    if presence.to_come and assess(record, rule).earned:
        absent = replace(presence, held=presence.held + 1, absent=presence.absent + 1)

        assert assess(replace(record, presence=absent), rule).earned


@given(records(), rules())
def test_whole_numbers_say_what_fractions_say(record, rule):
    presence = record.presence
    base = (presence.planned if rule.base == "planned" else presence.held) - (
        presence.excused if rule.excused == "excluded" else 0
    )
    if rule.attendance_sessions is not None:
        expected = presence.attended >= rule.attendance_sessions
    elif rule.attendance_percent == 0 or presence.planned == 0:
        expected = True
    else:
        expected = (
            bool(presence.held)
            and base > 0
            and Fraction(presence.attended, base) >= Fraction(rule.attendance_percent, 100)
        )

    assert assess(record, rule).attendance_met is expected


@given(records(), rules())
def test_attending_as_many_more_as_asked_settles_it_and_one_fewer_does_not(record, rule):
    verdict = assess(record, rule)
    asked = next((reason for reason in verdict.missing if reason.code in {"attendance", "nothing_held"}), None)
    if asked:
        presence = record.presence
        for _ in range(asked.need - 1):
            presence = one_more(presence)

        assert {"attendance", "nothing_held"} & set(assess(replace(record, presence=presence), rule).codes)
        assert not {"attendance", "nothing_held", "attendance_unreachable"} & set(
            assess(replace(record, presence=one_more(presence)), rule).codes
        )
        assert asked.need <= asked.left

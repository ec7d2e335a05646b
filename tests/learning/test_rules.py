"""The completion rule: closed-form cases, and properties over everything that can happen."""

from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cohorts.facts import Amounts, Presence
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


def test_held_since_her_enrolment_leaves_out_what_was_before():
    presence = Presence(held=4, planned=5, attended=1, earlier=3, earlier_held=3)

    late = assess(Record(presence, **ALL_ELSE), RULE)
    assert late.missing == (Reason("enrolled_late", need=3, have=1, left=1, earlier=3),)
    since = assess(Record(presence, **ALL_ELSE), replace(RULE, base="since"))
    assert (since.base, since.final_base, since.needed, since.missing) == (1, 2, 2, (Reason("attendance", 1, 1, 1),))


def test_who_was_enrolled_after_everything_has_nothing_to_pass_by():
    presence = Presence(held=4, planned=4, earlier=4, earlier_held=4)

    verdict = assess(Record(presence, **ALL_ELSE), replace(RULE, base="since"))
    assert (verdict.codes, verdict.attendance_met, verdict.base) == (("enrolled_late",), False, 0)


def test_three_late_arrivals_are_one_absence_where_the_rule_says_so():
    presence = Presence(held=5, planned=5, attended=4, late=3)

    assert assess(Record(presence, **ALL_ELSE), RULE).earned is True
    strict = assess(Record(presence, **ALL_ELSE), replace(RULE, lates_per_absence=3))
    assert (strict.earned, strict.count.present) == (False, 3)


def test_minutes_count_instead_of_sessions_where_the_rule_says_so():
    presence = Presence(held=2, planned=2, attended=1, length=Amounts(held=600, planned=600, attended=480))

    verdict = assess(Record(presence, **ALL_ELSE), replace(RULE, unit="minutes"))
    assert (verdict.percent, verdict.needed, verdict.earned) == (80, 480, True)


@dataclass(frozen=True)
class Meeting:
    """``status`` is "" where there is no mark; before its list is handed in there is none. ``stayed`` is in minutes,
    where the mark says it."""

    minutes: int
    held: bool
    status: str
    earlier: bool
    stayed: int | None = None

    @property
    def there(self):
        return self.minutes if self.stayed is None else min(self.stayed, self.minutes)


@st.composite
def meetings(draw):
    held = draw(st.booleans())
    status = draw(st.sampled_from(["present", "late", "excused", "absent", ""])) if held else ""
    # Over before she was enrolled, and she was not there: where she was, it is hers.
    earlier = status not in {"present", "late"} and draw(st.booleans())
    stayed = draw(st.none() | st.integers(0, 600)) if status in {"present", "late"} else None
    return Meeting(draw(st.integers(1, 480)), held, status, earlier, stayed)


def presence_at(life):
    def amounts(weigh, weigh_there):
        def total(rows):
            return sum(weigh(one) for one in rows)

        return {
            "held": total(one for one in life if one.held),
            "planned": total(life),
            "attended": sum(weigh_there(one) for one in life if one.status in {"present", "late"}),
            "excused": total(one for one in life if one.status == "excused"),
            "absent": total(one for one in life if one.status == "absent"),
            "earlier": total(one for one in life if one.earlier),
            "earlier_held": total(one for one in life if one.earlier and one.held),
            "earlier_excused": total(one for one in life if one.earlier and one.status == "excused"),
        }

    late = sum(one.status == "late" for one in life)
    length = Amounts(**amounts(lambda one: one.minutes, lambda one: one.there))
    return Presence(**amounts(lambda one: 1, lambda one: 1), late=late, length=length)


LIVES = st.lists(meetings(), max_size=14).map(tuple)


@st.composite
def rules(draw):
    minutes = draw(st.booleans())
    return Requirements(
        attendance_percent=draw(st.integers(0, 100)),
        attendance_sessions=None if minutes else draw(st.none() | st.integers(0, 12)),
        base=draw(st.sampled_from(["held", "since", "planned"])),
        excused=draw(st.sampled_from(["absent", "excluded"])),
        unit="minutes" if minutes else "sessions",
        lates_per_absence=None if minutes else draw(st.none() | st.integers(1, 5)),
        lessons_percent=draw(st.integers(0, 100)),
        pass_score=draw(st.integers(0, 100)),
        has_final=draw(st.booleans()),
        lessons_total=draw(st.integers(0, 30)),
    )


@st.composite
def records(draw):
    return Record(
        lessons_done=draw(st.integers(0, 30)),
        best_final=draw(st.none() | st.integers(0, 100)),
        final_attempts=draw(st.integers(0, 5)),
        withdrawn=draw(st.booleans()),
    )


def to_come(life):
    return [one for one in life if not one.held and not one.earlier]


def next_one(life, status):
    """The same life when her next meeting was held."""
    coming = to_come(life)[0]
    place = life.index(coming)
    return (*life[:place], replace(coming, held=True, status=status), *life[place + 1 :])


def judged(life, record, rule):
    return assess(replace(record, presence=presence_at(life)), rule)


@given(LIVES, records(), rules(), st.sampled_from(["present", "late"]))
def test_one_more_attendance_never_un_earns(life, record, rule, how):
    before = judged(life, record, rule)
    if to_come(life):
        after = judged(next_one(life, how), record, rule)

        assert after.earned >= before.earned
        assert after.reachable == before.reachable or how == "late"
        if how == "present":
            assert after.attendance_met >= before.attendance_met


@given(LIVES, records(), rules())
def test_an_absence_to_come_never_un_earns(life, record, rule):
    if to_come(life) and judged(life, record, rule).earned:
        assert judged(next_one(life, "absent"), record, rule).earned


@given(LIVES, records(), rules())
def test_whole_numbers_say_what_fractions_say(life, record, rule):
    def weigh(one):
        return one.minutes if rule.unit == "minutes" else 1

    mine = [one for one in life if not (rule.base == "since" and one.earlier)]
    counted = [one for one in mine if one.held or rule.base == "planned"]
    base = sum(weigh(one) for one in counted if not (rule.excused == "excluded" and one.status == "excused"))
    in_the_room = [one for one in life if one.status in {"present", "late"}]
    there = sum(one.there if rule.unit == "minutes" else 1 for one in in_the_room)
    if rule.lates_per_absence:
        there -= sum(one.status == "late" for one in life) // rule.lates_per_absence
    if rule.attendance_sessions is not None:
        expected = there >= rule.attendance_sessions
    elif rule.attendance_percent == 0 or not life:
        expected = True
    else:
        any_held = any(one.held for one in mine)
        expected = any_held and base > 0 and Fraction(there, base) >= Fraction(rule.attendance_percent, 100)

    assert judged(life, record, rule).attendance_met is expected


ASKED = {"attendance", "nothing_held"}
BEYOND = {"attendance_unreachable", "enrolled_late"}


@given(LIVES, records(), rules())
def test_attending_as_many_more_as_asked_settles_it_and_one_fewer_does_not(life, record, rule):
    asked = next((reason for reason in judged(life, record, rule).missing if reason.code in ASKED), None)
    if asked:
        assert asked.need <= asked.left
        attended = 0
        while attended < asked.need:
            assert ASKED & set(judged(life, record, rule).codes)
            attended += to_come(life)[0].minutes if rule.unit == "minutes" else 1
            life = next_one(life, "present")
        assert not (ASKED | BEYOND) & set(judged(life, record, rule).codes)


@given(LIVES, records(), rules())
def test_what_can_be_reached_is_what_attending_everything_to_come_reaches(life, record, rule):
    before = judged(life, record, rule)
    while to_come(life):
        life = next_one(life, "present")
    after = judged(life, record, rule)

    assert (BEYOND & set(before.codes)) == (BEYOND & set(after.codes))
    assert not ASKED & set(after.codes)
    if before.max_percent is not None:
        assert before.max_percent == after.max_percent
    if before.count.base:
        assert before.percent == before.count.present * 100 // before.count.base

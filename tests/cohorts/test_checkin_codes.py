"""Codes that nothing is kept for: of the screen, by the clock; of a badge, by the number of an enrolment."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.checkin import screen_code
from cohorts.checkin.badge_code import PLACES, Shown, badge_text, belongs, digits_of, numbers_of, parse
from people.claiming.rules import ALPHABET

DOOR, OTHER = UUID(int=7), UUID(int=8)
AT = datetime(2026, 3, 6, 16, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, True), (29, True), (30, True), (59, True), (60, False), (-1, False)]
)
def test_a_code_serves_while_it_is_shown_and_half_a_minute_more(seconds, expected):
    code = screen_code.shown_at(DOOR, AT)

    assert screen_code.serves(code, DOOR, AT + timedelta(seconds=seconds)) is expected


def test_a_code_is_of_one_door_and_six_characters_that_are_read_one_way():
    code = screen_code.shown_at(DOOR, AT)

    assert (len(code), set(code) <= set(ALPHABET)) == (6, True)
    assert screen_code.serves(code, OTHER, AT) is False
    assert screen_code.parse(f" {code[:3].lower()}-{code[3:]} ") == code
    assert [screen_code.parse(each) for each in ("", "ABC", "ABCDE0", "ABCDEFG", "x" * 9000)] == [None] * 5
    assert (screen_code.seconds_left(AT), screen_code.seconds_left(AT + timedelta(seconds=29))) == (30, 1)


def test_codes_and_badges_outlive_a_change_of_the_sites_key(settings):
    code, digits = screen_code.shown_at(DOOR, AT), digits_of(41, DOOR)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-of-the-site"

    assert (screen_code.serves(code, DOOR, AT), 41 in numbers_of(digits, DOOR)) == (True, True)
    settings.SECRET_KEY_FALLBACKS = []
    assert (screen_code.serves(code, DOOR, AT), 41 in numbers_of(digits, DOOR)) == (False, False)


@given(st.integers(min_value=1, max_value=10**12))
def test_the_digits_of_a_badge_lead_back_to_its_enrolment(number):
    digits = digits_of(number, DOOR)

    assert numbers_of(digits, DOOR) == [number % PLACES]
    shown = parse(badge_text(number, DOOR))
    assert (shown, belongs(shown, DOOR), belongs(shown, OTHER)) == (Shown(number, digits), True, False)


def test_no_two_of_a_cohort_share_their_digits():
    assert len({digits_of(number, DOOR) for number in range(1, 1001)}) == 1000


def test_what_is_typed_at_the_door_is_understood_whatever_stands_between():
    digits = Shown(None, "482913")
    assert [parse(each) for each in ("482913", " 482 913 ", "482-913")] == [digits] * 3
    assert parse("1234-s") == Shown(1234, "")
    assert [parse(each) for each in ("", "48291", "4829133", "1234-T", "1234-S-4829", "ñ", "9" * 500)] == [None] * 7

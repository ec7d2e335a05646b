import pytest

from people.claiming.rules import ALPHABET, CHANCE, POSSIBLE, check_of, code_of, grouped, parse


@pytest.mark.parametrize("number", [0, 1, 31, 12345678901, POSSIBLE - 1])
def test_a_code_is_read_as_it_was_printed_and_as_people_type_it(number):
    code = code_of(number)

    assert (len(code), set(code) <= set(ALPHABET)) == (10, True)
    assert {parse(each) for each in (code, grouped(code), code.lower(), f" {code[:3]} {code[3:]}\u2013 ")} == {code}


def test_one_wrong_letter_and_two_swapped_always_show():
    code = code_of(987654321012)
    wrong = [code[:at] + other + code[at + 1 :] for at in range(10) for other in ALPHABET if other != code[at]]
    swapped = [
        code[:one] + code[two] + code[one + 1 : two] + code[one] + code[two + 1 :]
        for one in range(10)
        for two in range(one + 1, 10)
        if code[one] != code[two]
    ]

    assert {parse(each) for each in wrong + swapped} == {None}
    assert (len(wrong), len(swapped) > 30) == (300, True)


@pytest.mark.parametrize("text", ["", "ABC", "0" * 10, "ÑÑÑÑÑÑÑÑÑÑ", "A" * 500, "'; DROP", "\u202eABCDEFGHJK"])
def test_what_is_no_code_is_none(text):
    assert parse(text) is None


def test_the_check_character_is_made_of_the_other_nine():
    assert {parse(code_of(n))[CHANCE] == check_of(code_of(n)[:CHANCE]) for n in range(0, 10**9, 10**7)} == {True}

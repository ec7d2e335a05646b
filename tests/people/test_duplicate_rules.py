"""Whether two registered people are one: decided from plain values."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from people.duplicates.facts import Known
from people.duplicates.rules import OTHER, SUGGESTED, compare_names, likeness, name_pairs, one_edit
from tests.people.name_variants import OTHERS, SAME

letters = some.text(alphabet="aeioubcdglmnprstzñá' ", min_size=1, max_size=12)
people = some.builds(Known, some.integers(1, 9), letters, letters, letters)


def person(names, number=1, **facts):
    return Known(number, *names, **facts)


def alike(pair):
    return compare_names(person(pair[0]), person(pair[1])) != OTHER


def test_there_are_names_enough_to_judge_by():
    assert (len(SAME) >= 90, len(OTHERS) >= 60, len(SAME) + len(OTHERS) >= 150) == (True, True, True)


def test_variants_of_a_name_are_found_and_other_people_are_not():
    right, missed = [pair for pair in SAME if alike(pair)], [pair for pair in SAME if not alike(pair)]
    wrong = [pair for pair in OTHERS if alike(pair)]
    recall, precision = len(right) / len(SAME), len(right) / (len(right) + len(wrong))
    print(f"{len(SAME)} + {len(OTHERS)} pairs: recall {recall:.3f}, precision {precision:.3f}")
    print("missed:", missed, "wrong:", wrong)

    assert recall >= 0.95
    assert precision >= 0.9


def test_two_variants_are_filed_under_a_common_key():
    filed = [pair for pair in SAME if name_pairs(*pair[0]) & name_pairs(*pair[1])]

    assert len(filed) / len(SAME) >= 0.95


def test_with_the_same_telephone_every_variant_that_is_alike_is_suggested():
    found = [
        likeness(person(a, phone="5512345678"), person(b, 2, phone="+525512345678")) for a, b in SAME if alike((a, b))
    ]

    assert {how.score >= SUGGESTED for how in found} == {True}
    assert {"phone" in how.reasons for how in found} == {True}


def test_brothers_and_sisters_who_share_a_mailbox_are_not_suggested():
    suggested = [
        pair
        for pair in OTHERS
        if likeness(person(pair[0], email="casa@example.org"), person(pair[1], 2, email="casa@example.org")).score
        >= SUGGESTED
    ]

    assert len(suggested) <= len(OTHERS) // 10


def test_the_identifier_decides_alone():
    one, other = (
        person(("Ana", "Soto", ""), identities=("CO:cc:x",)),
        person(("Luz", "Ruiz", ""), 2, identities=("CO:cc:x",)),
    )

    assert (likeness(one, other).score, likeness(one, other).reasons) == (100, ("identity",))


def test_a_name_alone_only_suggests_and_other_facts_weigh_more():
    names = ("Ana", "Soto", "Ruiz")
    born, other_day = {"birth_date": date(1980, 5, 1)}, {"birth_date": date(1981, 5, 1)}

    scores = [
        likeness(person(names, **one), person(names, 2, **other)).score
        for one, other in [({}, {}), (born, born), (born, other_day), ({"territory_id": 1}, {"territory_id": 1})]
    ]

    assert scores == [50, 85, 20, 65]


@given(one=people, other=people)
def test_it_is_the_same_whoever_is_asked_first(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(one=people)
def test_everybody_is_like_herself(one):
    assert compare_names(one, one) == 3 or not one.given_names.strip(" '")


@given(word=some.text("abcde", min_size=1, max_size=6), at=some.integers(0, 6), letter=some.sampled_from("abcde"))
def test_one_letter_is_one_edit(word, at, letter):
    at = min(at, len(word))
    assert one_edit(word, word[:at] + letter + word[at:])
    assert one_edit(word, word[:at] + word[at + 1 :])

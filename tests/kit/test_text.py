import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kit.text import fold, name_key, tidy, words_of


def test_folding_takes_accents_capitals_and_loose_spaces_away():
    assert fold("  MUÑOZ   Ángela\tÜ ") == "munoz angela u"


def test_composed_and_decomposed_accents_fold_alike():
    assert fold(unicodedata.normalize("NFD", "José Núñez")) == fold("José Núñez") == "jose nunez"


def test_maria_is_maria_however_it_was_abbreviated():
    keys = {name_key(first, "López", "Díaz") for first in ("María", "MARIA", "Mª", "Ma.", "M.ª", "Ma")}

    assert keys == {"diaz lopez maria"}


def test_the_order_of_names_does_not_matter():
    assert name_key("Ana Sofía", "Pérez", "de la Cruz") == name_key("Sofia ana", "De la Cruz", "PEREZ")


def test_different_people_have_different_keys():
    assert name_key("Ana", "Pérez", "Ruiz") != name_key("Ana", "Pérez", "Ruz")


def test_a_name_key_fits_its_column_even_when_folding_makes_it_longer():
    assert len(name_key("\ufdfa" * 80, "ß" * 80, "x" * 80)) == 240


def test_punctuation_is_not_a_word():
    assert words_of("Bogotá, D.C.") == ["bogota", "d", "c"]


def test_tidy_keeps_the_words_and_drops_what_cannot_be_seen():
    assert tidy("  Jose\u0301\x00 \u202eMa\u200brtí\r\nnez\x07 ") == "José Martí nez"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_tidying_twice_changes_nothing_and_leaves_no_control_character(text):
    once = tidy(text)

    assert tidy(once) == once
    assert not [char for char in once if unicodedata.category(char) == "Cc"]


@given(st.text(), st.text(), st.text())
def test_a_name_key_does_not_depend_on_the_order(given_name, surname1, surname2):
    assert name_key(given_name, surname1, surname2) == name_key(surname2, given_name, surname1)

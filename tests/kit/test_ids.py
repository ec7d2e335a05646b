import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kit.ids import check_character, folio, new_token, parse_folio

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
bodies = st.text(SIGNS, min_size=2, max_size=20)
folios = st.builds(folio, st.text(SIGNS, min_size=1, max_size=10), st.integers(2020, 2099), st.integers(1, 999_999))


def test_tokens_are_long_safe_and_never_the_same():
    tokens = {new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {32}


def test_a_folio_reads_as_it_is_printed():
    assert folio("P9MX", 2026, 1) == "P9MX-2026-00001-Q"
    assert folio("P9MX", 2026, 123456).startswith("P9MX-2026-123456-")


@pytest.mark.parametrize("prefix", ["", "a", "P-9", "ÑU", "X" * 17])
def test_a_folio_refuses_a_prefix_it_could_not_read_back(prefix):
    with pytest.raises(ValueError):
        folio(prefix, 2026, 1)


@given(bodies, st.data())
def test_one_wrong_character_always_shows(body, data):
    place = data.draw(st.integers(0, len(body) - 1))
    wrong = data.draw(st.sampled_from(SIGNS))
    assume(wrong != body[place])

    assert check_character(body[:place] + wrong + body[place + 1 :]) != check_character(body)


@given(bodies, st.data())
def test_two_neighbours_swapped_show(body, data):
    place = data.draw(st.integers(0, len(body) - 2))
    a, b = body[place], body[place + 1]
    assume(a != b and {a, b} != {"0", "Z"})

    assert check_character(body[:place] + b + a + body[place + 2 :]) != check_character(body)


@given(folios)
def test_every_folio_reads_back_however_it_was_typed(printed):
    for typed in (printed, printed.lower(), f" {printed} ", printed.replace("-", " - "), printed.replace("-", "–")):
        assert parse_folio(typed) == printed


def test_letters_read_for_digits_are_forgiven():
    printed = folio("P9MX", 2026, 101)

    assert parse_folio("p9mx 2O26 OOlOI " + printed[-1]) == printed


def test_a_prefix_that_looks_like_a_year_is_read_without_dashes_too():
    printed = folio("A2026", 2026, 1)

    assert parse_folio(printed.replace("-", "")) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "P9MX",
        "P9MX-2026-00001",
        "P9MX-2026-00001-A",
        "P9MX-2026-00000-0",
        "\x00",
        "x" * 10**6,
        "P9MX-2026-²0001-R",
    ],
)
def test_what_is_not_a_folio_is_none(text):
    assert parse_folio(text) is None


@given(st.text())
def test_any_text_is_answered(text):
    assert parse_folio(text) is None or parse_folio(parse_folio(text)) == parse_folio(text)

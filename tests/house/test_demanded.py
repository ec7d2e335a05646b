"""What was demanded before the first line was written, and what became of it: object × action, 53 lines.

``demanded.csv`` repeats each with its letters (Y yes, N no, L sign in, O one's own, P in part, A added up, S with a
second step, 2 with a second person), names our addresses for it or says what is not built yet, and puts every
departure into words, as "points of view: why".
"""

import csv

from tests.house.test_authz import HERE, TABLE, rows_of

DEMANDED = HERE / "demanded.csv"
LINES = 53
NOT_BUILT = "not built yet: "
# To be sent to sign in and to be told that there is nothing are both a no.
REFUSED, LET_IN = {"N", "L"}, {"Y"}
# One's own: the same address is a yes to whom it belongs and a no to the next.
AGREES = {"Y": LET_IN, "P": LET_IN, "A": LET_IN, "S": LET_IN, "2": LET_IN, "N": REFUSED, "L": REFUSED}
AGREES |= {"O": LET_IN | REFUSED}
# Letters that say more than yes or no: words beside them explain how far we go.
QUALIFIED = set("OPAS2")


def views_of(table):
    with table.open(encoding="utf-8", newline="") as lines:
        head = next(csv.reader(lines))
    return [name for name in head if len(name) <= 3]


SHARED = [view for view in views_of(DEMANDED) if view in views_of(TABLE)]


def built():
    return [row for row in rows_of(DEMANDED) if row["addresses"]]


def addresses_of(row):
    """(method, name) of each."""
    return [tuple(each.split(" ")) for each in row["addresses"].split("; ")]


def explained_in(row):
    """The points of view that the words are about."""
    notes = [each.split(": ", 1) for each in row["deviations"].split("; ") if each]
    assert all(words for _views, words in notes)
    return {view for views, _words in notes for view in views.split(",")}


def test_every_line_has_an_address_or_says_what_is_missing():
    rows = rows_of(DEMANDED)
    said = [bool(row["addresses"]) + row["not_built"].startswith(NOT_BUILT) for row in rows]

    assert said == [1] * LINES
    assert len({(row["object"], row["action"]) for row in rows}) == LINES


def test_every_address_named_stands_in_the_table_of_rights():
    known = {(row["method"], row["name"]) for row in rows_of(TABLE)}

    assert {address for row in built() for address in addresses_of(row)} - known == set()


def test_the_letters_agree_except_where_it_is_said_why():
    rights = {(row["method"], row["name"]): row for row in rows_of(TABLE)}
    silent, idle = {}, {}
    for row in built():
        answers = [rights[address] for address in addresses_of(row)]
        apart = {view for view in SHARED for answer in answers if answer[view] not in AGREES[row[view]]}
        explained = explained_in(row)
        silent[row["object"], row["action"]] = apart - explained
        idle[row["object"], row["action"]] = {view for view in explained - apart if row[view] not in QUALIFIED}

    assert ({key: views for key, views in silent.items() if views}, {k: v for k, v in idle.items() if v}) == ({}, {})

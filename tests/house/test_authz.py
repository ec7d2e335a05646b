"""The table of rights, asked for cell by cell: role × address × method, from every point of view.

``authz.csv`` says for each address and method who is let in (Y), sent to sign in (L), told that there is nothing (N) or
that the method is not one (-). A new address fails here until it has its line. The points of view are those of
``matrix.lay_world``: An nobody, Un unclaimed account, T trainee, Tw withdrawn, Tx of another cohort, Tr trainer, Trx of
another cohort, Try of another region, Trz of another programme, RH roll helper, RHx of another cohort, NM member,
RC regional coordinator, RCx of another region, PC programme coordinator, PCx of another programme, Fu funder, Fux of
another, DO data officer, DOx of another, OR organisation representative, Ed editor, Mo moderator, SA administration,
Sus suspended with a live cookie.
"""

import csv
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from people.suspension import suspend
from tests.house.addresses import letter_of, path_of, routes
from tests.house.matrix import CONTACTS, TRACES, lay_world

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
TABLE = HERE / "authz.csv"
TOKEN = "a" * 32
# What Django and the account library keep about the asking itself, not about anybody's work.
OWN_BOOKS = ("django_session",)
# Neither may read how to reach somebody, wherever they are let in.
NO_CONTACTS = {"RH", "Fu", "Ed", "Mo", "OR", "T"}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Writes:
    """Tables that statements wrote to while it listened."""

    def __init__(self):
        self.tables = []

    def __call__(self, execute, sql, params, many, context):
        verb, _space, rest = sql.lstrip().partition(" ")
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            words = rest.replace('"', " ").split()
            table = words[0] if verb == "UPDATE" else words[-1] if "INTO" not in words else words[1]
            self.tables.append(next((word for word in words if "_" in word), table))
        return execute(sql, params, many, context)


def client_of(user):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if user:
        client.force_login(user)
    client.cookies["csrftoken"] = TOKEN
    return client


def ask(client, method, path):
    """The answer, and the tables written on the way; whatever was done is undone."""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        answer = client.generic(method, path, headers={"x-csrftoken": TOKEN})
        if not answer.streaming:
            _ = answer.content
        transaction.set_rollback(True)
    return answer, [table for table in writes.tables if table not in OWN_BOOKS]


# The editors' screens and the account library's own stand in the table as they answered; asking them all takes minutes.
FOREIGN = ("gestion/", "cuenta/")
# Drawn from the facts of a real issue: their own tests ask for them.
ELSEWHERE = {"certificates:verify", "certificates:download"}


def test_every_address_of_the_code_stands_in_the_table():
    assert {(name, route) for name, route in routes()} == {(row["name"], row["route"]) for row in rows_of(TABLE)}


def asked_rows():
    for row in rows_of(TABLE):
        if not row["route"].startswith(FOREIGN) and row["name"] not in ELSEWHERE and row["SA"] != "-":
            yield row


def test_every_cell_of_the_table_is_what_it_says(settings, tmp_path, caplog):
    caplog.set_level("CRITICAL")
    settings.MEDIA_ROOT = tmp_path
    things, views = lay_world()
    clients = {view: client_of(user) for view, user in views.items()}
    suspend(views["Sus"], reason="Robo", by=None)
    wrong, written, leaks = {}, {}, {}
    for row in asked_rows():
        path = path_of(row["name"], row["route"], things)
        for view, client in clients.items():
            answer, tables = ask(client, row["method"], path)
            letter = letter_of(answer, path) if answer.status_code < 500 else str(answer.status_code)
            cell = (row["name"] or row["route"], row["method"], view)
            if row[view] != letter:
                wrong[cell] = letter
            if letter in "NL-" and tables:
                written[cell] = tables
            banned = TRACES if letter in "NL-" else CONTACTS if view in NO_CONTACTS else []
            if any(trace in b"".join(answer) for trace in banned):
                leaks[cell] = letter
    assert (wrong, written, leaks) == ({}, {}, {})

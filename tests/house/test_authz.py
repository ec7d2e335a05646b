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
import gc
import logging
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import sites

from people.suspension import suspend
from tests.house.addresses import letter_of, path_of, routes
from tests.house.matrix import CONTACTS, NAMES, NUMBERS, ORGANISATIONS, TRACES, lay_world

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
TABLE = HERE / "authz.csv"
TOKEN = "a" * 32
# What Django and the account library keep about the asking itself, not about anybody's work.
OWN_BOOKS = ("django_session",)
# Wherever they are let in, none of these reads how to reach somebody …
NO_CONTACTS = {"RH", "Fu", "Ed", "Mo", "OR", "T", "DO"}
# … those who have nothing to do with the cohort do not even read a name of it …
STRANGERS = {"Un", "NM", "Tw", "Tx", "Trx", "Try", "Trz", "RHx", "RCx", "PCx", "Fu", "Fux", "DOx", "OR", "Ed", "Mo"}
# … and for which organisation somebody came is for who coordinates her; on the lists of a cohort, for who teaches it.
READS_ORGANISATIONS = {"Tr", "RC", "PC", "SA"}
# A choice of words, kept in a cookie: pages shared by all visitors carry no token.
WITHOUT_TOKEN = {"set_language"}
# Whoever holds the letter reads whom it is for.
LINK = re.compile(rb'href="(/[^"?#]*)')
LETTERS = {"people:invitation", "people:accept"}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Writes:
    """Tables that statements wrote to while it listened."""

    def __init__(self):
        self.tables = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            return execute(sql, params, many, context)
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


# The editors' screens and the account library's own stand in the table as they answered; asking them from every point
# of view takes minutes. Those who write nothing are asked below: nobody, somebody who learns, somebody who coordinates.
FOREIGN = ("gestion/", "cuenta/")
WITHOUT_PEN = ("An", "T", "PC")


def test_every_address_of_the_code_stands_in_the_table():
    assert {(name, route) for name, route in routes()} == {(row["name"], row["route"]) for row in rows_of(TABLE)}


def asked_rows():
    for row in rows_of(TABLE):
        if not row["route"].startswith(FOREIGN) and row["SA"] != "-":
            yield row


@pytest.fixture
def scene(settings, tmp_path, monkeypatch):
    """(things, client by point of view); files go to a folder of the test's own, and no refusal is logged."""
    settings.MEDIA_ROOT = tmp_path
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path / "private", "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    things, views = lay_world()
    # Every refusal looks up the site, twice, to draw its page: the same one each time.
    monkeypatch.setattr(sites, "get_site_for_hostname", cache(sites.get_site_for_hostname))
    clients = {view: client_of(user) for view, user in views.items()}
    suspend(views["Sus"], reason="Robo", by=None)
    logging.disable()
    gc.collect()
    gc.freeze()
    yield things, clients
    logging.disable(logging.NOTSET)


def banned_for(view, name, letter):
    """What must not stand in the answer, in bytes."""
    if letter in "NL-":
        return TRACES
    if name in LETTERS:
        return []
    # The number of a document stands nowhere but where it was asked for, one at a time.
    banned = [] if name == "identity:show" else [*NUMBERS]
    if view in NO_CONTACTS | STRANGERS:
        banned += CONTACTS
    if view in STRANGERS:
        banned = [*banned, *NAMES]
    return banned if view in READS_ORGANISATIONS else [*banned, *ORGANISATIONS]


def read(answer) -> bytes:
    """All that was answered; of a spreadsheet or a packed file, what lies in it."""
    content = b"".join(answer)
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as packed:
        return b"".join(map(packed.read, packed.namelist()))


def shut_to(views, things):
    """By point of view, the addresses of the scene that answer it with "nothing here": no page may lead it there.

    Not the lesson, which its course names to everybody: shut, it says why and how to be let in.
    """
    read = [row for row in asked_rows() if row["method"] == "GET" and "Y" in row.values()]
    pages = [(row, path_of(row["name"], row["route"], things)) for row in read]
    pages = [(row, path.encode()) for row, path in pages if path != things["lesson"].url]
    return {view: {path for row, path in pages if row[view] == "N"} for view in views}


# Who may is decided by the same questions on both databases: four thousand requests are asked on one.
@pytest.mark.slow
@pytest.mark.sqlite
def test_every_cell_of_the_table_is_what_it_says(scene):
    things, clients = scene
    wrong, written, leaks, dead_ends = {}, {}, {}, {}
    shut = shut_to(clients, things)
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
            content = read(answer)
            found = [trace for trace in banned_for(view, row["name"], letter) if trace in content]
            if found:
                leaks[cell] = found
            offered = shut[view].intersection(LINK.findall(content)) if letter == "Y" else ()
            if offered:
                dead_ends[cell] = offered
    assert (wrong, written, leaks, dead_ends) == ({}, {}, {}, {})


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_editors_screens_are_shut_to_who_does_not_write(scene):
    things, clients = scene
    wrong, written = {}, {}
    for row in rows_of(TABLE):
        if row["route"].startswith("gestion/") and row["SA"] != "-":
            path = path_of(row["name"], row["route"], things)
            for view in WITHOUT_PEN:
                answer, tables = ask(clients[view], row["method"], path)
                cell = (row["name"] or row["route"], row["method"], view)
                if row[view] != letter_of(answer, path):
                    wrong[cell] = letter_of(answer, path)
                if tables:
                    written[cell] = tables
    assert (wrong, written) == ({}, {})


def test_what_is_sent_without_a_token_is_refused(scene):
    """Each address of ours that takes what is sent, by somebody who would be let in with the token."""
    things, clients = scene
    senders = [(row, next((view for view in clients if row[view] == "Y"), None)) for row in asked_rows()]
    sent = [(row["name"], path_of(row["name"], row["route"], things), view) for row, view in senders
            if row["method"] == "POST" and view and row["name"] not in WITHOUT_TOKEN]  # fmt: skip

    answers = {name: clients[view].post(path).status_code for name, path, view in sent}

    assert answers == {name: 403 for name, _path, _view in sent}

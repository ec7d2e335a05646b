"""Questions to the database that are written out: asked on nearly every page, putting them together costs the most."""

from collections.abc import Iterable
from typing import Any

from django.db import connection


def rows(question: str, *groups: Iterable[Any]) -> list[tuple]:
    """The answer to ``question``, in which ``{}`` stands for the values of each group in turn: ``WHERE x IN ({})``.

    Values travel as parameters, never inside the text. Nothing, and no query, when a group is empty. Numbers, words
    and yes or no come back as the driver has them (on SQLite 0 and 1); days and times are not converted:
    leave them out.
    """
    values = [list(group) for group in groups]
    if not all(values):
        return []
    with connection.cursor() as cursor:
        cursor.execute(question.format(*(", ".join(["%s"] * len(group)) for group in values)), sum(values, []))
        return cursor.fetchall()

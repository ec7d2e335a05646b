"""What the night does by ``docs/privacy/retention.yaml``: some rows a transaction, until nothing of a rule is ripe."""

from collections.abc import Iterator

from django.db import models, transaction

from people.privacy.erasing import forget
from people.privacy.retention import FORGET, Rule, change_with_files, delete_with_files

BATCH = 500
# Forgetting one person looks into every table that leads to people, some 85 questions: where one writes at a time,
# others wait for a step, about two seconds on a small machine.
FAREWELLS = 25


def carry_out(rule: Rule) -> Iterator[int]:
    """Do one rule, some rows a transaction; yields how many were done each time. Safe to repeat and to interrupt."""
    last, most = None, FAREWELLS if rule.act == FORGET else BATCH
    while True:
        with transaction.atomic():
            # Each row is looked at once a night, also one that its rule would leave ripe.
            ripe = rule.rows() if last is None else rule.rows().filter(pk__gt=last)
            keys = list(ripe.order_by("pk").values_list("pk", flat=True)[:most])
            done = _do(rule, keys)
        if keys:
            yield done
        if len(keys) < most:
            return
        last = keys[-1]


def _do(rule: Rule, keys: list) -> int:
    some = rule.model._default_manager.filter(pk__in=keys)
    if rule.act == FORGET:
        return _forget(rule, some)
    if isinstance(rule.act, dict):
        change_with_files(some, rule.act)
    else:
        delete_with_files(some)
    return len(keys)


def _forget(rule: Rule, some: models.QuerySet) -> int:
    """As an approved request does. Held first and asked about again: who was enrolled in this moment is needed."""
    held = list(some.select_for_update().order_by("pk").values_list("pk", flat=True))
    gone = list(rule.rows().filter(pk__in=held).order_by("pk"))
    for person in gone:
        forget(person, by=None)
    return len(gone)

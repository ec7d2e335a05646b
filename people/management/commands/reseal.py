"""After a change of keys: what is sealed is sealed anew with the first one.

Rooms above seal their own in the hook ``people.reseal``: a function that answers ``(sealed anew, not opened)``.
"""

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail import hooks

from kit.sealing import mark
from people.identity.rules import compact
from people.models import IdentityDocument

BATCH = 500


class Command(BaseCommand):
    help = "Seal numbers of documents and keys that sign anew with the first of FIELD_KEYS. Safe to repeat and to cut."

    def add_arguments(self, parser):
        parser.add_argument("--new-key", action="store_true", help="only print a new key")

    def handle(self, *args, **options):
        if options["new_key"]:
            self.stdout.write(Fernet.generate_key().decode())
            return
        done, closed, last = 0, 0, 0
        while rows := self._next(last):
            opened = [row for row in rows if row.number]
            self._reseal(opened)
            done, closed, last = done + len(opened), closed + len(rows) - len(opened), rows[-1].pk
        for elsewhere in hooks.get_hooks("people.reseal"):
            more, shut = elsewhere()
            done, closed = done + more, closed + shut
        self.stdout.write(f"{done} sealed anew, {closed} that no key opens.")
        if closed:
            raise SystemExit(1)

    def _next(self, last: int) -> list[IdentityDocument]:
        return list(IdentityDocument.objects.filter(pk__gt=last).order_by("pk")[:BATCH])

    def _reseal(self, rows: list[IdentityDocument]) -> None:
        for row in rows:
            row.number_mark = mark(compact(row.number))
        with transaction.atomic():
            IdentityDocument.objects.bulk_update(rows, ["number", "number_mark"])

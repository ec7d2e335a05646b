"""The keys that sign certificates, for whoever runs the site."""

import getpass
import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from certificates.models import SigningKey
from certificates.signing.keys import bring_key, make_key, retire_key
from people.actions import Refused
from programmes.models import Programme

MAX_BYTES = 100_000


class Command(BaseCommand):
    help = "Keys that sign certificates: list them, bring a bought one, make a new one, retire one."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="who signs, since when, until when")
        bring = verbs.add_parser("bring", help="a bought key takes the place of today's")
        bring.add_argument("file", help=".p12 or .pfx; - reads it from standard input")
        bring.add_argument("--programme", help="slug of the programme it is for; without it, the whole site")
        verbs.add_parser("make", help="a new key of the site's own takes the place of today's")
        retire = verbs.add_parser("retire", help="it signs nothing new")
        retire.add_argument("fingerprint", help="its first eight characters or more")
        retire.add_argument("--destroy", action="store_true", help="forget its private part: it was stolen")

    def handle(self, *args, verb, **options):
        try:
            getattr(self, f"_{verb}")(**options)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error

    def _list(self, **options):
        for key in SigningKey.objects.select_related("programme").order_by("pk"):
            state = f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else "signs"
            whose = key.programme.slug if key.programme else "site"
            self.stdout.write(f"{key.fingerprint}  {whose}  {state}  until {key.valid_until:%Y-%m-%d}  {key.holder}")

    def _bring(self, file, programme, **options):
        data = sys.stdin.buffer.read(MAX_BYTES) if file == "-" else Path(file).read_bytes()[:MAX_BYTES]
        password = os.environ.get("SIGNING_KEY_PASSWORD")
        if password is None:
            password = getpass.getpass("Password of the file: ") if file != "-" else ""
        self._said(bring_key(data, password, programme=self._programme(programme)))

    def _make(self, **options):
        self._said(make_key(instead_of=SigningKey.objects.filter(programme=None, retired_at=None).first()))

    def _retire(self, fingerprint, destroy, **options):
        found = SigningKey.objects.filter(fingerprint__startswith=fingerprint.replace(":", "").lower())
        if len(fingerprint) < 8 or len(found) != 1:
            raise CommandError(f"{len(found)} keys begin with that; give at least eight characters of one.")
        retire_key(found[0], destroy=destroy)
        self._list()

    def _programme(self, slug):
        if not slug:
            return None
        found = Programme.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"No programme is called {slug}.")
        return found

    def _said(self, key):
        self.stdout.write(
            f"{key.holder} signs from now on, until {key.valid_until:%Y-%m-%d}.\n{key.printed_fingerprint}"
        )

import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import translation

from lms.demo.load import load


class Command(BaseCommand):
    help = "Build the demo: three programmes with their people, sessions and certificates. Safe to repeat and to cut."

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="say only the end")

    def handle(self, *args, quiet, **options):
        if not settings.DEMO:
            raise CommandError("This site is no demo (DEMO is off): no invented people are loaded here.")
        started = time.monotonic()

        def say(done, total, label):
            if label and not quiet:
                self.stdout.write(f"[{done * 100 // total:3d} %] {label}")
                self.stdout.flush()

        with translation.override("es"):
            load(say)
        self.stdout.write(f"Demo data loaded in {time.monotonic() - started:.0f} s")

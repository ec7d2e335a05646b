"""One command runs everything: database, static files, web server, worker, and the demo the first time."""

import os
import signal
import threading

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils.translation import gettext

from lms import serving
from lms.demo.accounts import ACCOUNTS, PASSWORD
from people.privacy.consent import lay_notices


class Command(BaseCommand):
    help = "Serve the site with its worker on HOST and PORT (127.0.0.1 and 8000). Ctrl-C stops everything."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--prepare", action="store_true", help="Only migrate and collect static files, then stop")

    def handle(self, prepare, **options):
        if prepare:
            self.prepare()
            return
        host, port = address()
        serving.check_port(host, port)
        serving.check_data_dir(settings.DATA_DIR)
        try:
            self.prepare()
            running = serving.children(host, port, self.say)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}".strip()) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready; the next start goes on.") from None
        self.serve(running, host, port)

    def prepare(self):
        with serving.static_files_collected(self.say):
            serving.migrate(self.say)
            lay_notices()  # a new version of the platform may bring a new text

    def serve(self, running, host, port):
        connections.close_all()
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        try:
            self.start(running, host, port)
            serving.keep_alive(running, stopping, self.say)
        finally:
            self.say("Stopping")
            serving.stop(running)

    def start(self, running, host, port):
        for child in running:
            child.start()
        if serving.wait_until_answering(host, port, running[0].process):
            self.greet()

    def greet(self):
        self.say(f"\nParalelo: {settings.SITE_URL}  (Ctrl-C stops it)")
        if settings.DEMO:
            for role, email in ACCOUNTS:
                self.say(f"  {gettext(role):<24} {email}")
            self.say(f"  {'':<24} {PASSWORD}\n")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def address() -> tuple[str, int]:
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    return host, int(port)

"""By hand, on a database of one's own: ``DATABASE_URL=… DATA_DIR=… DJANGO_SETTINGS_MODULE=bench.settings``."""

import os
import subprocess

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from bench import checkins, results
from lms import serving
from tests.services import free_port


class Command(BaseCommand):
    help = "Two hundred check in within two minutes on the site as it runs, then again with the uplink cut for one."
    requires_system_checks = ()

    def handle(self, **options):
        port = free_port()
        process = subprocess.Popen(serving.web("127.0.0.1", port).command, cwd=settings.BASE_DIR, env=os.environ.copy())
        try:
            if not serving.wait_until_answering("127.0.0.1", port, process):
                raise CommandError("the web server did not start")
            found = [each for fails in (False, True) for each in self.figures(f"http://127.0.0.1:{port}", fails)]
        finally:
            process.terminate()
            process.wait(timeout=30)
        missed = [figure.name for figure in found if not figure.kept]
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}")

    def figures(self, address, fails):
        for figure in checkins.figures(address, fails=fails):
            results.show(figure)
            yield figure

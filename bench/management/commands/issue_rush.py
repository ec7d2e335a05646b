"""By hand, on a database of one's own: ``DATABASE_URL=… DATA_DIR=… DJANGO_SETTINGS_MODULE=bench.settings``."""

import os
import subprocess

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from bench import results, rush, scene
from jobs.actions import run_due
from lms import serving
from lms.celery import app
from tests.services import free_port


class Command(BaseCommand):
    help = "Issue 7,470 certificates with the site as it runs, read all the while."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, workers, **options):
        scene.prepare()
        rush.prepare()
        app.loader.import_default_modules()
        while run_due():
            pass
        port = free_port()
        process = subprocess.Popen(serving.web("127.0.0.1", port).command, cwd=settings.BASE_DIR, env=os.environ.copy())
        try:
            if not serving.wait_until_answering("127.0.0.1", port, process):
                raise CommandError("the web server did not start")
            found = list(rush.figures(f"http://127.0.0.1:{port}", workers))
        finally:
            process.terminate()
            process.wait(timeout=30)
        for figure in found:
            results.show(figure)
        if missed := [figure.name for figure in found if not figure.kept]:
            raise CommandError(f"Missed: {', '.join(missed)}")

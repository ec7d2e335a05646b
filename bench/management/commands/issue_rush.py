"""By hand, on a database of one's own: ``DATABASE_URL=… DATA_DIR=… DJANGO_SETTINGS_MODULE=bench.settings``."""

from django.core.management import BaseCommand, CommandError

from bench import results, rush, scene
from bench.server import serve
from jobs.actions import run_due
from lms.celery import app


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
        with serve() as server:
            found = list(rush.figures(server.address, workers))
        for figure in found:
            results.show(figure)
        if missed := [figure.name for figure in found if not figure.kept]:
            raise CommandError(f"Missed: {', '.join(missed)}")

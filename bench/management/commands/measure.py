"""One run on a prepared site: measure, show, keep."""

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from bench import pages, results, signins, weight
from bench.cpu import Stick
from bench.server import serve


class Command(BaseCommand):
    help = "Measure, print a table, write bench/latest.json. Fails when a promise is missed."
    requires_system_checks = ()

    def handle(self, **options):
        pages.prepare()
        figures = []
        for figure in self.figures():
            results.show(figure)
            figures.append(figure)
        results.keep(figures)
        missed = [figure.name for figure in figures if not figure.kept]
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}")

    def figures(self):
        anyone = get_user_model().objects.create_user(email="bench@demo.example", is_active=True)
        # With one worker its processor time is one number.
        with serve("--workers", "1") as server:
            yield from pages.cpu_figures(Stick(server, anyone))
            with weight.phone() as scales:
                yield from pages.weight_figures(scales, server.address)
            yield from signins.figures(server.address)
        yield from pages.work_figures()

"""By hand, on a database of one's own: ``DATABASE_URL=… DATA_DIR=… DJANGO_SETTINGS_MODULE=bench.settings``."""

import psutil
from django.core.management import BaseCommand, CommandError

from bench import checkins, results
from bench.server import serve


class Command(BaseCommand):
    help = "Two hundred check in within two minutes on the site as it runs, then again with the uplink cut for one."
    requires_system_checks = ()

    def handle(self, **options):
        with serve() as server:
            found = [each for fails in (False, True) for each in self.figures(server, fails)]
        missed = [figure.name for figure in found if not figure.kept]
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}")

    def figures(self, server, fails):
        before = spent(server.pid)
        for figure in checkins.figures(server.address, fails=fails):
            results.show(figure)
            yield figure
        cpu = results.Figure("cpu of the web server", round(spent(server.pid) - before, 1), "s")
        results.show(cpu)
        yield cpu


def spent(pid: int) -> float:
    """Seconds of processor time of the server and all its workers."""
    server = psutil.Process(pid)
    return sum(each.cpu_times().user + each.cpu_times().system for each in [server, *server.children()])

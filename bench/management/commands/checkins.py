"""By hand, on a database of one's own: ``DATABASE_URL=… DATA_DIR=… DJANGO_SETTINGS_MODULE=bench.settings``."""

import os
import subprocess

import psutil
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
            found = [each for fails in (False, True) for each in self.figures(process.pid, port, fails)]
        finally:
            process.terminate()
            process.wait(timeout=30)
        missed = [figure.name for figure in found if not figure.kept]
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}")

    def figures(self, pid, port, fails):
        before = spent(pid)
        for figure in checkins.figures(f"http://127.0.0.1:{port}", fails=fails):
            results.show(figure)
            yield figure
        cpu = results.Figure("cpu of the web server", round(spent(pid) - before, 1), "s")
        results.show(cpu)
        yield cpu


def spent(pid: int) -> float:
    """Seconds of processor time of the server and all its workers."""
    server = psutil.Process(pid)
    return sum(each.cpu_times().user + each.cpu_times().system for each in [server, *server.children()])

"""One worker's share of a big list: its dry run, or enrolling it, in this process."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from bench.importing import group, waiting_draft
from cohorts.actions.roster import draft_roster
from cohorts.forms.roster import MOST_LINES
from cohorts.tasks import ask_commit, ask_judge
from jobs.actions import run
from kit.spreadsheet import read_table
from lms.demo.team import coordinator


class Command(BaseCommand):
    help = "Read the spreadsheet and judge it, or enrol the list that was judged last."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["judge", "enrol"])
        parser.add_argument("path")

    def handle(self, what, path, **options):
        by = coordinator()
        if what == "judge":
            table = read_table(Path(path).read_bytes(), path, most=MOST_LINES)
            draft = draft_roster(group(), table, source="lista.xlsx", by=by)
            job = ask_judge(draft, language="es", by=by)
        else:
            job = ask_commit(waiting_draft(), language="es", by=by)
        run(job.pk)
        job.refresh_from_db()
        if job.state != job.State.DONE:
            raise CommandError(f"{job.state}: {job.message} {job.error}")

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from places.loading import BadCatalogue
from places.models import Country
from places.official import read_official
from places.updating import Changes, TooManyGone, apply_official, compare


class Command(BaseCommand):
    help = (
        "Bring the territories of a country up to date from its official CSV: INEGI's AGEEML (MX), DANE's DIVIPOLA"
        " (CO), SUBDERE's CUT (CL). Prints + added, ~ renamed, - gone, ^ back. Nothing is deleted. Safe to repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("country", choices=Country.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only say what would change.")
        parser.add_argument(
            "--accept-gone", action="store_true", help="Retire what is missing even when it is more than 5 %%."
        )

    def handle(self, *, country, file, dry_run, accept_gone, **options):
        if not file.is_file():
            raise CommandError(f"No file {file}")
        try:
            entries = read_official(country, file)
            changes = compare(country, entries)
            self.say(changes)
            if not dry_run:
                apply_official(country, entries, source=file.name, accept_gone=accept_gone)
        except BadCatalogue as error:
            raise CommandError(str(error)) from error
        except TooManyGone as error:
            raise CommandError(f"{error}: is it complete? If it is, repeat with --accept-gone.") from error
        self.stdout.write("Nothing was written: dry run." if dry_run else "Written.")

    def say(self, changes: Changes):
        for line in changes.lines:
            self.stdout.write(line)
        self.stdout.write(
            f"added {len(changes.added)}, renamed {len(changes.renamed)}, gone {len(changes.gone)},"
            f" back {len(changes.back)}, same {changes.same}"
        )

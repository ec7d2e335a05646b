from django.core.management.base import BaseCommand

from people.privacy.night import carry_out
from people.privacy.retention import rules


class Command(BaseCommand):
    help = "Do now what docs/privacy/retention.yaml leaves to the night. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Count what is ripe and change nothing")

    def handle(self, dry_run, **options):
        for rule in rules():
            count = rule.rows().count() if dry_run else sum(carry_out(rule))
            self.stdout.write(f"{count:>7}  {rule}")

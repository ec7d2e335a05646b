"""``manage.py check_invariants``: whether everything that must hold in the database does."""

import sys

from django.core.management import BaseCommand

from lms.invariants import findings


class Command(BaseCommand):
    help = "Check in the database everything that must hold. Changes nothing; ends with 1 when something is broken."

    def handle(self, **options):
        broken = 0
        for finding in findings():
            broken += not finding.holds
            self.stdout.write(line_of(finding))
        self.stdout.write("Everything holds." if not broken else f"Broken: {broken}.")
        if broken:
            sys.exit(1)


def line_of(finding) -> str:
    """``ok       0  sentence`` or ``BROKEN   3  sentence: 12, 17, 40``; more than the examples end in dots."""
    line = f"{'ok' if finding.holds else 'BROKEN':<7}{finding.count:>6}  {finding.sentence}"
    if finding.holds:
        return line
    more = ", …" if finding.count > len(finding.examples) else ""
    return f"{line}: {', '.join(finding.examples)}{more}"

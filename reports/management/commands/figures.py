"""``manage.py figures SLUG [--json]``: a programme's figures for whoever runs the site."""

import json
from decimal import Decimal

from django.core.management import BaseCommand, CommandError
from django.utils import translation

from kit.numbers import write_number
from programmes.models import Programme
from reports.gathering import ledger_of
from reports.indicators import INDICATORS, figures


class Command(BaseCommand):
    help = "Print the figures of a programme, each with how it was counted."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the programme's short name, as in its address")
        parser.add_argument("--json", action="store_true", help="keys and numbers alone, for programs")

    def handle(self, *args, slug, **options):
        programme = Programme.objects.filter(slug=slug).first()
        if programme is None:
            known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"No programme is called {slug!r}. There is: {known}.")
        counted = figures(ledger_of(programme))
        self.stdout.write(as_json(counted) if options["json"] else in_words(programme, counted))


def as_json(counted) -> str:
    return json.dumps({key: float(n) if isinstance(n, Decimal) else n for key, n in counted.items()}, indent=2)


def in_words(programme, counted) -> str:
    """In the words of the site's own language: a command has no reader whose language we know."""
    with translation.override("es"):
        lines = [programme.name, ""]
        for key, number in counted.items():
            lines.append(f"{write_number(number, programme.country):>10}  {INDICATORS[key].label}")
            lines.append(f"{'':>12}{INDICATORS[key].how}")
    return "\n".join(lines)

from django.core.management.base import BaseCommand, CommandError

from places.loading import BadCatalogue, load_country
from places.models import Country


class Command(BaseCommand):
    help = "Take in the official territory catalogues of Mexico, Colombia and Chile. Safe to repeat."

    def handle(self, **options):
        for country in Country.values:
            try:
                count = load_country(country)
            except BadCatalogue as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{country}: {count}")

from django.core.management.base import BaseCommand

from people.privacy.consent import lay_notices


class Command(BaseCommand):
    help = "Take in the privacy notices of Mexico, Colombia and Chile that come with the platform. Safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{lay_notices()}")

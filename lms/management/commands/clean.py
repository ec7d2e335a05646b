"""``manage.py clean``: by hand what the worker does every night."""

from django.core.management import BaseCommand

from lms.cleaning import clean


class Command(BaseCommand):
    help = "Take away what is not kept for ever: old lists, texts of sent mails, finished jobs, expired sessions."

    def handle(self, **options):
        for rule, count in clean():
            age = f" (older than {rule.days} days)" if rule.days else ""
            self.stdout.write(f"{count:>6}  {rule.name}{age}")

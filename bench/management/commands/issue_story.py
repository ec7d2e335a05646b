"""One worker's share: the jobs of a programme's groups, done one after another in this process."""

from django.core.management import BaseCommand

from certificates.actions import request_issue
from cohorts.models import Cohort
from jobs.actions import run_due
from lms.celery import app
from lms.demo.story_a import SLUG


class Command(BaseCommand):
    help = "Ask for the certificates of a programme, the demo's long story, and do the work until nothing is due."

    def add_arguments(self, parser):
        parser.add_argument("--slug", default=SLUG)

    def handle(self, slug, **options):
        app.loader.import_default_modules()
        for cohort in Cohort.objects.filter(programme__slug=slug):
            request_issue(cohort, by=None)
        while run_due():
            pass

"""The certificates of the demo's long story, given once more by one worker process."""

from collections.abc import Iterator

from django.core.files.storage import storages

from bench.results import Figure
from bench.work import of_command
from certificates.files import name_of
from certificates.models import Certificate, FolioSeries
from jobs.actions import run_due
from lms.celery import app
from lms.demo.story_a import SLUG

STORY = 650


def figures() -> Iterator[Figure]:
    """Seconds and memory of giving all of them, start of the process included.

    Raises RuntimeError unless 650 with their sheets come out, and the same ones when it is asked for again.
    """
    # What loading left to be done (looking for duplicates, cohort by cohort) is not what is timed here.
    app.loader.import_default_modules()
    while run_due():
        pass
    take_back()
    seconds, peak = of_command("issue_story")
    first = given()
    of_command("issue_story")
    if len(first) != STORY or given() != first:
        raise RuntimeError(f"{len(first)} certificates after the first round, {len(given())} after the second")
    yield Figure("certificates_650_s", seconds, "s", limit=25)
    yield Figure("certificates_650_peak_mb", peak, "MB", limit=300)


def take_back() -> None:
    """As if nobody of the story had been given anything: rows, folios and files."""
    story = Certificate.objects.filter(programme__slug=SLUG)
    for certificate in story:
        storages["private"].delete(name_of(certificate))
    story._raw_delete(story.db)
    FolioSeries.objects.filter(programme__slug=SLUG).delete()


def given() -> set[tuple[str, str]]:
    """Folio and file's digest of all that are valid and lie drawn in the store."""
    story = Certificate.objects.valid().filter(programme__slug=SLUG).exclude(pdf_sha256="")
    return {(each.folio, each.pdf_sha256) for each in story if storages["private"].exists(name_of(each))}

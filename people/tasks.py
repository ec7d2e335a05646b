"""Looking for people who are registered twice: every night, and after a list came in."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from jobs.actions import enqueue, hold
from jobs.registry import handler
from people.duplicates.search import file_names, fingerprint, known, note_compared, suggest
from people.models import Comparison, Person

BATCH = 500
STEP = 50


@shared_task
def find_duplicates_nightly() -> None:
    look_for_duplicates(f"night:{timezone.now():%Y-%m-%d}")


def look_for_duplicates(occasion: str, *, by=None) -> None:
    """Ask for the people who are new or changed to be compared with all. The same ``occasion`` asks once."""
    enqueue("people.find_duplicates", key=f"people.find_duplicates:{occasion}", payload={}, by=by)


@handler("people.find_duplicates")
def find_duplicates(job):
    """First everybody's name is filed, then each of those is compared: two who came together find each other."""
    waiting = _new_or_changed()
    for at in range(0, len(waiting), BATCH):
        with transaction.atomic():
            hold(job)
            _file(waiting[at : at + BATCH])
        yield 0, len(waiting)
    done = 0
    for at in range(0, len(waiting), STEP):
        with transaction.atomic():
            hold(job)
            done += _compare(waiting[at : at + STEP])
        yield done, len(waiting)
    yield done, len(waiting)


def _new_or_changed() -> list[int]:
    """Those whose facts are not the ones they were last compared with."""
    seen = dict(Comparison.objects.values_list("person", "facts"))
    found = known(Person.objects.live().order_by("pk"))
    return [pk for pk, person in found.items() if seen.get(pk) != fingerprint(person)]


def _file(ids: list[int]) -> None:
    file_names(known(Person.objects.live().filter(pk__in=ids)).values())


def _compare(ids: list[int]) -> int:
    persons = known(Person.objects.live().filter(pk__in=ids)).values()
    suggest(persons)
    note_compared(persons)
    return len(ids)

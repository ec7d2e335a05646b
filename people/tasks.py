"""What people's rooms leave to the worker: copies of one's data, what the night deletes, who is registered twice."""

from celery import shared_task
from django.db import transaction

from jobs.actions import enqueue, hold
from jobs.registry import handler
from kit.clock import now
from people.duplicates.search import file_names, fingerprint, known, note_compared, pairs_of, suggest
from people.models import Comparison, DataExport, Person
from people.privacy.exporting import make_copy
from people.privacy.night import carry_out
from people.privacy.retention import rules

BATCH = 500
STEP = 50


@shared_task
def nightly() -> None:
    """Ask for the night's work. Rung every hour, it is done once a day, also where the server slept at three."""
    today = now().date().isoformat()
    enqueue("people.retain", key=f"people.retain:{today}", payload={})
    look_for_duplicates(f"night:{today}")


@handler("people.retain")
def retain(job):
    """What ``docs/privacy/retention.yaml`` leaves to the night, rule by rule."""
    every = rules()
    for done, rule in enumerate(every, 1):
        for _count in carry_out(rule):
            yield done - 1, len(every)
        yield done, len(every)


@handler("people.export")
def export(job):
    """Somebody's copy; nothing to do when the person left in the meantime."""
    found = DataExport.objects.select_related("person__user").filter(pk=job.payload["export"]).first()
    if found and found.ready_at is None:
        make_copy(found, language=job.payload["language"])
    yield 1, 1


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
        persons = known(Person.objects.comparable().filter(pk__in=waiting[at : at + STEP])).values()
        # Looked for outside: SQLite has one pen, and whoever holds it while searching keeps all others waiting.
        # Who changes meanwhile is no longer as noted, and is compared again.
        found = pairs_of(persons)
        with transaction.atomic():
            hold(job)
            suggest(persons, found)
            note_compared(persons)
        done += len(waiting[at : at + STEP])
        yield done, len(waiting)
    yield done, len(waiting)


def _new_or_changed() -> list[int]:
    """Those whose facts are not the ones they were last compared with."""
    seen = dict(Comparison.objects.values_list("person", "facts"))
    found = known(Person.objects.comparable().order_by("pk"))
    return [pk for pk, person in found.items() if seen.get(pk) != fingerprint(person)]


def _file(ids: list[int]) -> None:
    file_names(known(Person.objects.comparable().filter(pk__in=ids)).values())

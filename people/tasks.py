"""Jobs: somebody's copy of their data, and what the night deletes."""

from celery import shared_task

from jobs.actions import enqueue
from jobs.registry import handler
from kit.clock import now
from people.models import DataExport
from people.privacy.exporting import make_copy
from people.privacy.retention import carry_out, rules


@shared_task
def nightly() -> None:
    """Ask for the night's work. Rung every hour, it is done once a day, also where the server slept at three."""
    today = now().date().isoformat()
    enqueue("people.retain", key=f"people.retain:{today}", payload={})


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

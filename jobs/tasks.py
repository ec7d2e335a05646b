"""The worker's side: the bell for one job, and the round that needs no bell."""

from celery import shared_task

from jobs.actions import run, run_due


@shared_task
def ring(job_id: int) -> None:
    run(job_id)


@shared_task
def sweep() -> None:
    run_due()

import socket
from datetime import timedelta

import pytest
from celery import Celery
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from jobs import bell
from jobs.actions import enqueue, hold, restart, run, run_due
from jobs.models import Job
from jobs.registry import CannotBeDone, LostLease, handler
from jobs.tasks import sweep
from lms.celery import app as celery_app
from people.models import User

pytestmark = pytest.mark.django_db

done_items: list[int] = []
plan: dict = {}


@handler("tests.count")
def count(job):
    """Counts to ``payload["n"]``; what earlier attempts counted stands. ``plan`` says where to stumble."""
    for number in range(len(done_items) + 1, job.payload["n"] + 1):
        if error := plan.pop(number, None):
            raise error
        done_items.append(number)
        job.message = f"{number} listos"
        yield number, job.payload["n"]
        if takeover := plan.pop(("after", number), None):
            takeover(job)


@pytest.fixture(autouse=True)
def fresh_plan():
    done_items.clear()
    plan.clear()
    yield
    bell._quiet_until = 0.0


@pytest.fixture
def ana():
    return User.objects.create_user("ana@example.org")


@pytest.fixture
def job():
    return enqueue("tests.count", key="count:5", payload={"n": 5})


def ripe(job):
    Job.objects.filter(pk=job.pk).update(run_after=Now() - timedelta(seconds=1))


def lapsed(job):
    Job.objects.filter(pk=job.pk).update(leased_until=Now() - timedelta(seconds=1))


class Killed(BaseException):
    """Ends the worker the way SIGKILL does: no except clause of ours sees it."""


def test_the_same_key_is_the_same_job(ana):
    first = enqueue("tests.count", key="k", payload={"n": 1}, by=ana)
    second = enqueue("tests.count", key="k", payload={"n": 9}, by=None)

    assert first == second
    assert (second.payload, second.created_by) == ({"n": 1}, ana)
    assert Job.objects.count() == 1


def test_a_job_runs_to_its_end_and_says_how_far_it_got(job):
    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.message) == ("done", 5, 5, "5 listos")
    assert job.finished_at is not None
    assert done_items == [1, 2, 3, 4, 5]


def test_ringing_again_does_nothing_more(job):
    run(job.pk)
    run(job.pk)
    run_due()

    assert done_items == [1, 2, 3, 4, 5]


def test_a_job_in_somebodys_hands_is_left_alone(job):
    Job.objects.filter(pk=job.pk).update(state="running", lease=1, leased_until=Now() + timedelta(seconds=30))

    run(job.pk)
    run_due()

    assert done_items == []


def test_a_killed_worker_loses_nothing(job):
    plan[3] = Killed()
    with pytest.raises(Killed):
        run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 2)

    run_due()
    assert done_items == [1, 2]

    lapsed(job)
    run_due()
    job.refresh_from_db()
    assert (job.state, job.done, done_items) == ("done", 5, [1, 2, 3, 4, 5])


def test_twenty_kills_of_a_job_that_advances_do_not_end_it():
    job = enqueue("tests.count", key="count:40", payload={"n": 40})
    for kill in range(20):
        plan[2 * kill + 2] = Killed()
        with pytest.raises(Killed):
            run(job.pk)
        lapsed(job)

    run_due()

    job.refresh_from_db()
    assert (job.state, job.done, done_items) == ("done", 40, list(range(1, 41)))


def test_a_late_worker_with_a_stale_lease_stops_without_writing(job):
    def taken_over(late):
        Job.objects.filter(pk=late.pk).update(lease=late.lease + 1, done=4, message="otra persona")

    plan[("after", 2)] = taken_over
    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.lease, job.done, job.message) == ("running", 2, 4, "otra persona")
    assert done_items == [1, 2, 3]


def test_a_late_worker_cannot_end_a_job_that_is_no_longer_its_own():
    job = enqueue("tests.count", key="count:1", payload={"n": 1})
    plan[("after", 1)] = lambda late: Job.objects.filter(pk=late.pk).update(lease=late.lease + 1)

    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.finished_at) == ("running", None)


def test_a_stale_lease_undoes_the_transaction_that_holds_it(job, ana):
    job.lease = 7
    with pytest.raises(LostLease), transaction.atomic():
        User.objects.create_user("late@example.org")
        hold(job)

    assert list(User.objects.values_list("email", flat=True)) == ["ana@example.org"]


def test_an_error_puts_the_job_off_longer_each_time_and_the_sixth_ends_it(job):
    pauses = []
    for _attempt in range(6):
        plan[1] = RuntimeError("secret detail")
        ripe(job)
        run(job.pk)
        job.refresh_from_db()
        pauses.append(job.run_after - Job.objects.values_list(Now(), flat=True)[0])

    assert [round(pause.total_seconds(), -1) for pause in pauses[:5]] == [20, 40, 80, 160, 320]
    assert (job.state, job.attempts) == ("failed", 6)
    assert "secret" not in job.message and "se conserva" in job.message
    assert job.error == "RuntimeError: secret detail"


def test_a_refusal_ends_the_job_at_once_with_its_sentence(job):
    plan[2] = CannotBeDone("El grupo se cerró mientras tanto.")

    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message, job.done) == ("failed", "El grupo se cerró mientras tanto.", 1)


def test_a_kind_nobody_knows_waits_for_code_that_does():
    job = enqueue("tests.unknown", key="u", payload={})

    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 1)


def test_a_finished_job_restarts_only_when_asked(job, ana):
    run(job.pk)
    enqueue("tests.count", key="count:5", payload={"n": 5})
    run_due()
    assert done_items == [1, 2, 3, 4, 5]

    done_items.clear()
    restart(job, by=ana)
    restart(job, by=ana)
    run_due()

    job.refresh_from_db()
    assert (job.state, done_items) == ("done", [1, 2, 3, 4, 5])


def test_one_transaction_rings_once_for_each_job(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as strokes:
        for _time in range(46):
            enqueue("tests.count", key="same", payload={"n": 1})
        enqueue("tests.count", key="other", payload={"n": 1})

    assert len(strokes) == 2


@pytest.fixture
def broker_away(unused_port, monkeypatch):
    nobody = f"redis://127.0.0.1:{unused_port}/0"
    monkeypatch.setenv("CELERY_BROKER_URL", nobody)  # Celery puts the environment above its arguments
    away = Celery("away", broker=nobody, set_as_current=False)
    away.conf.broker_transport_options = {"socket_connect_timeout": 0.5, "max_retries": 0}
    away.set_current()
    yield
    celery_app.set_current()


@pytest.fixture
def unused_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_a_hundred_commits_stand_and_the_sweep_does_the_work(broker_away):
    for number in range(100):
        with transaction.atomic():
            enqueue("tests.count", key=f"away:{number}", payload={"n": 1})

    assert Job.objects.due().count() == 100
    assert bell._quiet_until > 0

    sweep()
    assert Job.objects.filter(state="done").count() == 100


@pytest.mark.django_db(transaction=True)
def test_nothing_rings_for_work_that_was_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue("tests.count", key="never", payload={"n": 1})
        raise RuntimeError

    assert Job.objects.count() == 0


def test_progress_is_shown_to_who_asked_and_to_superusers_only(client, ana):
    job = enqueue("tests.count", key="mine", payload={"n": 5}, by=ana)
    url = reverse("jobs:progress", args=[job.uuid])

    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_user("other@example.org"))
    assert client.get(url).status_code == 404
    client.force_login(User.objects.create_superuser("root@example.org"))
    assert client.get(url).status_code == 200
    client.force_login(ana)
    Job.objects.filter(pk=job.pk).update(state="running", done=2, total=5)
    assert "Vamos en 2 de 5." in client.get(url).content.decode()


def test_the_fragment_polls_until_the_end_and_then_refreshes_its_page(client, ana):
    job = enqueue("tests.count", key="mine", payload={"n": 5}, by=ana)
    client.force_login(ana)
    url = reverse("jobs:progress", args=[job.uuid])

    waiting = client.get(url, headers={"hx-request": "true"})
    assert ("HX-Refresh" in waiting, b"every 2s" in waiting.content, b"<h1>" in waiting.content) == (False, True, False)

    run(job.pk)
    ended = client.get(url, headers={"hx-request": "true"})
    assert (ended["HX-Refresh"], b"every 2s" in ended.content) == ("true", False)

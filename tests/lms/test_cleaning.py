from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.models import RosterDraft
from jobs.models import Job
from lms.celery import app
from lms.cleaning import clean
from lms.tasks import clean as nightly
from notices.models import Mail
from tests.factories import make_cohort

pytestmark = pytest.mark.django_db

LIST = {"header": ["nombre"], "rows": [[1, ["Ana"]]], "source": ""}


def ago(days):
    return timezone.now() - timedelta(days=days)


def draft(days, **fields):
    row = RosterDraft.objects.create(cohort=make_cohort(), content=LIST, **fields)
    RosterDraft.objects.filter(pk=row.pk).update(created_at=ago(days))
    return row


def mail(key, **fields):
    return Mail.objects.create(
        key=key, to="ana@example.org", subject="s", text="t", html="<p>t</p>", message_id=key, **fields
    )


def touched():
    return [count for _rule, count in clean()]


def test_a_list_nobody_enrolled_goes_after_seven_days_and_an_enrolled_one_after_ninety():
    old, fresh = draft(8), draft(6)
    done, settled = draft(91, committed_at=ago(91)), draft(89, committed_at=ago(89))

    assert touched()[:2] == [1, 1]

    assert set(RosterDraft.objects.all()) == {fresh, settled}
    logged = ModelLogEntry.objects.filter(action="cohorts.forget_roster").order_by("pk")
    assert [entry.data["draft"] for entry in logged] == [old.pk, done.pk]
    assert touched()[:2] == [0, 0]


def test_the_text_of_a_sent_mail_goes_after_ninety_days_and_its_key_stays():
    sent, failed = mail("sent", sent_at=ago(91)), mail("failed", failed_at=ago(91))
    recent, waiting = mail("recent", sent_at=ago(89)), mail("waiting")

    assert touched()[2] == 2

    texts = dict(Mail.objects.values_list("key", "text"))
    assert texts == {"sent": "", "failed": "", "recent": "t", "waiting": "t"}
    assert {sent.pk, failed.pk, recent.pk, waiting.pk} == set(Mail.objects.values_list("pk", flat=True))
    assert touched()[2] == 0


def test_a_finished_job_goes_after_ninety_days_and_one_that_waits_never():
    Job.objects.create(kind="x", key="done", state="done", finished_at=ago(91))
    Job.objects.create(kind="x", key="recent", state="failed", finished_at=ago(89))
    waiting = Job.objects.create(kind="x", key="waiting")
    Job.objects.filter(pk=waiting.pk).update(created_at=ago(400))

    assert touched()[3] == 1

    assert set(Job.objects.values_list("key", flat=True)) == {"recent", "waiting"}


def test_only_expired_sessions_go():
    Session.objects.create(session_key="old", session_data="", expire_date=ago(1))
    Session.objects.create(session_key="new", session_data="", expire_date=ago(-1))

    assert touched()[4] == 1
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_the_worker_and_the_hand_do_the_same():
    draft(8)
    out = StringIO()
    nightly()
    assert RosterDraft.objects.count() == 0
    draft(8)
    call_command("clean", stdout=out)

    assert RosterDraft.objects.count() == 0
    assert out.getvalue().splitlines()[0].strip() == "1  pasted lists that nobody enrolled (older than 7 days)"


def test_the_clock_rings_for_a_task_that_exists():
    app.loader.import_default_modules()

    assert [each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] not in app.tasks] == []

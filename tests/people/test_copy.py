"""Somebody's copy of everything: whole, hers alone, for a week."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from jobs.actions import run_due
from people.models import DataExport, Organisation
from people.privacy.consent import Statement, decide, lay_notices, notice_for
from people.privacy.exporting import ask_copy, sections_of
from people.privacy.night import carry_out
from people.privacy.retention import rules
from tests.factories import MORNING, make_register, make_user
from tests.people.lives import make_life

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(storages["private"], "_location", str(tmp_path), raising=False)
    lay_notices()
    person = make_life()
    decide(person, notice_for("MX"), Statement({"photos": True}, "online"), by=person.user)
    return person


def copy_of(client, person):
    client.force_login(person.user)
    client.post(reverse("privacy:copy"))
    run_due()
    return DataExport.objects.get(person=person)


def unpacked(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_copy_says_everything_room_by_room(client, life):
    export = copy_of(client, life)

    answer = client.get(reverse("privacy:download", args=[export.uuid]))
    archive = unpacked(answer)

    said = json.loads(archive.read("datos.json"))["sections"]
    assert {key: len(rows) for key, rows in said.items() if key != "audit"} == {
        "people.person": 1,
        "people.user": 1,
        "people.membership": 1,
        "people.consentrecord": 1,
        "account.emailaddress": 1,
        "cohorts.enrolment": 1,
        "cohorts.attendancemark": 2,
        "learning.lessoncompletion": 1,
        "certificates.certificate": 1,
        "network.topic": 1,
        "network.post": 1,
        "mails": 1,
    }
    assert said["people.person"][0]["given_names"] == "Yatziri"
    assert said["cohorts.attendancemark"][0]["status"] == "Presente"
    page = archive.read("datos.html").decode()
    assert ("Yatziri" in page, "Hola a todas" in page, "Tu asistencia" in page) == (True, True, True)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert ModelLogEntry.objects.filter(action="people.fetch_copy").count() == 1


def test_no_secret_and_nobody_elses_name_is_in_it(life):
    at, by = timezone.now(), make_user("coordina@example.org")
    invitation = life.invitations.create(email=life.email, expires_at=at, created_by=by)
    said = json.dumps([section.rows for section in sections_of(life)], default=str)

    assert [word for word in (life.user.password, invitation.token, "coordina@example.org") if word in said] == []


def test_asked_twice_while_it_is_made_it_is_one(life):
    first, second = ask_copy(life, by=life.user), ask_copy(life, by=life.user)

    assert (first, DataExport.objects.count()) == (second, 1)


def test_nobody_else_opens_it(client, life):
    export = copy_of(client, life)

    client.force_login(make_life().user)

    assert client.get(reverse("privacy:download", args=[export.uuid])).status_code == 404


def test_after_a_week_neither_row_nor_file_is_left(client, life, django_capture_on_commit_callbacks):
    export = copy_of(client, life)
    DataExport.objects.update(ready_at=timezone.now() - timedelta(days=8))

    with django_capture_on_commit_callbacks(execute=True):
        for rule in rules():
            list(carry_out(rule))

    assert DataExport.objects.count() == 0
    assert export.file.storage.exists(export.file.name) is False


@pytest.mark.parametrize("number", [1, 3, 46])
def test_a_long_life_takes_as_many_questions_as_a_short_one(life, number, django_assert_num_queries):
    passage = life.enrolments.get()
    for one in range(number):
        body = Organisation.objects.create(name=f"Colectivo {one}", name_key=f"colectivo {one}")
        life.memberships.create(organisation=body)
        register = make_register(passage.cohort, starts_at=MORNING + timedelta(days=100 + one))
        passage.marks.create(register=register, status="present", decided_at=MORNING)
    sections_of(life)

    with django_assert_num_queries(30):
        sections_of(life)

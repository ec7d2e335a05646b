"""The file of what is kept: whole, true, and carried out."""

import copy
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cohorts.models import RosterDraft
from jobs.actions import run_due
from jobs.models import Job
from notices.models import Mail
from people.checks import findings
from people.models import Invitation
from people.privacy.night import BATCH, carry_out
from people.privacy.retention import Rule, read, rules
from people.tasks import nightly
from tests.factories import make_cohort, make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now


def changed(change):
    plan = copy.deepcopy(read())
    change(plan["models"])
    return [(error.id, error.msg) for error in findings(plan)]


def test_the_file_describes_every_model_and_field():
    assert findings(read()) == []


def test_a_forgotten_model_and_a_forgotten_field_are_found():
    assert changed(lambda models: models.pop("people.Person"))[0] == (
        "privacy.E001",
        "docs/privacy/retention.yaml does not describe the model people.Person.",
    )
    assert changed(lambda models: models["people.Person"]["fields"].pop("phone")) == [
        ("privacy.E003", "people.Person.phone is not described.")
    ]


def test_what_no_longer_exists_is_found():
    assert changed(lambda models: models.update({"people.Ghost": {}}))[0][0] == "privacy.E002"
    assert changed(lambda models: models["people.Person"]["fields"].update(fax={"erase": ""})) == [
        ("privacy.E002", "people.Person.fax is described and does not exist.")
    ]


def test_a_field_about_somebody_says_what_becomes_of_it():
    assert changed(lambda models: models["people.Person"]["fields"].update(phone={})) == [
        ("privacy.E005", "people.Person.phone is personal and does not say “erase” or “stays”.")
    ]


def test_words_and_rules_that_mean_nothing_are_found():
    assert changed(lambda models: models["people.Person"]["fields"]["phone"].update({"class": "pink"}))[0][0] == (
        "privacy.E004"
    )
    odd = {"when": {"expires_at": "older than a while"}, "act": "burn"}
    found = changed(lambda models: models["people.Invitation"].update(nightly=[odd]))
    assert [code for code, _text in found] == ["privacy.E006", "privacy.E006"]


def invitation(days):
    at = NOW() - timedelta(days=days)
    return Invitation.objects.create(person=make_person(), email="x@example.org", expires_at=at)


def mail(key, days):
    facts = {"to": "x@example.org", "subject": "s", "text": "t", "message_id": key}
    return Mail.objects.create(key=key, sent_at=NOW() - timedelta(days=days), **facts)


def test_the_night_takes_what_is_ripe_and_nothing_else():
    young, old = invitation(89), invitation(91)
    kept, sent = mail("young", 89), mail("old", 91)
    RosterDraft.objects.create(cohort=make_cohort(), content={})
    RosterDraft.objects.update(created_at=NOW() - timedelta(days=8))

    nightly()
    run_due()

    assert [each.pk for each in Invitation.objects.all()] == [young.pk]
    assert old.pk != young.pk
    assert dict(Mail.objects.values_list("key", "text")) == {kept.key: "t", sent.key: ""}
    assert RosterDraft.objects.count() == 0
    assert Job.objects.get(kind="people.retain").state == "done"


def test_a_night_asked_for_twice_is_one_night():
    nightly()
    nightly()

    assert Job.objects.filter(kind="people.retain").count() == 1


def test_a_rehearsal_counts_and_changes_nothing(capsys):
    invitation(91)

    call_command("retain", dry_run=True)

    assert "      1  people.Invitation (accepted_at: none, expires_at: older than 90 days) → delete" in (
        capsys.readouterr().out
    )
    assert Invitation.objects.count() == 1
    call_command("retain")
    call_command("retain")
    assert Invitation.objects.count() == 0


def test_rows_that_stay_ripe_are_looked_at_once(monkeypatch):
    Mail.objects.bulk_create(Mail(key=f"k{n}", to="x@example.org", message_id="m", text="t") for n in range(BATCH + 3))

    done = list(carry_out(Rule("notices.Mail", {"to": "x@example.org"}, {"text": ""})))

    assert done == [BATCH, 3]
    assert Mail.objects.exclude(text="").count() == 0


def test_every_rule_of_the_file_can_be_asked():
    with transaction.atomic():
        assert [rule.rows().count() for rule in rules()] == [0] * len(rules())

"""What people authorised and asked of us, when two registers of one person are united and parted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.actions import Refused, invite
from people.merging.actions import merge, undo_merge
from people.models import ConsentRecord, DataExport, Merge, Person
from people.privacy.consent import Statement, answers_of, decide, lay_notices, notice_for
from people.privacy.erasing import ask_erasure, forget, refuse_erasure
from tests.factories import MORNING, make_cohort, make_enrolment, make_person, make_user
from tests.people.dump import dump

pytestmark = pytest.mark.django_db


def make_pair():
    cohort = make_cohort()
    names = ("María", "García", "López"), ("Ma.", "García", "")
    return [make_enrolment(cohort, make_person(*each)) for each in names]


@pytest.fixture
def country_notice():
    lay_notices()
    return notice_for("MX")


def say(person, allowed, at, purpose="photos"):
    decide(person, notice_for("MX"), Statement({purpose: allowed}, "paper", at=at), by=None)


def test_what_both_authorised_is_one_history_and_the_last_word_stands(country_notice):
    one, other = make_pair()
    say(one.person, True, MORNING)
    say(other.person, False, MORNING + timedelta(days=2))
    say(other.person, True, MORNING + timedelta(days=1), purpose="followup")
    before = dump()

    done = merge(one.person, other.person, by=None)
    told = {
        answer.purpose.code: answer.record and answer.record.decision
        for answer in answers_of(one.person, country_notice)
    }
    records = ConsentRecord.objects.filter(person=one.person).count()
    undo_merge(done, by=None)

    assert (told["photos"], told["followup"], records) == ("refused", "granted", 3)
    assert dump() == before


def test_an_erasure_request_is_answered_before_anybody_is_united():
    one, other = make_pair()
    request = ask_erasure(other.person, by=None)
    with pytest.raises(Refused, match="Responde primero"):
        merge(one.person, other.person, by=None)
    with pytest.raises(Refused, match="Responde primero"):
        merge(other.person, one.person, by=None)
    refuse_erasure(request, reason="Hay una auditoría abierta", by=None)

    done = merge(one.person, other.person, by=None)
    request.refresh_from_db()
    assert request.person == one.person
    undo_merge(done, by=None)
    request.refresh_from_db()
    assert request.person == other.person


def test_nobody_who_was_erased_is_united():
    one, other = make_pair()
    forget(other.person, by=None)

    for keep, drop in ((one.person, other.person), (other.person, one.person)):
        with pytest.raises(Refused, match="ya se borraron"):
            merge(keep, drop, by=None)
    assert Merge.objects.count() == 0


def test_a_copy_goes_along_and_one_made_of_both_is_handed_to_neither():
    one, other = make_pair()
    account = make_user()
    Person.objects.filter(pk=other.person.pk).update(user=account)
    ready = other.person.data_exports.create(asked_by=account, ready_at=MORNING)
    making = other.person.data_exports.create(asked_by=account)

    done = merge(one.person, other.person, by=None)
    assert set(one.person.data_exports.all()) == {ready, making} == set(DataExport.objects.of(account))
    DataExport.objects.filter(pk=making.pk).update(ready_at=timezone.now())
    undo_merge(done, by=None)

    assert (list(other.person.data_exports.all()), list(DataExport.objects.of(account))) == ([ready], [ready])


def test_two_copies_in_the_making_stop_nobody():
    one, other = make_pair()
    for side in (one, other):
        side.person.data_exports.create()

    merge(one.person, other.person, by=None)

    assert (one.person.data_exports.count(), other.person.data_exports.count()) == (1, 1)


def test_what_the_night_took_away_does_not_stop_the_parting():
    one, other = make_pair()
    invite(other.person, email="maria@example.org", by=None)
    other.person.data_exports.create(ready_at=MORNING)
    done = merge(one.person, other.person, by=None)
    one.person.invitations.all().delete(), one.person.data_exports.all().delete()

    assert undo_merge(done, by=None).undone_at


def test_a_request_made_with_the_register_that_went_belongs_to_the_one_that_stays():
    stays = make_person("Ana", "Vega")
    gone = make_person("Ana", "Vega", merged_into=stays)

    assert ask_erasure(gone, by=None).person == stays

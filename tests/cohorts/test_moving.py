"""A person who changes her cohort, a seat that changes its person, and the history of both."""

import pytest
from django.utils import timezone

from cohorts.actions.enrolling import withdraw
from cohorts.actions.moving import replace, replace_by, transfer
from cohorts.history import history_of
from cohorts.models import AttendanceMark, Cohort, Enrolment
from people.actions import Refused
from people.merging.actions import merge, undo_merge
from people.models import Person
from tests.factories import (
    make_application,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_register,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


def test_whoever_is_transferred_goes_on_elsewhere_and_her_marks_stay(programme):
    old, new, clerk = make_cohort(programme), make_cohort(programme, make_cohort().course), make_user()
    passage = make_enrolment(old, organisation=make_organisation(), post="Directora")
    mark = AttendanceMark.objects.create(
        register=make_register(old), enrolment=passage, status="present", decided_at=timezone.now()
    )
    waits = make_application(new, passage.person)

    moved = transfer(passage, to=new, by=clerk)
    again = transfer(passage, to=new, by=clerk)

    passage.refresh_from_db(), waits.refresh_from_db(), mark.refresh_from_db()
    assert (again, moved.person, moved.cohort, moved.post) == (moved, passage.person, new, "Directora")
    assert (passage.withdrawn_reason, mark.enrolment, waits.state) == ("transferred", passage, "accepted")
    assert [event.code for event in history_of(passage)] == ["enrolled", "withdrawn", "moved_to"]
    assert [event.code for event in history_of(moved)] == ["asked", "enrolled", "moved_from"]


def test_a_transfer_is_refused_with_a_sentence(programme):
    full, over = make_cohort(programme, capacity=1), make_cohort(programme)
    make_enrolment(full)
    Cohort.objects.filter(pk=over.pk).update(status="closed")
    passage = make_enrolment(make_cohort(programme))
    both = make_cohort(programme)
    make_enrolment(both, passage.person)
    targets = {full: "cupo de 1", over: "cerrado", both: "Ya está inscrita", make_cohort(): "mismo programa"}
    for target, sentence in {**targets, passage.cohort: "mismo programa"}.items():
        with pytest.raises(Refused, match=sentence):
            transfer(passage, to=target, by=None)
    passage.refresh_from_db()
    assert (passage.withdrawn_at, Enrolment.objects.count()) == (None, 3)
    withdraw(passage, reason="never_started", by=None)
    with pytest.raises(Refused, match="dada de baja"):
        transfer(passage, to=make_cohort(programme), by=None)


def test_the_seat_stays_and_the_person_changes_also_in_a_full_cohort_with_a_list(programme):
    cohort = make_cohort(programme, capacity=1)
    council = make_organisation()
    old = make_enrolment(cohort, organisation=council, post="Presidenta")
    waits = make_application(cohort)

    new = replace(old, person=make_person(), reason="change_of_post", by=None)
    again = replace(old, person=new.person, reason="change_of_post", by=None)

    old.refresh_from_db(), waits.refresh_from_db()
    assert (again, new.replaces, new.organisation, new.post) == (new, old, council, "Presidenta")
    assert (old.withdrawn_reason, waits.state, cohort.enrolments.active().get()) == ("change_of_post", "waiting", new)
    assert [event.code for event in history_of(old)] == ["enrolled", "withdrawn", "replaced_by"]
    with pytest.raises(Refused, match="ya la reemplazó"):
        replace(old, person=make_person(), reason="other", by=None)


def test_who_replaces_herself_or_is_there_already_is_refused(programme):
    one, two = (make_enrolment(make_cohort(programme)) for _number in range(2))
    there = make_enrolment(one.cohort)
    for passage, person, reason, sentence in (
        (one, there.person, "other", "ya está en la lista"),
        (one, make_person(), "nada", "motivo"),
        (two, two.person, "other", "ya está en la lista"),
    ):
        with pytest.raises(Refused, match=sentence):
            replace(passage, person=person, reason=reason, by=None)
    withdraw(two, reason="other", by=None)
    with pytest.raises(Refused, match="misma persona"):
        replace(two, person=two.person, reason="other", by=None)


def test_a_seat_left_before_is_replaced_only_while_one_is_free(programme):
    cohort = make_cohort(programme, capacity=1)
    old = make_enrolment(cohort)
    withdraw(old, reason="health", by=None)
    first = replace_by(old, given_names="Eva", surname1="Ruiz", by=None)
    assert (first.replaces, replace_by(old, given_names="EVA", surname1="ruiz", by=None)) == (old, first)

    gone = make_enrolment(cohort, withdrawn_at=timezone.now(), withdrawn_reason="other")
    with pytest.raises(Refused, match="cupo de 1"):
        replace_by(gone, given_names="Sol", surname1="Ruiz", by=None)


def test_who_is_known_by_name_and_mailbox_is_not_registered_again(programme):
    known = make_person("Eva", "Ruiz", email="eva@example.org")
    old = make_enrolment(make_cohort(programme))

    new = replace_by(old, given_names="eva", surname1="RUIZ", email="Eva@example.org", reason="other", by=None)

    assert (new.person, Person.objects.count()) == (known, 2)


def test_two_registers_united_keep_one_application_and_the_chain_of_a_seat(programme):
    cohort, other = make_cohort(programme), make_cohort(programme)
    keep, drop = make_person(), make_person()
    first = make_enrolment(cohort, keep, withdrawn_at=timezone.now(), withdrawn_reason="other")
    second = make_enrolment(cohort, drop, withdrawn_at=timezone.now(), withdrawn_reason="other", replaces=first)
    third = make_enrolment(cohort, replaces=second)
    make_application(other, keep), make_application(other, drop), make_application(cohort, drop)
    make_enrolment(other, keep)

    done = merge(keep, drop, by=None)

    first.refresh_from_db(), third.refresh_from_db()
    assert (Enrolment.objects.filter(pk=second.pk).exists(), first.replaces, third.replaces) == (False, None, first)
    kept = [(one.cohort_id == other.pk, one.state) for one in keep.applications.order_by("decision", "cohort")]
    assert kept == [(False, "waiting"), (True, "accepted"), (True, "withdrawn")]

    undo_merge(done, by=None)
    second.refresh_from_db(), third.refresh_from_db()
    assert (second.replaces, third.replaces, drop.applications.live().count()) == (first, second, 2)

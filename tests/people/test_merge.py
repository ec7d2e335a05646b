"""Two registers of one person: united, refused, parted."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.models import Certificate
from cohorts.actions.roster import commit_roster, draft_roster
from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark, Enrolment
from kit.spreadsheet import read_pasted
from network.models import Board, Post, Topic
from people.actions import Refused, accept_invitation, invite
from people.merging.actions import merge, undo_merge
from people.merging.choices import choices, groups
from people.merging.journal import CannotUndo
from people.merging.queries import preview_of
from people.merging.rooms import rooms
from people.models import Membership, Merge, Organisation, Person, PersonAlias, PotentialDuplicate
from programmes.models import TeamRole
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_trainer,
    make_user,
)
from tests.people.dump import dump

pytestmark = pytest.mark.django_db


def make_pair(cohort=None, **fields):
    """Two registers of María García in one cohort."""
    cohort = cohort or make_cohort()
    keep = make_person("María", "García", "López", **fields)
    drop = make_person("Ma.", "García", "")
    return make_enrolment(cohort, keep), make_enrolment(cohort, drop)


def mark(register, enrolment, status, minutes=0):
    decided_at = MORNING + timedelta(minutes=minutes)
    return AttendanceMark.objects.create(register=register, enrolment=enrolment, status=status, decided_at=decided_at)


def give(enrolment, folio):
    return Certificate.objects.create(
        programme=enrolment.cohort.programme, cohort=enrolment.cohort, enrolment=enrolment, person=enrolment.person,
        folio=folio, snapshot={"text": {"name": enrolment.person.full_name}}, issued_at=MORNING,
    )  # fmt: skip


def test_in_one_cohort_one_enrolment_stays_with_the_marks_of_both():
    one, other = make_pair()
    registers = [make_register(one.cohort) for _number in range(3)]
    mark(registers[0], one, "present", 1), mark(registers[0], other, "absent", 2)
    mark(registers[1], one, "absent", 5), mark(registers[1], other, "late", 1)
    mark(registers[2], other, "excused")

    merge(one.person, other.person, by=None)

    assert list(Enrolment.objects.all()) == [one]
    assert [standing_marks([register.pk])[register.pk, one.pk] for register in registers] == [
        "present", "late", "excused"
    ]  # fmt: skip
    assert list(registers[0].marks.values_list("status", "method")) == [
        ("present", "roll_call"), ("absent", "roll_call"), ("present", "merge")
    ]  # fmt: skip


def test_in_two_cohorts_both_enrolments_and_both_certificates_are_one_persons():
    one, other = make_enrolment(), make_enrolment()
    give(one, "A-1"), give(other, "B-1")

    merge(one.person, other.person, by=None)

    assert (one.person.enrolments.count(), one.person.certificates.count(), Person.objects.live().count()) == (2, 2, 1)


def test_two_certificates_of_one_cohort_both_stand():
    one, other = make_pair()
    first, second = give(one, "A-1"), give(other, "A-2")

    merge(one.person, other.person, by=None)

    second.refresh_from_db()
    assert list(Certificate.objects.valid().filter(person=one.person)) == [first, second]
    assert (second.enrolment, second.beside) == (one, first)


def test_who_was_withdrawn_by_one_register_and_live_by_the_other_is_live():
    one, other = make_pair()
    Enrolment.objects.filter(pk=one.pk).update(withdrawn_at=MORNING, withdrawn_reason="duplicate")

    merge(one.person, other.person, by=None)

    one.refresh_from_db()
    assert (one.withdrawn_at, one.withdrawn_reason) == (None, "")


def test_uniting_twice_is_uniting_once_whichever_way_round():
    one, other = make_pair()
    coordinator = make_coordinator(one.cohort.programme)

    done = merge(one.person, other.person, by=coordinator)

    assert merge(one.person, other.person, by=coordinator) == done
    assert merge(other.person, one.person, by=coordinator) == done
    assert Merge.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="people.merge").count() == 1


def test_a_person_with_herself_or_with_one_who_is_united_already_is_refused():
    one, other = make_pair()
    third = make_enrolment(one.cohort).person
    with pytest.raises(Refused):
        merge(one.person, one.person, by=None)
    merge(one.person, other.person, by=None)

    with pytest.raises(Refused):
        merge(third, other.person, by=None)
    assert Merge.objects.count() == 1


def test_a_regional_coordinator_unites_only_people_of_her_region():
    programme = make_programme()
    here, there = make_region(programme), make_region(programme)
    one = make_enrolment(make_cohort(programme, region=here))
    other = make_enrolment(make_cohort(programme, region=there))
    before = dump()

    for by in (make_coordinator(programme, region=here), make_coordinator(make_programme()), make_user()):
        with pytest.raises(Refused):
            merge(one.person, other.person, by=by)
    assert dump()["cohorts.Enrolment"] == before["cohorts.Enrolment"]
    assert merge(one.person, other.person, by=make_coordinator(programme)).kept == one.person


def test_only_who_could_have_united_them_parts_them():
    programme = make_programme()
    here, there = make_region(programme), make_region(programme)
    one = make_enrolment(make_cohort(programme, region=here))
    other = make_enrolment(make_cohort(programme, region=there))
    whole = make_coordinator(programme)
    done = merge(one.person, other.person, by=whole)
    after = dump()

    for by in (make_coordinator(programme, region=here), make_coordinator(programme, region=there), make_user()):
        with pytest.raises(Refused):
            undo_merge(done, by=by)
    assert dump()["cohorts.Enrolment"] == after["cohorts.Enrolment"]
    assert undo_merge(done, by=whole).undone_by == whole


def test_once_parted_the_journal_is_empty():
    one, other = make_pair()

    done = undo_merge(merge(one.person, other.person, fields={"name": "drop"}, by=None), by=None)

    assert Merge.objects.get(pk=done.pk).map == []


def test_two_accounts_need_a_choice_and_the_other_one_stays_without_person():
    one, other = make_pair(user=make_user())
    account = make_user()
    Person.objects.filter(pk=other.person.pk).update(user=account)
    board = Board.objects.create(name="Foro", slug="foro")
    topic = Topic.objects.create(board=board, title="Hola", opened_at=MORNING, opened_by=account, last_post_at=MORNING)
    Post.objects.create(topic=topic, author=account, source="Hola", html="Hola", posted_at=MORNING)
    kept_account = one.person.user
    with pytest.raises(Refused):
        merge(one.person, other.person, by=None)

    merge(one.person, other.person, account="keep", by=None)

    assert Person.objects.get(pk=one.person.pk).user == kept_account
    assert not Person.objects.filter(user=account).exists()
    assert Post.objects.get().author == kept_account


def test_the_only_account_stays_with_the_person_whichever_side_had_it():
    one, other = make_pair()
    account = make_user()
    Person.objects.filter(pk=other.person.pk).update(user=account)

    done = merge(one.person, other.person, by=None)
    assert Person.objects.get(user=account) == one.person
    undo_merge(done, by=None)

    assert Person.objects.get(user=account) == other.person


def test_a_role_that_one_could_not_give_does_not_pass_to_another_account():
    one, other = make_pair()
    TeamRole.objects.create(person=other.person, programme=make_programme(), role="programme_coordinator")
    Person.objects.filter(pk=one.person.pk).update(user=make_user())

    with pytest.raises(Refused):
        merge(one.person, other.person, by=make_coordinator(one.cohort.programme))
    assert merge(one.person, other.person, by=make_user(is_superuser=True)).kept == one.person


def test_a_charge_elsewhere_does_not_pass_to_another_account():
    one, other = make_pair(user=make_user())
    make_trainer(make_cohort(), make_user())
    elsewhere = make_cohort()
    elsewhere.facilitations.create(person=other.person)

    with pytest.raises(Refused):
        merge(one.person, other.person, by=make_coordinator(one.cohort.programme))


def test_what_is_chosen_stands_and_the_other_name_is_found_again():
    one, other = make_pair(email="maria@example.org")
    coordinator = make_coordinator(one.cohort.programme)
    Person.objects.filter(pk=other.person.pk).update(phone="5512345678", sex="woman")
    other.person.refresh_from_db()
    chosen = {choice.name: choice.fuller for choice in choices(one.person, other.person) if choice.differs}
    assert chosen == {"name": "keep", "email": "keep", "phone": "drop", "sex": "drop"}

    merge(one.person, other.person, fields=chosen, by=coordinator)

    kept = Person.objects.get(pk=one.person.pk)
    assert (kept.full_name, kept.email, kept.phone, kept.sex) == (
        "María García López", "maria@example.org", "5512345678", "woman"
    )  # fmt: skip
    assert [str(alias) for alias in kept.aliases.all()] == ["Ma. García"]
    neighbour = make_cohort(one.cohort.programme)
    draft = draft_roster(
        neighbour, read_pasted("nombre;apellido;teléfono\nMa.;García;5512345678"), source="", by=coordinator
    )
    commit_roster(draft, decisions={}, by=coordinator)
    assert neighbour.enrolments.get().person == kept


def test_old_addresses_and_invitations_lead_to_the_person_kept():
    one, other = make_pair()
    user = make_user("maria@example.org")
    user.emailaddress_set.create(email=user.email, verified=True)
    invite(one.person, email=user.email, by=None)
    second = invite(other.person, email=user.email, by=None)

    merge(one.person, other.person, by=None)

    assert Person.objects.named(other.person.uuid).get() == one.person
    second.refresh_from_db()
    assert accept_invitation(second, user=user) == one.person


def test_a_chain_of_merges_is_one_step_and_is_parted_from_its_end():
    one, other = make_pair()
    third = make_enrolment(one.cohort).person
    before = dump()
    first = merge(other.person, third, by=None)
    second = merge(one.person, other.person, by=None)
    assert Person.objects.named(third.uuid).get() == one.person

    with pytest.raises(CannotUndo):
        undo_merge(first, by=None)
    undo_merge(second, by=None)
    undo_merge(first, by=None)

    assert dump() == before


def test_what_came_in_afterwards_stays_with_the_person_kept():
    one, other = make_pair()
    register = make_register(one.cohort)
    mine, theirs = mark(register, one, "present"), mark(register, other, "absent", 1)
    done = merge(one.person, other.person, by=None)
    late = mark(make_register(one.cohort), one, "present", 9)

    undo_merge(done, by=make_coordinator(one.cohort.programme))

    assert set(one.marks.all()) == {mine, late}
    assert list(Enrolment.objects.get(person=other.person).marks.all()) == [theirs]
    assert ModelLogEntry.objects.filter(action="people.undo_merge").count() == 1


def test_parting_is_refused_when_a_certificate_that_would_go_back_was_taken_back_since():
    one, other = make_pair()
    certificate = give(other, "A-1")
    done = merge(one.person, other.person, by=None)
    Certificate.objects.filter(pk=certificate.pk).update(revoked_at=timezone.now(), revoked_reason="Error")
    after = dump()

    with pytest.raises(CannotUndo, match="A-1"):
        undo_merge(done, by=None)
    assert dump() == after


def test_parting_is_refused_when_the_name_was_changed_since():
    one, other = make_pair()
    done = merge(one.person, other.person, fields={"name": "drop"}, by=None)
    Person.objects.filter(pk=one.person.pk).update(surname2="Luna")

    with pytest.raises(CannotUndo, match="persona"):
        undo_merge(done, by=None)


def test_after_thirty_days_it_is_settled():
    one, other = make_pair()
    done = merge(one.person, other.person, by=None)
    Merge.objects.filter(pk=done.pk).update(at=timezone.now() - timedelta(days=31))

    with pytest.raises(Refused):
        undo_merge(done, by=None)


def test_undone_it_can_be_done_again():
    one, other = make_pair()
    undo_merge(merge(one.person, other.person, by=None), by=None)

    again = merge(one.person, other.person, by=None)

    assert (Merge.objects.count(), again.undone_at) == (2, None)


def test_the_answer_that_somebody_is_another_is_carried_over():
    one, other = make_pair()
    third = make_person()
    PotentialDuplicate.objects.create(a=other.person, b=third, score=60, status="not_duplicate")
    pair = PotentialDuplicate.objects.create(a=one.person, b=other.person, score=60)

    merge(one.person, other.person, by=None)

    pair.refresh_from_db()
    assert pair.status == "merged"
    assert PotentialDuplicate.objects.get(a=one.person, b=third).status == "not_duplicate"


def test_a_post_held_twice_is_held_once_and_comes_back():
    one, other = make_pair()
    council = Organisation.objects.create(name="JAC", name_key="jac")
    for each, since in ((one, 5), (other, 2)):
        Membership.objects.create(
            person=each.person, organisation=council, post="Vocal", since=MORNING.date().replace(day=since)
        )
    before = dump()

    done = merge(one.person, other.person, by=None)
    held = Membership.objects.get()
    undo_merge(done, by=None)

    assert (held.person, held.since.day) == (one.person, 2)
    assert dump() == before


def test_the_preview_counts_what_hangs_from_the_register_dropped():
    one, other = make_pair()
    register = make_register(one.cohort)
    mark(register, other, "present")
    give(other, "A-1")

    moving = {line.label: line.count for line in preview_of(one.person, other.person).moving}

    assert moving == {"Constancias": 1, "Inscripciones": 1, "Marcas de asistencia": 1}


def test_when_something_fails_nothing_is_kept(monkeypatch):
    one, other = make_pair()
    before = dump()
    PersonAlias.objects.create(person=one.person, given_names="x", surname1="y", name_key="x y")
    PersonAlias.objects.all().delete()
    monkeypatch.setattr("people.merging.actions.log", lambda **_said: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        merge(one.person, other.person, by=None)

    assert dump() == before


def test_every_key_to_a_person_or_a_passage_belongs_to_a_room():
    """A new key that nobody moves would stay behind, or stop every merge: its room must say what becomes of it."""
    named = {key for room in rooms() for key in room.keys}
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model in (Person, Enrolment)
    }

    assert pointing == named


def test_every_field_of_a_person_is_chosen_or_set_apart():
    chosen = {field for fields in groups().values() for field in fields}

    assert {"name_key", "email", "phone", "birth_date", "territory"} <= chosen
    assert {"uuid", "user", "merged_into"} & chosen == set()

"""Home is another door for each role, and asks the database the same number of times whatever the rows."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cohorts.models import Register
from lms.roles import NOBODY, Roles, roles_of
from people.models import Person
from programmes.models import TeamRole
from tests.factories import (
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

pytestmark = pytest.mark.django_db


def trainee():
    user = make_user()
    make_enrolment(person=make_person(user=user))
    return user


def editor():
    user = make_user()
    user.groups.add(Group.objects.get_or_create(name="Editoras")[0])
    permission = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    user.groups.get().permissions.add(permission)
    return user


def regional():
    programme = make_programme()
    return make_coordinator(programme, region=make_region(programme))


def test_each_role_is_known_in_one_query(django_assert_num_queries):
    coordinator = make_coordinator(make_programme())
    funder = make_coordinator(make_programme(), role=TeamRole.Role.FUNDER_VIEWER)
    cast = [trainee(), make_trainer(make_cohort()), coordinator, regional(), funder, make_user()]

    with django_assert_num_queries(len(cast)):
        roles = [roles_of(user) for user in cast]

    assert roles == [
        Roles(has_person=True, is_trainee=True),
        Roles(has_person=True, is_trainer=True),
        Roles(has_person=True, is_coordinator=True, leads_programme=True, in_a_team=True),
        Roles(has_person=True, is_coordinator=True, in_a_team=True),
        Roles(has_person=True, is_funder=True, in_a_team=True),
        NOBODY,
    ]


def test_editors_are_known_by_their_group_and_superusers_do_everything():
    assert roles_of(editor()) == Roles(is_editor=True)
    assert roles_of(make_user(is_superuser=True)) == Roles(is_coordinator=True, leads_programme=True, is_editor=True)


def test_a_role_that_ended_opens_nothing():
    coordinator = make_coordinator(make_programme())
    TeamRole.objects.update(revoked_at="2026-01-01T00:00:00Z")

    assert roles_of(coordinator) == Roles(has_person=True)


def test_visitors_go_to_the_front_door_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("home"))

    assert (answer.status_code, answer["Location"]) == (302, "/")


def home_of(client, user):
    client.force_login(user)
    return client.get(reverse("home")).content.decode()


def test_a_coordinator_sees_what_waits_for_her_and_nothing_of_others(client):
    mine, other = make_register(title="Presupuesto"), make_register(title="Ajena")
    for register in (mine, other):
        register.status = "submitted"
        register.submitted_at = register.session.ends_at
        register.save()

    body = home_of(client, make_coordinator(mine.cohort.programme))

    assert "Presupuesto" in body
    assert "Ajena" not in body
    assert mine.cohort.programme.name in body
    assert other.cohort.programme.name not in body


def test_a_new_account_is_told_the_next_step(client):
    assert "Todavía no tienes inscripción" in home_of(client, make_user())


def test_an_account_whose_mailbox_was_enrolled_is_shown_the_door(client):
    user = make_user()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    make_person(email=user.email)

    assert reverse("people:claim") in home_of(client, user)
    assert Person.objects.of(user).count() == 0


def test_a_trainee_is_led_straight_to_her_progress(client):
    client.force_login(trainee())

    assert client.get(reverse("home"))["Location"] == reverse("learning:progress")


def test_who_learns_and_works_here_chooses_the_door(client):
    cohort = make_cohort()
    trainer = make_trainer(cohort)
    make_enrolment(person=Person.objects.get(user=trainer))

    body = home_of(client, trainer)

    assert reverse("learning:progress") in body
    assert reverse("cohorts:today") in body


def test_an_editor_finds_the_courses(client):
    assert reverse("wagtailadmin_home") in home_of(client, editor())


@pytest.mark.parametrize("number", [1, 3, 46])
def test_the_queries_of_home_do_not_grow_with_programmes_and_registers(client, number, django_assert_num_queries):
    coordinator = make_coordinator(make_programme())
    person = Person.objects.get(user=coordinator)
    for _ in range(number):
        register = make_register()
        type(register).objects.filter(pk=register.pk).update(status="submitted", submitted_at=register.session.ends_at)
        TeamRole.objects.create(
            person=person, programme=register.cohort.programme, role=TeamRole.Role.PROGRAMME_COORDINATOR
        )
    client.force_login(coordinator)
    client.get(reverse("home"))

    # Session, account, roles, person's name; programmes, the first registers, how many wait; what is to be reviewed;
    # where certificates are in doubt.
    with django_assert_num_queries(17):
        client.get(reverse("home"))


def test_a_list_that_waits_is_one_press_away(client):
    programme = make_programme()
    register = make_register(make_cohort(programme))
    Register.objects.update(status="submitted", submitted_at=register.session.ends_at)
    client.force_login(make_coordinator(programme))

    assert f'<a href="/listas/{register.uuid}/">' in client.get("/inicio/").content.decode()


def test_who_looks_after_the_data_finds_her_programme_and_who_moderates_the_forum(client):
    programme = make_programme()
    officer = make_coordinator(programme, role=TeamRole.Role.DATA_OFFICER)
    moderator = make_coordinator(programme, role=TeamRole.Role.MODERATOR)

    client.force_login(officer)
    hers = client.get(reverse("home")).content.decode()
    client.force_login(moderator)
    other = client.get(reverse("home")).content.decode()

    assert reverse("programmes:detail", args=[programme.slug]) in hers
    assert programme.name not in other
    assert "Tu lugar es el foro" in other
    assert [text for text in (hers, other) if "Todavía no tienes inscripción" in text] == []

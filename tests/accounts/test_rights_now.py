"""Rights are read at each request: with the same cookie, what was taken a moment ago is refused now."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.planning import end_trainer
from cohorts.models import Facilitation
from courses.setup import lay_editor_groups, lay_site
from people.suspension import suspend
from programmes.models import TeamRole
from programmes.roles import grant_role, revoke_role
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_user,
)

pytestmark = pytest.mark.django_db

Role = TeamRole.Role
# What each role opens that a stranger does not.
OPENS = {
    Role.PROGRAMME_COORDINATOR: lambda cohort: reverse("programmes:team", args=[cohort.programme.slug]),
    Role.REGIONAL_COORDINATOR: lambda cohort: reverse("cohorts:people", args=[cohort.uuid]),
    Role.DATA_OFFICER: lambda cohort: reverse("cohorts:accounts", args=[cohort.programme.slug]),
    Role.FUNDER_VIEWER: lambda cohort: reverse("reports:figures", args=[cohort.programme.slug]),
    Role.EDITOR: lambda _cohort: "/gestion/pages/",
    Role.REVIEWER: lambda _cohort: "/gestion/pages/",
}
# These open nothing of their own yet: their group, or the row itself, is all they are.
OPEN_NOTHING = {Role.MODERATOR, Role.ORGANISATION_REPRESENTATIVE}


@pytest.fixture
def cohort():
    lay_site()
    lay_editor_groups()
    programme = make_programme()
    make_coordinator(programme)
    return make_cohort(programme, region=make_region(programme))


def holder(cohort, role):
    """(account, its role), given as the platform gives it."""
    user = make_user()
    scope = {"region": cohort.region} if role == Role.REGIONAL_COORDINATOR else {}
    if role == Role.ORGANISATION_REPRESENTATIVE:
        scope = {"organisation": make_organisation()}
    return user, grant_role(make_person(user=user), programme=cohort.programme, role=role, by=None, **scope)


def turned_away(answer):
    """Told that there is nothing, or sent off: to sign in, or to the front."""
    sent_off = answer.status_code == 302 and answer["Location"].partition("?")[0] in {
        "/gestion/",
        "/",
        reverse(django_settings.LOGIN_URL),
    }
    return answer.status_code == 404 or sent_off


def test_every_role_is_asked_about_here():
    assert set(OPENS) | OPEN_NOTHING == set(Role)


@pytest.mark.parametrize("role", OPENS)
def test_a_role_that_was_taken_is_refused_at_the_next_request(client, cohort, role):
    user, held = holder(cohort, role)
    client.force_login(user)
    path = OPENS[role](cohort)
    before = client.get(path, follow=role == Role.EDITOR or role == Role.REVIEWER).status_code

    revoke_role(held, by=None)

    assert (before, turned_away(client.get(path))) == (200, True)


@pytest.mark.parametrize("role", Role)
def test_a_suspended_account_is_out_at_the_next_request_whatever_its_role(client, cohort, role):
    user, _held = holder(cohort, role)
    client.force_login(user)
    before = client.get("/mis-datos/").status_code

    suspend(user, reason="Robo", by=None)
    after = [client.get(path) for path in ("/mis-datos/", OPENS.get(role, lambda _cohort: "/mis-datos/")(cohort))]

    assert before == 200
    assert [answer["Location"].startswith(reverse(django_settings.LOGIN_URL)) for answer in after] == [True, True]


def test_a_moderator_leaves_the_group_with_the_role(cohort):
    user, held = holder(cohort, Role.MODERATOR)
    before = user.groups.count()
    revoke_role(held, by=None)

    assert (before, user.groups.count()) == (1, 0)


@pytest.mark.parametrize(("charge", "name"), [("trainer", "people"), ("roll_helper", "roll")])
def test_a_charge_that_ended_is_refused_at_the_next_request(client, cohort, charge, name):
    from_today = make_register(cohort, starts_at=timezone.now() - timedelta(hours=1))
    user = make_user()
    held = Facilitation.objects.create(cohort=cohort, person=make_person(user=user), role=charge)
    client.force_login(user)
    path = reverse(f"cohorts:{name}", args=[cohort.uuid if name == "people" else from_today.uuid])
    before = client.get(path).status_code

    end_trainer(held, by=None)

    assert (before, client.get(path).status_code) == (200, 404)


def test_an_administration_that_is_none_any_more_is_refused(client, cohort):
    user = make_user(is_superuser=True, is_staff=True)
    client.force_login(user)
    path = reverse("programmes:team", args=[cohort.programme.slug])
    before = client.get(path).status_code
    user.is_superuser = False
    user.save()

    assert (before, client.get(path).status_code) == (200, 404)

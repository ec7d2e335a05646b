import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.setup import lay_editor_groups, lay_site
from people.actions import Refused, claim
from people.groups import EDITORS, MODERATORS
from people.register import register_organisation
from people.suspension import resume, suspend
from programmes.models import TeamRole
from programmes.roles import follow_roles, grant_role, revoke_role
from tests.factories import make_coordinator, make_person, make_programme, make_region, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db


def groups_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_is_in_the_group_while_the_role_stands_in_any_programme():
    here, there, person = make_programme(), make_programme(), make_person(user=make_user())
    first, second = (grant_role(person, programme=programme, role="editor", by=None) for programme in (here, there))

    revoke_role(first, by=None)
    assert groups_of(person.user) == [EDITORS]
    revoke_role(second, by=None)
    assert groups_of(person.user) == []


def test_who_claims_her_account_later_finds_the_group_of_her_role():
    person = make_person(email="nueva@example.org")
    grant_role(person, programme=make_programme(), role="moderator", by=None)
    user = make_user("nueva@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True)

    claim(person, user=user)

    assert groups_of(user) == [MODERATORS]


def test_following_the_roles_leaves_other_groups_alone():
    person = make_person(user=make_user())
    person.user.groups.add(Group.objects.create(name="Otro"))

    follow_roles(person)

    assert groups_of(person.user) == ["Otro"]


def test_an_editor_enters_the_editors_screens_until_the_role_ends_and_a_moderator_never():
    lay_site()
    lay_editor_groups()
    programme = make_programme()
    editor, moderator = make_person(user=make_user()), make_person(user=make_user())
    held = grant_role(editor, programme=programme, role="editor", by=None)
    grant_role(moderator, programme=programme, role="moderator", by=None)
    client = signed_in(editor.user)

    assert client.get("/gestion/").status_code == 200
    revoke_role(held, by=None)
    assert client.get("/gestion/").status_code == 302
    assert signed_in(moderator.user).get("/gestion/").status_code == 302


def test_nobody_gives_a_role_but_who_coordinates_the_whole_programme():
    programme = make_programme()
    region = make_region(programme)
    regional, elsewhere = make_coordinator(programme, region), make_coordinator(make_programme())
    held = grant_role(make_person(), programme=programme, role="funder_viewer", by=None)

    for by in (regional, elsewhere, make_user()):
        for role in TeamRole.Role.values:
            with pytest.raises(Refused):
                grant_role(make_person(), programme=programme, role=role, region=region, by=by)
        with pytest.raises(Refused):
            revoke_role(held, by=by)

    assert programme.team.filter(revoked_at=None).count() == 2


def test_a_representative_needs_her_organisation_and_may_represent_two():
    programme, person = make_programme(), make_person()
    role = TeamRole.Role.ORGANISATION_REPRESENTATIVE
    organisations = [register_organisation(name=name, by=None) for name in ("Junta Norte", "Junta Sur")]

    with pytest.raises(Refused):
        grant_role(person, programme=programme, role=role, by=None)
    held = [grant_role(person, programme=programme, role=role, organisation=each, by=None) for each in organisations]

    assert (held[0].organisation, held[1].organisation) == tuple(organisations)


def test_the_screen_finds_the_organisation_by_its_name_and_says_when_there_is_none():
    programme = make_programme()
    client = signed_in(make_coordinator(programme))
    register_organisation(name="Junta Ñuñoa", by=None)
    who = {
        "email": "rep@example.org",
        "given_names": "Inés",
        "surname1": "Rojas",
        "role": "organisation_representative",
    }
    address = reverse("programmes:team", args=[programme.slug])

    unknown = client.post(address, who | {"organisation": "Junta Inventada"})
    found = client.post(address, who | {"organisation": "junta ñuñoa"})

    assert list(unknown.context["form"].errors) == ["organisation"]
    assert (found.status_code, TeamRole.objects.get(organisation__name="Junta Ñuñoa").role) == (302, who["role"])


def test_the_history_says_who_gave_and_who_took_and_when():
    programme = make_programme()
    boss = make_coordinator(programme)
    held = grant_role(make_person("Inés", "Rojas"), programme=programme, role="data_officer", by=boss)

    ended = revoke_role(held, by=boss)

    assert (ended.granted_by, ended.revoked_by, ended.revoked_at <= timezone.now()) == (boss, boss, True)
    page = signed_in(boss).get(reverse("programmes:team", args=[programme.slug])).content.decode()
    assert "Inés Rojas · Protección de datos" in page
    assert f"lo quitó {boss.email}" in page


def test_the_last_coordination_that_can_sign_in_stays():
    programme = make_programme()
    boss = make_coordinator(programme)
    grant_role(make_person(), programme=programme, role="programme_coordinator", by=boss)

    with pytest.raises(Refused):
        revoke_role(boss.person.team_roles.get(), by=boss)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_role_from_each_other_at_once_one_stays():
    programme = make_programme()
    pair = [make_coordinator(programme), make_coordinator(programme)]
    held = {one: TeamRole.objects.get(person__user=one) for one in pair}

    outcomes = at_once(
        *(lambda by=by, other=other: revoke_role(held[other], by=by) for by, other in (pair, pair[::-1]))
    )

    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert (programme.team.filter(revoked_at=None).count(), len(refused)) == (1, 1)


def test_a_revoked_role_is_refused_with_the_same_cookie():
    programme = make_programme()
    boss, second = make_coordinator(programme), make_coordinator(programme)
    client, address = signed_in(second), reverse("programmes:team", args=[programme.slug])
    assert client.get(address).status_code == 200

    revoke_role(second.person.team_roles.get(), by=boss)

    assert client.get(address).status_code == 404


def test_a_suspended_account_is_out_with_the_same_cookie_and_its_old_entrances_stay_ended():
    programme = make_programme()
    user, address = make_coordinator(programme), reverse("programmes:team", args=[programme.slug])
    telephone, laptop = signed_in(user), signed_in(user)

    for _time in range(2):
        suspend(user, reason="Aparato perdido", by=None)
    assert [each.get(address).status_code for each in (telephone, laptop)] == [302, 302]
    resume(user, by=None)
    resume(user, by=None)

    assert telephone.get(address).status_code == 302
    assert signed_in(user).get(address).status_code == 200


def test_who_watches_over_the_data_suspends_accounts_of_her_programme_and_no_others():
    programme = make_programme()
    officer, target, foreign = make_user(), make_coordinator(programme), make_coordinator(make_programme())
    grant_role(make_person(user=officer), programme=programme, role="data_officer", by=None)
    client, address = signed_in(officer), reverse("cohorts:accounts", args=[programme.slug])

    answers = [
        client.post(address, {"email": user.email, "do": "suspend", "reason": "Robo"}).status_code
        for user in (target, foreign, officer)
    ]
    unsaid = client.post(address, {"email": target.email, "do": "suspend", "reason": " "})

    for user in (target, foreign, officer):
        user.refresh_from_db()
    assert (answers, list(unsaid.context["form"].errors)) == ([302, 200, 200], ["reason"])
    assert [user.is_active for user in (target, foreign, officer)] == [False, True, True]


def test_only_an_administration_suspends_an_administration():
    chief = make_user(is_superuser=True)

    with pytest.raises(Refused):
        suspend(chief, reason="Robo", by=make_user())

    assert suspend(chief, reason="Robo", by=make_user(is_superuser=True)).is_active is False

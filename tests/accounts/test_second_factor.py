"""``REQUIRE_SECOND_FACTOR``: who works for a programme shows a second proof before anything else; trainees never."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from courses.setup import lay_editor_groups, lay_site
from jobs.models import Job
from people.groups import EDITORS
from people.models import Person
from programmes.models import TeamRole
from tests.factories import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_region,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db

PASSWORD = "una-casa-con-patio"
SET_UP = "/cuenta/2fa/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"


@pytest.fixture
def programme():
    return make_programme()


def staff(programme, role="programme_coordinator", email="coord@example.org"):
    user = make_user(email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    scope = {"region": make_region(programme)} if role == "regional_coordinator" else {}
    if role == "organisation_representative":
        scope = {"organisation": make_organisation()}
    TeamRole.objects.create(person=make_person(user=user), programme=programme, role=role, **scope)
    return user


def now_code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enter(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def with_application(user, secret="JBSWY3DPEHPK3PXP"):
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@pytest.mark.parametrize("role", [role.value for role in TeamRole.Role])
def test_every_role_of_a_team_sets_one_up_before_anything_else(client, programme, role):
    client.force_login(staff(programme, role))

    answers = [client.get(path) for path in ("/inicio/", "/programas/", "/foro/", "/", "/mis-datos/")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, SET_UP)}
    page = client.get(SET_UP)
    assert (page.status_code, "entra aquí con una protección más" in page.content.decode()) == (200, True)


def test_editors_and_the_administration_too_on_the_editors_screens(client):
    lay_site()
    lay_editor_groups()
    editor, administration = make_user(), make_user(is_superuser=True, is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    for account in (editor, administration):
        client.force_login(account)
        assert client.get("/gestion/")["Location"] == SET_UP
        assert client.get("/gestion/pages/")["Location"] == SET_UP


def test_a_right_given_by_hand_counts(client):
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get("/inicio/")["Location"] == SET_UP


def test_trainees_members_and_who_teaches_are_never_asked(client, programme):
    cohort = make_cohort(programme)
    trainee = make_user()
    make_enrolment(cohort, make_person(user=trainee))
    answers = []
    for account in (trainee, make_user(), make_trainer(cohort)):
        client.force_login(account)
        answers.append(client.get("/foro/").status_code)
        assert "entra aquí con una protección más" not in client.get(SET_UP).content.decode()

    assert answers == [200] * 3


def test_visitors_are_not_asked(client):
    assert client.get("/entrar/codigo/").status_code == 200


def test_exports_fragments_and_what_is_sent_wait_too(client, programme):
    cohort = make_cohort(programme)
    user = staff(programme)
    client.force_login(user)
    job = Job.objects.create(kind="nothing", key="k", created_by_id=user.pk)

    export = client.get(reverse("cohorts:people_export", args=[cohort.uuid]))
    fragment = client.get(reverse("jobs:progress", args=[job.uuid]), headers={"HX-Request": "true"})
    sent = client.post(reverse("programmes:team", args=[programme.slug]), {"email": "x@example.org"})

    assert (export.status_code, export["Location"]) == (302, SET_UP)
    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, SET_UP)
    assert (sent.status_code, "Nada de lo que enviaste se guardó" in sent.content.decode()) == (403, True)
    assert Person.objects.count() == 1


def test_the_way_out_and_the_language_stay_open(client, programme):
    client.force_login(staff(programme))
    open_pages = ["account_logout", "mfa_index", "mfa_list_webauthn", "account_email"]

    assert [client.get(reverse(name)).status_code for name in open_pages] == [200] * 4
    assert client.post("/idioma/", {"language": "en", "next": SET_UP})["Location"] == SET_UP
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_setting_the_application_up_opens_everything(client, programme):
    enter(client, staff(programme))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": now_code(secret)})

    assert client.get("/inicio/").status_code == 200


def test_who_shows_it_at_the_entrance_goes_on_and_with_a_recovery_code_too(client, programme):
    user = staff(programme)
    secret = with_application(user)
    assert enter(client, user)["Location"] == reverse("mfa_authenticate")
    client.post(reverse("mfa_authenticate"), {"code": now_code(secret)})
    assert client.get("/inicio/").status_code == 200

    client.post(reverse("account_logout"))
    enter(client, user)
    code = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/inicio/").status_code == 200


def test_an_entrance_from_before_shows_it_once(client, programme):
    user = staff(programme)
    enter(client, user)
    secret = with_application(user)
    asked = client.get("/inicio/")
    assert asked["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Finicio%2F"

    proved = client.post(reverse("mfa_reauthenticate"), {"code": now_code(secret), "next": "/inicio/"})

    assert (proved["Location"], client.get("/inicio/").status_code) == ("/inicio/", 200)


def test_taking_the_factor_away_or_getting_a_role_is_noticed_at_the_next_request(client, programme):
    user = staff(programme)
    secret = with_application(user)
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": now_code(secret)})
    assert client.get("/inicio/").status_code == 200
    user.authenticator_set.all().delete()
    assert client.get("/inicio/")["Location"] == SET_UP

    TeamRole.objects.update(revoked_at=programme.created_at)
    assert client.get("/foro/").status_code == 200


def test_switched_off_nobody_is_asked(client, programme, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(staff(programme))

    assert client.get("/inicio/").status_code == 200

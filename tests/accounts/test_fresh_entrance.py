"""Delicate acts ask who is there once more; what was sent is done after that, once."""

import re
import time
from uuid import uuid4

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from notices.models import Mail
from people.models import ClaimCode
from programmes.models import TeamRole
from tests.factories import make_cohort, make_enrolment, make_person, make_programme, make_trainer, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "una-casa-con-patio"
PROOF = "/entrar/confirmar/"


@pytest.fixture(autouse=True)
def asked_again(settings):
    settings.STEP_UP = True
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.LOGIN_REDIRECT_URL = "/"


@pytest.fixture
def programme():
    return make_programme()


def coordinator_of(programme, password=None):
    user = make_user("coord@example.org", password=password)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    TeamRole.objects.create(person=make_person(user=user), programme=programme, role="programme_coordinator")
    return user


def code_in_mail():
    return re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.order_by("-pk").first().text, re.M)[1]


def enter_by_code(client, user):
    client.post(reverse("account_login"), {"login": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})


def let_time_pass(client, seconds=16 * 60):
    """As if she had come in that much earlier."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record | {"at": time.time() - seconds} for record in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()


def grant(client, programme, email="nueva@example.org"):
    said = {"email": email, "given_names": "Rosa", "surname1": "Ñancupil", "role": "data_officer"}
    return client.post(reverse("programmes:team", args=[programme.slug]), said)


def roles():
    return set(TeamRole.objects.filter(revoked_at=None).values_list("person__email", "role"))


def test_who_just_came_in_is_not_asked(client, programme):
    enter_by_code(client, coordinator_of(programme))

    answer = grant(client, programme)

    assert answer["Location"] == reverse("programmes:team", args=[programme.slug])
    assert ("nueva@example.org", "data_officer") in roles()


def test_a_quarter_of_an_hour_later_a_code_is_asked_and_the_role_is_given_without_typing_again(client, programme):
    enter_by_code(client, coordinator_of(programme))
    let_time_pass(client)
    asked = grant(client, programme)
    assert (asked.status_code, asked["Location"].partition("?")[0], len(roles())) == (302, PROOF, 1)

    page = client.get(asked["Location"])
    where = page.context["next"]
    assert "Enviarme un código a c•••@example.org" in page.content.decode()
    sent = client.post(PROOF, {"next": where})
    assert "Copia el código" in sent.content.decode()
    assert Mail.objects.order_by("-pk").first().subject == "Tu código para confirmar que eres tú"
    done = client.post(PROOF, {"next": where, "code": code_in_mail()})

    assert (done.status_code, done["Location"]) == (302, reverse("programmes:team", args=[programme.slug]))
    assert ("nueva@example.org", "data_officer") in roles()
    assert TeamRole.objects.count() == 2


def test_what_cannot_be_done_is_said_before_anybody_is_asked_and_is_sent_again_where_it_belongs(client, programme):
    enter_by_code(client, coordinator_of(programme))
    let_time_pass(client)
    where = reverse("programmes:team", args=[programme.slug])

    answer = client.post(where, {"email": "nueva@example.org", "role": "regional_coordinator"})

    assert "Elige la región que va a coordinar." in answer.content.decode()
    assert f'action="{where}"' in answer.content.decode()


def test_who_has_a_password_types_it_or_takes_the_code(client, programme):
    user = coordinator_of(programme, PASSWORD)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    let_time_pass(client)
    asked = grant(client, programme)
    page = client.get(asked["Location"]).content.decode()
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert ("Con un código a mi correo" in page, f"{PROOF}?next=" in page) == (True, True)

    where = reverse("programmes:team", args=[programme.slug])
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": where})

    assert ("nueva@example.org", "data_officer") in roles()


def test_five_wrong_codes_end_it_and_the_right_one_comes_too_late(client, programme):
    enter_by_code(client, coordinator_of(programme))
    let_time_pass(client)
    grant(client, programme)
    client.post(PROOF, {"next": "/"})
    right = code_in_mail()
    answers = [client.post(PROOF, {"code": "000-000-000"}).content.decode() for _guess in range(5)]
    late = client.post(PROOF, {"code": right})

    assert ["Ese código no es." in answer for answer in answers] == [True] * 4 + [False]
    assert (late.status_code, "Ese código ya no sirve. Pide otro." in late.content.decode()) == (422, True)
    assert len(roles()) == 1


def test_a_code_serves_once_and_only_in_the_entrance_that_asked(client, programme, client_factory):
    user = coordinator_of(programme)
    enter_by_code(client, user)
    client.post(PROOF)
    code, other = code_in_mail(), client_factory()
    other.force_login(user)

    assert other.post(PROOF, {"code": code}).status_code == 422
    assert client.post(PROOF, {"code": code}).status_code == 302
    assert client.post(PROOF, {"code": code}).status_code == 422


def test_taking_a_role_asks_too(client, programme):
    enter_by_code(client, coordinator_of(programme))
    held = TeamRole.objects.create(person=make_person(), programme=programme, role="funder_viewer")
    let_time_pass(client)
    address = reverse("programmes:revoke", args=[programme.slug, held.pk])
    assert client.post(address)["Location"].startswith(PROOF)
    client.post(PROOF, {"next": address})
    client.post(PROOF, {"next": address, "code": code_in_mail()})

    held.refresh_from_db()
    assert held.revoked_at is not None


def delicate(cohort):
    """What takes people's data away, or gives many something at once: (method, address, what is sent)."""
    seat = make_enrolment(cohort)
    slips = {"days": 30, "people": [str(seat.uuid)], "sheet": str(uuid4())}
    return [
        ("get", reverse("cohorts:people_export", args=[cohort.uuid]), {}),
        ("get", reverse("cohorts:matrix", args=[cohort.uuid]), {"formato": "xlsx"}),
        ("get", reverse("cohorts:organisations_export"), {}),
        ("post", reverse("certificates:issue_cohort", args=[cohort.uuid]), {}),
        ("post", reverse("cohorts:slips", args=[cohort.uuid]), slips),
    ]


def test_lists_that_leave_codes_and_many_certificates_ask_and_the_screens_do_not(client, programme):
    cohort = make_cohort(programme)
    enter_by_code(client, coordinator_of(programme))
    acts = delicate(cohort)
    let_time_pass(client)
    asked = [getattr(client, method)(address, sent) for method, address, sent in acts]
    screens = ["cohorts:people", "cohorts:matrix", "certificates:cohort", "cohorts:slips"]
    seen = [client.get(reverse(name, args=[cohort.uuid])).status_code for name in screens]

    assert [answer["Location"].partition("?")[0] for answer in asked] == [PROOF] * len(acts)
    assert (seen, ClaimCode.objects.count()) == ([200] * len(screens), 0)


def test_the_list_comes_after_the_code(client, programme):
    cohort = make_cohort(programme)
    enter_by_code(client, coordinator_of(programme))
    let_time_pass(client)
    address = reverse("cohorts:people_export", args=[cohort.uuid])
    client.get(address)
    client.post(PROOF, {"next": address})
    proved = client.post(PROOF, {"next": address, "code": code_in_mail()})

    assert proved["Location"] == address
    assert client.get(address).headers["Content-Type"].endswith("sheet")


def test_what_is_not_hers_is_not_there_whatever_the_entrance(client):
    cohort = make_cohort()
    client.force_login(make_trainer(make_cohort()))

    assert client.get(reverse("cohorts:people_export", args=[cohort.uuid])).status_code == 404


def test_nobody_is_sent_elsewhere_after_the_code(client, programme):
    enter_by_code(client, coordinator_of(programme))
    client.post(PROOF, {"next": "https://evil.example/"})

    done = client.post(PROOF, {"next": "https://evil.example/", "code": code_in_mail()})

    assert done["Location"] == reverse("home")


def test_switched_off_nobody_is_asked(client, programme, settings):
    settings.STEP_UP = False
    user = coordinator_of(programme)
    client.force_login(user)

    grant(client, programme)

    assert ("nueva@example.org", "data_officer") in roles()


def test_who_has_a_second_factor_proves_it_with_that(client, programme):
    user = coordinator_of(programme)
    enter_by_code(client, user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    let_time_pass(client)

    assert grant(client, programme)["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(PROOF).status_code == 404

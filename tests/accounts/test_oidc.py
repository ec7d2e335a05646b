"""An OpenID Connect provider, really asked over loopback; without one there is no trace of it."""

import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.urls import reverse

from lms.settings import oidc_provider
from notices.models import Mail
from people.models import User
from people.suspension import suspend
from tests.accounts.oidc_provider import CLIENT, SECRET, running

pytestmark = pytest.mark.django_db

PASSWORD = "una-casa-con-patio"
KEY = "cultura"


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.LOGIN_REDIRECT_URL = "/"
    # A door of the session must survive the way there and back, as on a real site.
    settings.SESSION_COOKIE_SAMESITE = "Lax"


@pytest.fixture
def provider(settings):
    with running() as found:
        settings.SOCIALACCOUNT_PROVIDERS = oidc_provider(found.issuer, KEY, "Red de Cultura", CLIENT, SECRET)
        yield found


def account(email="ana@example.org", verified=True, **more):
    user = User.objects.create_user(email, **more)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def leave(client, next_page=""):
    """To the provider's door: the address it is asked with."""
    query = f"?next={next_page}" if next_page else ""
    return client.post(reverse("openid_connect_login", args=[KEY]) + query)


def come_back(client, asked):
    """What the provider's page sends the browser back with, and our answer."""
    there = requests.get(asked["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def walk(client, **more):
    return come_back(client, leave(client, **more))


def who(client):
    return client.session.get("_auth_user_id")


def told(answer):
    return answer.status_code, "No se pudo entrar por ahí" in answer.content.decode()


def test_a_new_person_comes_in_with_the_mailbox_the_provider_proved(client, provider):
    page = client.get(reverse("account_login")).content.decode()
    assert "Entrar con Red de Cultura" in page

    entered = walk(client, next_page="/mis-datos/")

    user = User.objects.get()
    assert (entered.status_code, entered["Location"], who(client)) == (302, "/mis-datos/", str(user.pk))
    assert (user.email, user.has_usable_password()) == ("ana@example.org", False)
    assert EmailAddress.objects.get().verified
    assert list(SocialAccount.objects.values_list("provider", "uid", "user")) == [(KEY, "u-1", user.pk)]
    assert provider.refused == []


def test_the_way_there_carries_state_and_challenge_and_no_secret(client, provider):
    asked = parse_qs(urlsplit(leave(client)["Location"]).query)

    assert asked["redirect_uri"] == [f"http://testserver/cuenta/oidc/{KEY}/login/callback/"]
    assert (asked["code_challenge_method"], len(asked["state"][0]) >= 16) == (["S256"], True)
    assert SECRET not in str(asked)


def test_an_account_with_that_mailbox_is_hers_and_she_reads_of_it(client, provider):
    mine = account()
    walk(client)

    assert (who(client), SocialAccount.objects.get().user) == (str(mine.pk), mine)
    assert Mail.objects.get().to == "ana@example.org"
    assert Mail.objects.get().subject == "Tu cuenta se abre también desde otro sitio"


def test_the_second_time_she_is_known_by_her_number_whatever_her_mailbox(client, provider):
    mine = account()
    walk(client)
    client.post(reverse("account_logout"))
    provider.says = {"email": "otra@example.org", "email_verified": False}
    walk(client)

    assert (who(client), User.objects.count()) == (str(mine.pk), 1)


@pytest.mark.parametrize("verified", [False, None, "false", "no", 0])
@pytest.mark.parametrize("known", [True, False])
def test_a_mailbox_nobody_proved_opens_nothing(client, provider, verified, known):
    if known:
        account()
    provider.says = {"email_verified": verified}
    answer = walk(client)

    assert (answer.status_code, "Falta confirmar tu correo" in answer.content.decode()) == (403, True)
    assert (who(client), SocialAccount.objects.count(), User.objects.count()) == (None, 0, int(known))
    assert Mail.objects.count() == 0


def test_without_a_mailbox_nobody_comes_in(client, provider):
    provider.claims = {"sub": "u-2"}

    assert walk(client).status_code == 403
    assert User.objects.count() == 0


def test_an_account_made_by_somebody_else_with_her_address_loses_its_password(client, provider):
    account(verified=False, password=PASSWORD)
    walk(client)

    assert not User.objects.get().has_usable_password()


def test_a_wrong_a_missing_and_a_used_state_are_told(client, provider):
    asked = leave(client)
    there = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["Location"]
    code = parse_qs(urlsplit(there).query)["code"][0]
    callback = reverse("openid_connect_callback", args=[KEY])
    answers = [client.get(callback, {"code": code, "state": state}) for state in ("otro", "")]
    answers.append(client.get(callback))

    assert [told(answer) for answer in answers] == [(401, True)] * 3
    assert who(client) is None
    back = urlsplit(there)
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.post(reverse("account_logout"))
    assert told(client.get(f"{back.path}?{back.query}")) == (401, True)


def test_a_code_caught_on_the_way_serves_in_no_other_browser(client, provider, client_factory):
    there = requests.get(leave(client)["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    thief = client_factory()
    leave(thief)

    assert told(thief.get(f"{back.path}?{back.query}")) == (401, True)
    assert who(thief) is None


@pytest.mark.parametrize(
    "says", [{"iss": "http://127.0.0.1/otro"}, {"aud": "otra"}, {"exp": 1_600_000_000}, {"sub": ""}, {"sub": "x" * 300}]
)
def test_a_token_that_is_not_for_us_is_told(client, provider, says):
    provider.says = says
    answer = walk(client)

    assert (told(answer), who(client), User.objects.count()) == ((401, True), None, 0)


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
def test_a_provider_that_speaks_nonsense_is_told(client, provider, path):
    provider.broken = path

    assert (told(walk(client)), User.objects.count()) == ((401, True), 0)


@pytest.mark.parametrize("path", ["/realms/cultura/.well-known/openid-configuration"])
def test_a_provider_whose_description_is_nonsense_is_told(client, provider, path):
    provider.broken = path

    assert told(leave(client)) == (401, True)


def test_a_provider_that_is_away_is_told_at_the_beginning_and_half_way(client, settings):
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = oidc_provider(provider.issuer, KEY, "Red de Cultura", CLIENT, SECRET)
        there = requests.get(leave(client)["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])

    assert told(client.get(f"{back.path}?{back.query}")) == (401, True)
    assert told(leave(client)) == (401, True)
    assert "Red de Cultura no respondió" in leave(client).content.decode()


def test_who_cancels_is_told(client, provider):
    state = parse_qs(urlsplit(leave(client)["Location"]).query)["state"][0]
    callback = reverse("openid_connect_callback", args=[KEY])
    answer = client.get(callback, {"error": "access_denied", "state": state}, follow=True)

    assert "Cancelaste antes de terminar." in answer.content.decode()


def test_a_suspended_account_stays_out(client, provider):
    suspend(account(), reason="Robo", by=None)
    answer = walk(client)

    assert (answer["Location"], who(client)) == (reverse("account_inactive"), None)


def test_nobody_is_sent_elsewhere_afterwards(client, provider):
    assert walk(client, next_page="https://evil.example/")["Location"] == "/"


def test_our_pages_are_in_our_words(client, provider):
    confirm = client.get(reverse("openid_connect_login", args=[KEY])).content.decode()
    assert "Te llevamos a Red de Cultura" in confirm
    walk(client)
    page = client.get(reverse("socialaccount_connections")).content.decode()
    assert ("Otras entradas" in page, "Desconectar" in page) == (True, True)


def test_without_a_provider_there_is_no_trace_of_one(client):
    page = client.get(reverse("account_login")).content.decode()

    assert ("oidc" in page, django_settings.SOCIALACCOUNT_PROVIDERS) == (False, {})
    for name in ("openid_connect_login", "openid_connect_callback"):
        assert client.get(reverse(name, args=[KEY])).status_code == 404
        assert client.post(reverse(name, args=[KEY])).status_code == 404


SAY = (
    "from lms import settings as s; a = s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0];"
    "print(s.OIDC_ID, a['name'], a['client_id'], s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1])"
)


def test_the_environment_is_all_it_takes(tmp_path):
    told = {"OIDC_ISSUER": "https://id.example.org/realms/cultura/", "OIDC_CLIENT_ID": "paralelo", "OIDC_NAME": "Red"}
    environment = os.environ | told | {"DATA_DIR": str(tmp_path), "OIDC_CLIENT_SECRET": "x"}
    said = subprocess.run([sys.executable, "-c", SAY], env=environment, capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["id-example-org-realms-cultura", "Red", "paralelo", "https://id.example.org"]

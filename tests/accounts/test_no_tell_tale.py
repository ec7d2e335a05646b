"""No answer, and no work behind it, tells whether an address has an account: known, unknown, suspended, unclaimed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from notices.models import Mail
from people.claiming.actions import print_codes
from people.models import User
from people.suspension import suspend
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "una-casa-con-patio"
NOWHERE = "00000000-0000-4000-8000-000000000000"
KINDS = ["known", "code_only", "suspended", "unproved", "unclaimed", "unknown"]
# All of one length: what differs must not be the length of what was typed.
ADDRESS = {kind: f"p{number}@example.org" for number, kind in enumerate(KINDS)}


class CountingHasher(MD5PasswordHasher):
    """Says how often the slow work of a password was done: the only thing of it that a clock could tell."""

    algorithm = "counting"
    done = 0

    def encode(self, password, salt):
        type(self).done += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def a_site_with_one_of_each(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.LOGIN_REDIRECT_URL = "/"
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    account("known")
    account("code_only", password=None)
    suspend(account("suspended"), reason="Robo", by=None)
    account("unproved", verified=False)
    make_person(email=ADDRESS["unclaimed"])


def account(kind, password=PASSWORD, verified=True):
    user = User.objects.create_user(ADDRESS[kind], password)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    return user


def plain(answer, address):
    """All that was answered, without what changes each time and the address that was typed."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content).replace(address.encode(), b"IT")
    headers = {name: value for name, value in answer.headers.items() if name not in {"Content-Length", "Expires"}}
    return answer.status_code, body, headers, sorted(answer.cookies)


def seen(client_factory, kind, send):
    """What somebody outside sees, the page it leads to included, then the work: mails to write, passwords hashed."""
    client, address = client_factory(), ADDRESS[kind]
    mails, CountingHasher.done = Mail.objects.count(), 0
    first = send(client, address)
    answers = [plain(first, address)]
    if first.status_code == 302:
        answers.append(plain(client.get(first["Location"]), address))
    to = set(Mail.objects.order_by("-pk").values_list("to", flat=True)[: Mail.objects.count() - mails])
    return answers, (Mail.objects.count() - mails, to <= {address}), CountingHasher.done


def ask_code(client, address):
    return client.post(reverse("account_login"), {"login": address})


def ask_code_alone(client, address):
    return client.post(reverse("account_request_login_code"), {"email": address})


def try_password(client, address):
    return client.post(reverse("account_login"), {"login": address, "password": "otra-cosa-123"})


def reset(client, address):
    return client.post(reverse("account_reset_password"), {"email": address})


def sign_up(client, address):
    return client.post(reverse("account_signup"), {"email": address})


DOORS = [(ask_code, 1), (ask_code_alone, 1), (try_password, 0), (reset, 1), (sign_up, 1)]


@pytest.mark.parametrize(("send", "mails"), DOORS)
def test_every_address_gets_the_same_answer_and_the_same_work(client_factory, send, mails):
    found = {kind: seen(client_factory, kind, send) for kind in KINDS}

    answers, letters, work = zip(*found.values(), strict=True)
    assert [kind for kind, answer in zip(KINDS, answers, strict=True) if answer != answers[-1]] == []
    assert dict(zip(KINDS, letters, strict=True)) == dict.fromkeys(KINDS, (mails, True))
    assert len(set(work)) == 1, dict(zip(KINDS, work, strict=True))


def test_a_password_is_weighed_once_for_every_address(client_factory):
    assert {kind: seen(client_factory, kind, try_password)[2] for kind in KINDS} == dict.fromkeys(KINDS, 1)


def test_asking_too_often_answers_alike(client_factory):
    answers = {kind: [seen(client_factory, kind, ask_code)[0] for _time in range(5)] for kind in KINDS}

    assert [kind for kind in KINDS if answers[kind] != answers["unknown"]] == []


def test_guessing_passwords_too_often_answers_alike(client_factory):
    found = {kind: [seen(client_factory, kind, try_password) for _time in range(7)] for kind in KINDS}

    assert [kind for kind in KINDS if found[kind] != found["unknown"]] == []


def test_whoever_holds_a_slip_learns_of_no_address(client_factory):
    codes = {}
    for kind in KINDS:
        (slip,) = print_codes([make_person()], sheet=NOWHERE, days=7, by=make_user()).slips
        codes[kind] = slip.code

    def send(client, address):
        kind = next(kind for kind, each in ADDRESS.items() if each == address)
        client.post(reverse("claiming:door"), {"code": codes[kind]})
        return client.post(reverse("claiming:person"), {"email": address})

    found = {kind: seen(client_factory, kind, send) for kind in KINDS}
    assert [kind for kind in KINDS if found[kind][:2] != found["unknown"][:2]] == []

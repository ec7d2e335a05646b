"""A whole workshop comes in at once, and nobody guesses: limits go by account and by entrance, never by address."""

import re
import time

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from notices import tasks
from notices.models import Mail
from people.models import User
from tests.accounts.test_no_tell_tale import CountingHasher
from tests.services import free_port

pytestmark = pytest.mark.django_db

PASSWORD = "una-casa-con-patio"
PEOPLE = 200
GUESSES = 1000


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.LOGIN_REDIRECT_URL = "/"


def account(email, password=None):
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def who(client):
    return client.session.get("_auth_user_id")


def code_for(email):
    return re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.filter(to=email).latest("pk").text, re.M)[1]


def by_code(client, email):
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": email})
    client.post(reverse("account_confirm_login_code"), {"code": code_for(email)})


@pytest.mark.slow
@pytest.mark.postgres  # where all processes of a server count in one place: with Redis
def test_two_hundred_people_behind_one_address_come_in_by_code_and_none_is_refused(client_factory, capsys):
    users = {f"p{number}@example.org": account(f"p{number}@example.org") for number in range(PEOPLE)}
    began, inside = time.monotonic(), []
    for email, user in users.items():
        client = client_factory()
        by_code(client, email)
        inside.append(who(client) == str(user.pk))

    with capsys.disabled():
        print(f"\n{PEOPLE} people behind one address came in in {time.monotonic() - began:.1f} s, one after another")
    assert (inside.count(True), Mail.objects.count()) == (PEOPLE, PEOPLE)


@pytest.mark.slow
@pytest.mark.postgres  # where all processes of a server count in one place: with Redis
def test_a_thousand_guesses_at_one_account_are_stopped_and_its_neighbours_are_not(client_factory, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_no_tell_tale.CountingHasher"]
    ana, rosa = account("ana@example.org", PASSWORD), account("rosa@example.org", PASSWORD)
    CountingHasher.done = 0
    entered = 0
    for guess in range(GUESSES):
        client = client_factory()
        client.post(reverse("account_login"), {"login": ana.email, "password": f"intento-{guess}"})
        entered += who(client) is not None
    weighed = CountingHasher.done
    right = client_factory()
    told = right.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    beside = client_factory()
    beside.post(reverse("account_login"), {"login": rosa.email, "password": PASSWORD})

    assert (entered, weighed) == (0, 5)
    assert (who(right), "Hubo demasiados intentos." in told.content.decode()) == (None, True)
    assert who(beside) == str(rosa.pk)

    # She herself is not shut out: her mailbox still opens, and once the pause is over so does her password.
    mine = client_factory()
    by_code(mine, ana.email)
    assert who(mine) == str(ana.pk)
    cache.clear()
    later = client_factory()
    later.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    assert who(later) == str(ana.pk)


def test_guessing_the_code_of_a_mail_is_stopped(client_factory):
    """Five to a code; then another one has to be asked for, and one mailbox gets three a minute, twenty an hour."""
    ana = account("ana@example.org")
    client, looked_at = client_factory(), 0
    for _guess in range(200):
        if "account_login" not in client.session:
            client = client_factory()
            client.post(reverse("account_login"), {"login": ana.email})
        answer = client.post(reverse("account_confirm_login_code"), {"code": "000-000-000"})
        looked_at += "Ese código no es." in answer.content.decode()

    letters = Mail.objects.filter(to=ana.email).count()
    assert (who(client), letters <= 20, looked_at <= 4 * letters) == (None, True, True)


class Postbox:
    """A real mail server that keeps what it is handed."""

    def __init__(self):
        self.to = []

    async def handle_DATA(self, server, session, envelope):
        self.to += envelope.rcpt_tos
        return "250 OK"


def test_the_mail_server_away_changes_no_answer_and_each_mail_leaves_once_when_it_is_back(client_factory, settings):
    port = free_port()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    account("ana@example.org")
    known, new = client_factory(), client_factory()
    codes = known.post(reverse("account_login"), {"login": "ana@example.org"})
    signed = new.post(reverse("account_signup"), {"email": "nueva@example.org"})
    tasks.send_due()
    assert (codes.status_code, signed.status_code) == (302, 302)
    assert sorted(Mail.objects.values_list("to", "sent_at")) == [("ana@example.org", None), ("nueva@example.org", None)]

    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        Mail.objects.update(not_before=None)
        for _ring in range(3):
            tasks.send_due()
    finally:
        server.stop()

    assert sorted(postbox.to) == ["ana@example.org", "nueva@example.org"]
    known.post(reverse("account_confirm_login_code"), {"code": code_for("ana@example.org")})
    new.post(reverse("account_email_verification_sent"), {"code": code_for("nueva@example.org")})
    assert None not in (who(known), who(new))

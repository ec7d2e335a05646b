import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from notices.models import Mail
from people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "una-casa-con-patio"


@pytest.fixture(autouse=True)
def a_server_with_nothing_behind_it(settings):
    """Mail goes to the outbox; no mail server and no broker answer."""
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    settings.LOGIN_REDIRECT_URL = "/"


def account(email="ana@example.org", password=None, verified=True):
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def code_for(email):
    return re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.filter(to=email).first().text, re.M)[1]


def ask(client, email, **more):
    return client.post(reverse("account_login"), {"login": email, **more})


def enter_twice(client):
    """Signed in, and identified once more: what changes how one signs in asks for it."""
    ask(client, "ana@example.org", password=PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def who(client):
    return client.session.get("_auth_user_id")


def test_an_address_and_the_code_from_its_mail_are_enough(client):
    user = account()

    asked = ask(client, "Ana@Example.org")
    assert (asked.status_code, asked["Location"]) == (302, reverse("account_confirm_login_code"))
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("ana@example.org", "Tu código para entrar")

    entered = client.post(reverse("account_confirm_login_code"), {"code": code_for("ana@example.org")})
    assert (entered.status_code, entered["Location"], who(client)) == (302, "/", str(user.pk))


def test_a_code_serves_once_and_a_wrong_one_says_so(client):
    account()
    ask(client, "ana@example.org")

    wrong = client.post(reverse("account_confirm_login_code"), {"code": "000-000-000"})

    assert (wrong.status_code, who(client)) == (200, None)
    assert "Ese código no es." in wrong.content.decode()


def test_five_wrong_codes_end_the_attempt(client):
    account()
    ask(client, "ana@example.org")
    code = code_for("ana@example.org")
    for _guess in range(5):
        last = client.post(reverse("account_confirm_login_code"), {"code": "000-000-000"})

    assert (last.status_code, last["Location"]) == (302, reverse("account_request_login_code"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert who(client) is None


def test_a_password_still_opens(client):
    user = account(password=PASSWORD)

    ask(client, "ana@example.org", password=PASSWORD)

    assert who(client) == str(user.pk)


def plain(response):
    """The page without what changes at every request."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


@pytest.mark.parametrize("more", [{}, {"password": "otra-cosa-123"}])
def test_a_known_and_an_unknown_address_get_the_same_answer(client, more):
    account("known1@example.org", password=PASSWORD)
    answers = []
    for email in ("known1@example.org", "nobody@example.org"):
        client.cookies.clear()
        first = ask(client, email, **more)
        page = client.get(first["Location"]) if first.status_code == 302 else first
        answers.append((first.status_code, first.get("Location"), plain(page).replace(email.encode(), b"EMAIL")))

    assert answers[0] == answers[1]


def test_reset_and_sign_up_tell_nobody_who_has_an_account(client):
    account("known1@example.org", password=PASSWORD)
    for name, field in (("account_reset_password", "email"), ("account_signup", "email")):
        answers = []
        for email in ("known1@example.org", "nobody@example.org"):
            client.cookies.clear()
            first = client.post(reverse(name), {field: email})
            page = client.get(first["Location"])
            answers.append((first.status_code, first["Location"], plain(page).replace(email.encode(), b"EMAIL")))
        assert answers[0] == answers[1]


def test_sign_up_with_the_mail_server_and_the_broker_away(client):
    joined = client.post(reverse("account_signup"), {"email": "nueva@example.org"})
    assert (joined.status_code, joined["Location"]) == (302, reverse("account_email_verification_sent"))

    client.post(reverse("account_email_verification_sent"), {"code": code_for("nueva@example.org")})

    user = User.objects.get(email="nueva@example.org")
    assert (who(client), user.has_usable_password()) == (str(user.pk), False)
    assert EmailAddress.objects.get().verified


def test_sixty_people_behind_one_address_all_get_in(client):
    for number in range(60):
        account(f"p{number}@example.org", password=PASSWORD)
    entered = 0
    for number in range(60):
        client.cookies.clear()
        ask(client, f"p{number}@example.org", password=PASSWORD)
        entered += who(client) is not None

    assert entered == 60


def test_sixty_people_behind_one_address_all_get_a_code(client):
    for number in range(60):
        account(f"p{number}@example.org")
    for number in range(60):
        client.cookies.clear()
        assert ask(client, f"p{number}@example.org").status_code == 302

    assert Mail.objects.count() == 60


def test_guessing_at_one_account_is_stopped_from_any_address(client):
    account(password=PASSWORD)
    for guess in range(5):
        client.cookies.clear()
        ask(client, "ana@example.org", password=f"intento-{guess}")
    client.cookies.clear()
    stopped = client.post(
        reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )

    assert (stopped.status_code, who(client)) == (200, None)
    assert "Hubo demasiados intentos." in stopped.content.decode()


def test_nobody_can_fill_a_mailbox(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_login_code": None}
    account()
    answers = set()
    for _time in range(30):
        client.cookies.clear()
        answers.add(ask(client, "ana@example.org").status_code)

    assert (answers, Mail.objects.count()) == ({302}, 20)


@pytest.mark.parametrize(
    "hostile", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_after_signing_in_nobody_is_sent_elsewhere(client, hostile):
    account(password=PASSWORD)

    entered = client.post(
        reverse("account_login") + f"?next={hostile}",
        {"login": "ana@example.org", "password": PASSWORD, "next": hostile},
    )

    assert (entered.status_code, entered["Location"]) == (302, "/")


def test_the_page_asked_for_comes_after_the_code(client):
    account()
    ask(client, "ana@example.org", next="/gestion/")
    confirm = reverse("account_confirm_login_code") + "?next=/gestion/"

    entered = client.post(confirm, {"code": code_for("ana@example.org"), "next": "/gestion/"})

    assert entered["Location"] == "/gestion/"


def test_editors_come_through_the_same_door(client):
    sent = client.get("/gestion/login/?next=/gestion/pages/")
    assert (sent.status_code, sent["Location"]) == (302, "/cuenta/login/?next=/gestion/pages/")
    assert client.get("/gestion/")["Location"] == "/cuenta/login/?next=/gestion/"
    assert client.get("/gestion/password_reset/").status_code == 404


def test_a_suspended_account_gets_no_code(client):
    user = account()
    User.objects.filter(pk=user.pk).update(is_active=False)

    ask(client, "ana@example.org")

    assert Mail.objects.get().subject == "Ese correo todavía no tiene cuenta"


ENTRANCE = [
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_reset_password",
    "account_inactive",
]
INSIDE = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "people:claim",
]
ENGLISH = re.compile(r"\b(Sign|Email Address|Password|Confirm|Please|Security|Code)\b")


@pytest.mark.parametrize("name", ENTRANCE + INSIDE)
def test_every_page_is_one_of_ours_in_spanish(client, name):
    if name in INSIDE:
        account(password=PASSWORD)
        enter_twice(client)
    page = client.get(reverse(name))
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", page.content.decode(), flags=re.S)

    assert (page.status_code, page.content.count(b"<h1>")) == (200, 1)
    assert ENGLISH.search(words) is None
    assert b'style="' not in page.content


def test_a_password_can_be_set_changed_and_recovered(client):
    user = account()
    ask(client, "ana@example.org")
    client.post(reverse("account_confirm_login_code"), {"code": code_for("ana@example.org")})
    client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert Mail.objects.first().subject == "Tu cuenta tiene contraseña"

    client.post(reverse("account_logout"))
    client.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    link = re.search(r"http://testserver(/\S+)", Mail.objects.first().text)[1]
    opened = client.get(link, follow=True)
    new = "otra-casa-con-patio"
    client.post(opened.redirect_chain[-1][0], {"password1": new, "password2": new})

    user.refresh_from_db()
    assert user.check_password(new)


def test_the_application_of_codes_and_its_recovery(client):
    user = account(password=PASSWORD)
    enter_twice(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    now = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    activated = client.post(reverse("mfa_activate_totp"), {"code": now})
    assert activated.status_code == 302

    pages = {
        name: client.get(reverse(name))
        for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp")
    }
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    codes = re.findall(r"<code>(\d+)</code>", pages["mfa_view_recovery_codes"].content.decode())
    assert len(codes) == 10

    client.post(reverse("account_logout"))
    asked = ask(client, "ana@example.org", password=PASSWORD)
    assert (asked["Location"], who(client)) == (reverse("mfa_authenticate"), None)
    assert "Un paso más" in client.get(asked["Location"]).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert who(client) == str(user.pk)

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import expect

from jobs.actions import enqueue
from notices.actions import write
from notices.models import Mail
from people.actions import invite
from people.models import Person, User
from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "una-casa-con-patio"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.DEMO = True


@pytest.fixture
def ana():
    user = User.objects.create_user("ana@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def test_the_entrance_passes_axe_and_lets_people_in_with_a_code(browser_page, ana):
    for name in (
        "claiming:door",
        "account_request_login_code",
        "account_signup",
        "account_reset_password",
        "account_inactive",
    ):
        browser_page.goto(reverse(name))
        axe(browser_page)

    browser_page.goto(reverse("account_login"))
    axe(browser_page)
    browser_page.get_by_label("Tu correo electrónico").fill("ana@example.org")
    browser_page.get_by_role("button", name="Enviarme un código").click()
    axe(browser_page)

    code = re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.first().text, re.M)[1]
    browser_page.locator("input[name=code]").fill(code)
    browser_page.get_by_role("button", name="Continuar").click()
    browser_page.goto(reverse("account_email"))
    axe(browser_page)
    assert browser_page.get_by_label("ana@example.org").is_checked()


def test_the_rest_of_the_account_passes_axe(browser_page, ana):
    browser_page.goto(reverse("account_login"))
    browser_page.get_by_label("Tu correo electrónico").fill("ana@example.org")
    browser_page.get_by_text("Prefiero usar mi contraseña").click()
    browser_page.locator("input[name=password]").fill(PASSWORD)
    browser_page.get_by_role("button", name="Entrar con contraseña").click()
    browser_page.goto(reverse("account_reauthenticate"))
    axe(browser_page)
    browser_page.locator("input[name=password]").fill(PASSWORD)
    browser_page.get_by_role("button", name="Continuar").click()

    names = "account_change_password mfa_index mfa_list_webauthn mfa_add_webauthn mfa_activate_totp people:claim"
    names += " socialaccount_connections entering:proof claiming:door"
    for name in names.split():
        browser_page.goto(reverse(name))
        axe(browser_page)


def test_a_passkey_is_kept_and_opens_the_door(browser_page, ana):
    """A virtual authenticator stands for the telephone's own."""
    devtools = browser_page.context.new_cdp_session(browser_page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    browser_page.goto(reverse("account_login"))
    browser_page.get_by_label("Tu correo electrónico").fill("ana@example.org")
    browser_page.get_by_text("Prefiero usar mi contraseña").click()
    browser_page.locator("input[name=password]").fill(PASSWORD)
    browser_page.get_by_role("button", name="Entrar con contraseña").click()
    browser_page.goto(reverse("mfa_add_webauthn"))
    browser_page.locator("input[name=password]").fill(PASSWORD)
    browser_page.get_by_role("button", name="Continuar").click()
    browser_page.locator("input[name=name]").fill("Mi teléfono")
    browser_page.locator("input[name=passwordless]").check()
    browser_page.locator("#mfa_webauthn_add").click()
    browser_page.wait_for_url(lambda url: "add" not in url)
    browser_page.context.clear_cookies()

    browser_page.goto(reverse("account_login"))
    browser_page.locator("#passkey_login").click()
    browser_page.wait_for_url(lambda url: "login" not in url)
    browser_page.goto(reverse("mfa_list_webauthn"))
    axe(browser_page)
    assert "Mi teléfono" in browser_page.content()


def test_invitation_mailbox_and_progress_pass_axe(browser_page, ana):
    person = Person.objects.create(given_names="María", surname1="Soto", name_key="maria soto")
    invitation = invite(person, email="maria@example.org", by=ana, purpose="Diplomado, grupo R2")
    mail = write(key="m", to="ana@example.org", subject="Hola", text="Abre http://x.example/t")
    job = enqueue("tests.count", key="k", payload={"n": 1}, by=User.objects.create_user("x@example.org"))
    type(job).objects.update(done=2, total=5, created_by_id=ana.pk, state="running")

    browser_page.goto(reverse("people:invitation", args=[invitation.token]))
    axe(browser_page)
    for url in (reverse("notices:mailbox"), reverse("notices:mail", args=[mail.uuid])):
        browser_page.goto(url)
        axe(browser_page)

    browser_page.goto(reverse("account_login") + "?next=" + reverse("jobs:progress", args=[job.uuid]))
    browser_page.get_by_label("Tu correo electrónico").fill("ana@example.org")
    browser_page.get_by_text("Prefiero usar mi contraseña").click()
    browser_page.locator("input[name=password]").fill(PASSWORD)
    browser_page.get_by_role("button", name="Entrar con contraseña").click()
    expect(browser_page.locator("main")).to_contain_text("Vamos en 2 de 5.")
    axe(browser_page)

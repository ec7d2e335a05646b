import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from notices.models import Mail
from people.actions import Refused, accept_invitation, claim, invite
from people.models import Invitation, Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.LOGIN_REDIRECT_URL = "/"


@pytest.fixture
def coordinator():
    return User.objects.create_user("coord@example.org")


@pytest.fixture
def person():
    return Person.objects.create(given_names="María", surname1="Soto", name_key="maria soto", email="maria@example.org")


@pytest.fixture
def invitation(person, coordinator):
    return invite(person, email="Maria@Example.org", by=coordinator, purpose="Diplomado, grupo R2")


def account(email, verified=True):
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def test_an_invitation_is_one_mail_with_a_secret_link_however_often_it_is_asked_for(person, coordinator, invitation):
    again = invite(person, email="maria@example.org", by=coordinator)

    assert again == invitation
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("maria@example.org", "Tu invitación a Diplomado, grupo R2")
    assert f"/invitacion/{invitation.token}/" in mail.text
    assert len(invitation.token) == 32
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["people.invite"]


def test_it_is_written_in_spanish_whatever_the_language_of_who_invites(person, coordinator):
    with translation.override("en"):
        invite(person, email="maria@example.org", by=coordinator, purpose="Diplomado, grupo R2")

    assert Mail.objects.get().subject == "Tu invitación a Diplomado, grupo R2"


def test_an_expired_invitation_is_replaced_by_another_link(person, coordinator, invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    again = invite(person, email="maria@example.org", by=coordinator)

    assert (again.pk, again.token != invitation.token, Mail.objects.count()) == (invitation.pk, True, 2)
    assert again.token in Mail.objects.first().text


def test_a_person_with_an_account_is_not_invited(person, coordinator):
    Person.objects.filter(pk=person.pk).update(user=coordinator)
    person.refresh_from_db()

    with pytest.raises(Refused, match="ya tiene su cuenta"):
        invite(person, email="maria@example.org", by=coordinator)


def test_from_the_link_to_the_persons_own_account(client, person, invitation):
    url = reverse("people:invitation", args=[invitation.token])
    page = client.get(url).content.decode()
    assert "m•••@example.org" in page and "maria@example.org" not in page
    assert "Diplomado, grupo R2" in page
    assert User.objects.filter(email="maria@example.org").count() == 0

    sent = client.post(url)
    code = re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.first().text, re.M)[1]
    after = re.search("next=(.+)", sent["Location"])[1]
    entered = client.post(sent["Location"], {"code": code})
    assert entered["Location"] == reverse("people:accept", args=[invitation.token]), after
    client.get(entered["Location"])

    person.refresh_from_db()
    invitation.refresh_from_db()
    assert (person.user.email, invitation.accepted_at is not None) == ("maria@example.org", True)
    assert EmailAddress.objects.get(user=person.user).verified
    assert client.get(url)["Location"] == reverse("home")  # opened once more, it leads straight in


def test_accepting_twice_is_accepting_once(person, invitation):
    user = account("maria@example.org")
    accept_invitation(invitation, user=user)
    accept_invitation(invitation, user=user)

    person.refresh_from_db()
    assert person.user == user
    assert ModelLogEntry.objects.filter(action="people.accept_invitation").count() == 1


def test_another_mailbox_cannot_accept(person, invitation):
    with pytest.raises(Refused, match="otro correo"):
        accept_invitation(invitation, user=account("else@example.org"))
    with pytest.raises(Refused, match="otro correo"):
        accept_invitation(invitation, user=account("maria@example.org", verified=False))


def test_a_person_already_claimed_stays_who_they_are(person, invitation):
    Person.objects.filter(pk=person.pk).update(user=account("first@example.org"))

    with pytest.raises(Refused, match="otra cuenta"):
        accept_invitation(invitation, user=account("maria@example.org"))


def test_an_account_is_one_person(person, invitation):
    user = account("maria@example.org")
    Person.objects.create(given_names="Otra", surname1="Soto", name_key="otra soto", user=user)

    with pytest.raises(Refused, match="ya corresponde a otra persona"):
        accept_invitation(invitation, user=user)
    person.refresh_from_db()
    assert person.user is None


def test_an_expired_link_says_so_and_does_nothing(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    answer = client.post(reverse("people:invitation", args=[invitation.token]))

    assert "Esta invitación venció." in answer.content.decode()
    assert Mail.objects.count() == 1


def test_an_unknown_link_is_not_found(client):
    assert client.get(reverse("people:invitation", args=["x" * 32])).status_code == 404


def test_a_refusal_is_told_on_the_page(client, invitation):
    client.force_login(account("else@example.org"))

    answer = client.post(reverse("people:invitation", args=[invitation.token]))

    assert (answer.status_code, "Esta invitación llegó a otro correo." in answer.content.decode()) == (409, True)


def test_whoever_owns_the_mailbox_claims_the_register(client, person):
    user = account("maria@example.org")
    client.force_login(user)
    page = client.get(reverse("people:claim")).content.decode()
    assert "María Soto" in page

    client.post(reverse("people:claim"), {"person": person.pk})

    person.refresh_from_db()
    assert person.user == user
    assert claim(person, user=user) == person
    assert ModelLogEntry.objects.filter(action="people.claim").count() == 1


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_claims_what_is_not_in_their_mailbox(client, person, verified):
    other = account("maria@example.org" if not verified else "else@example.org", verified=verified)
    client.force_login(other)

    assert "María" not in client.get(reverse("people:claim")).content.decode()
    assert client.post(reverse("people:claim"), {"person": person.pk}).status_code == 200
    with pytest.raises(Refused):
        claim(person, user=other)
    person.refresh_from_db()
    assert person.user is None

"""How a person gets an account: invited by somebody, or claimed by whoever owns the same mailbox."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log

from kit.ids import new_token
from kit.letters import compose
from people.models import Invitation, Person, User

INVITATION_LASTS = timedelta(days=60)


class Refused(Exception):
    """What was asked cannot be; the text says why, to the person who asked."""


@transaction.atomic
def invite(person: Person, *, email: str, by, purpose: str = "") -> Invitation:
    """Write to ``email`` the secret link by which its reader claims ``person``. It lasts 60 days.

    Asking again while one is open returns it and writes nothing more; after it expired, a new link goes out.
    ``Refused`` when the person already has an account.
    """
    if person.user_id:
        raise Refused(_("Esta persona ya tiene su cuenta."))
    address, now = email.strip().lower(), timezone.now()
    terms = {"token": new_token(), "purpose": purpose, "created_by": by, "expires_at": now + INVITATION_LASTS}
    invitation, created = Invitation.objects.get_or_create(
        person=person, email=address, accepted_at=None, defaults=terms
    )
    if not created:
        renewed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__lte=now).update(**terms)
        if not renewed:
            return invitation
        invitation.refresh_from_db()
    log(instance=person, action="people.invite", user=by, data={"invitation": invitation.pk})
    _post(invitation)
    return invitation


@transaction.atomic
def account_at(email: str) -> User:
    """The account of that address, made now when there is none. The code that follows proves the address."""
    known = EmailAddress.objects.filter(email__iexact=email).order_by("-verified", "pk").first()
    if known:
        return known.user
    user = User.objects.filter(email__iexact=email).first()
    user = user or User.objects.create_user(email)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    return user


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> Person:
    """Give the invited person this account. Accepting twice with the same account is accepting once.

    ``Refused`` when the invitation expired, is for a mailbox the account has not proved, or either side is taken.
    """
    if invitation.accepted_at is None and invitation.expires_at <= timezone.now():
        raise Refused(_("Esta invitación venció. Pide otra a quien te invitó."))
    if not _proved(user, invitation.email):
        raise Refused(_("Esta invitación llegó a otro correo. Entra con ese correo para aceptarla."))
    person = give(invitation.person.present, user)
    accepted = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=timezone.now())
    if accepted:
        invitation.refresh_from_db()
        log(instance=person, action="people.accept_invitation", user=user, data={"invitation": invitation.pk})
    return person


@transaction.atomic
def claim(person: Person, *, user: User) -> Person:
    """Give this account the person who left the same mailbox when enrolled. Claiming twice is claiming once.

    ``Refused`` when the mailbox is not proved to be the account's, or either side is taken.
    """
    if (
        not person.email
        or not EmailAddress.objects.filter(user=user, email__iexact=person.email, verified=True).exists()
    ):
        raise Refused(_("El correo de ese registro no es uno de los que confirmaste."))
    before = person.user_id
    person = give(person, user)
    if before is None:
        log(instance=person, action="people.claim", user=user)
    return person


def _post(invitation: Invitation) -> None:
    """Through Django's own mail door, which leads into the outbox; one Message-ID a link, so never twice."""
    context = {
        "person": invitation.person,
        "purpose": invitation.purpose,
        "url": settings.SITE_URL + reverse("people:invitation", args=[invitation.token]),
        "expires_at": invitation.expires_at,
    }
    # In the language of the programmes, not of whoever presses the button.
    letter = compose("people/mail/invitation", context, language=settings.LANGUAGE_CODE)
    link = hashlib.sha256(invitation.token.encode()).hexdigest()[:32]
    message_id = f"<invitation-{link}@{urlsplit(settings.SITE_URL).hostname}>"
    EmailMessage(letter.subject, letter.text, to=[invitation.email], headers={"Message-ID": message_id}).send()


def _proved(user: User, email: str) -> bool:
    return bool(email) and EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def give(person: Person, user: User) -> Person:
    """The unique constraint and one conditional UPDATE decide between two who come at once."""
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk, user=None).update(user=user)
    except IntegrityError:
        raise Refused(_("Tu cuenta ya corresponde a otra persona. Escribe a quien coordina tu programa.")) from None
    person.refresh_from_db()
    if person.user_id != user.pk:
        raise Refused(_("Esta persona ya tiene otra cuenta. Escribe a quien coordina tu programa."))
    # What rooms above keep for the account of a person (the groups of its roles) is theirs to bring along.
    for bring_along in hooks.get_hooks("person_claimed"):
        bring_along(person)
    return person

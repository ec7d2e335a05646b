"""What is read about people for a page."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Lower

from people.models import Person, User


def claimable_by(user: User) -> QuerySet[Person]:
    """Persons without an account whose mailbox this account has proved to own; none when it already has a person."""
    if Person.objects.of(user).exists():
        return Person.objects.none()
    proved = EmailAddress.objects.filter(user=user, verified=True).values(address=Lower("email"))
    return (
        Person.objects.live().annotate(address=Lower("email")).filter(user=None, address__in=proved).exclude(email="")
    )


def masked(email: str) -> str:
    """Enough of an address for its owner to know it, and for nobody else: ``m•••@example.org``."""
    local, _at, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"

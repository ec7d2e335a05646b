"""The people behind the demo's accounts."""

from allauth.account.models import EmailAddress

from lms.demo import accounts
from people.models import Person, User
from programmes.actions import person_of

NAMES = {
    accounts.EDITOR: ("Marisol", "Arce Olvera"),
    accounts.PROGRAMME_COORDINATOR: ("Teresa", "Quezada Lugo"),
    accounts.REGION_COORDINATOR: ("Norma", "Treviño Rangel"),
    accounts.TRAINER: ("Ximena", "Robles Ávila"),
    accounts.TRAINEE: ("Lucía", "Paredes Canul"),
    accounts.FUNDER_VIEWER: ("Amara", "Delgado Ibarra"),
    accounts.SUPERUSER: ("Inés", "Salazar Mora"),
}


def lay_accounts() -> None:
    """One account for each role, its mailbox confirmed. What each may do is granted by the stories."""
    for email, (given, surnames) in NAMES.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            staff = {"is_staff": True, "is_superuser": True} if email == accounts.SUPERUSER else {}
            user = User.objects.create_user(email, accounts.PASSWORD, first_name=given, last_name=surnames, **staff)
        EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})


def account(email: str) -> User:
    return User.objects.get(email=email)


def coordinator() -> User:
    return account(accounts.PROGRAMME_COORDINATOR)


def trainer() -> User:
    return account(accounts.TRAINER)


def person(email: str) -> Person:
    """The person of this account, made when it has none yet."""
    return person_of(account(email))

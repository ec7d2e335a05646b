"""Which doors an account has: what the navigation shows and where home leads. Never who may do what: that is asked
of each thing with ``visible_to``."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q

from cohorts.models import Enrolment, Facilitation
from people.models import Person, User
from programmes.models import TeamRole

COORDINATORS = [TeamRole.Role.PROGRAMME_COORDINATOR, TeamRole.Role.REGIONAL_COORDINATOR]


@dataclass(frozen=True)
class Roles:
    has_person: bool = False
    is_trainee: bool = False
    is_trainer: bool = False
    is_coordinator: bool = False
    is_funder: bool = False
    is_editor: bool = False

    @property
    def staff(self) -> bool:
        """Has work here beyond learning."""
        return self.is_trainer or self.is_coordinator or self.is_funder or self.is_editor


NOBODY = Roles()


def roles_of(user) -> Roles:
    """The roles of an account in one query; of a visitor in none. A superuser coordinates and edits everywhere."""
    if not user.is_authenticated:
        return NOBODY
    held = TeamRole.objects.filter(person__user=OuterRef("pk"), revoked_at=None)
    editing = Permission.objects.filter(
        Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk")),
        codename="access_admin",
        content_type__app_label="wagtailadmin",
    )
    asked = {
        "has_person": Person.objects.filter(user=OuterRef("pk")),
        "is_trainee": Enrolment.objects.active().filter(person__user=OuterRef("pk")),
        "is_trainer": Facilitation.objects.filter(person__user=OuterRef("pk"), ended_at=None),
        "is_coordinator": held.filter(role__in=COORDINATORS),
        "is_funder": held.filter(role=TeamRole.Role.FUNDER_VIEWER),
        "is_editor": editing,
    }
    row = User.objects.filter(pk=user.pk).values(**{name: Exists(query) for name, query in asked.items()}).first()
    answers = row or {}
    if user.is_superuser:
        answers |= {"is_coordinator": True, "is_editor": True}
    return Roles(**answers)

"""Roles of two registers of one person."""

from django.utils.translation import gettext as _

from people.merging.journal import Journal
from people.merging.rooms import Line, Room, Union
from people.models import Person
from programmes.differential.vocabulary import PREFER_NOT
from programmes.models import Programme, TeamRole


def preview(keep: Person, drop: Person) -> list[Line]:
    return [
        Line(_("Papeles en el equipo"), drop.team_roles.filter(revoked_at=None).count()),
        Line(_("Respuestas a las preguntas del programa"), drop.attributes.count()),
    ]


def refusal(union: Union) -> str:
    """A role must not pass to another account through somebody who could not have given it."""
    if union.by is None or union.by.is_superuser:
        return ""
    moving = [side.pk for side in (union.keep, union.drop) if side.user_id != union.account]
    roles = TeamRole.objects.filter(person__in=moving, revoked_at=None)
    if roles.exclude(programme__in=Programme.objects.coordinated_by(union.by)).exists():
        return _(
            "Uno de los dos registros tiene un papel en un equipo que no coordinas. Pide la unión a quien administra."
        )
    return ""


def move(union: Union, journal: Journal) -> None:
    """A role held twice is held once from now on; both beginnings stay readable."""
    held = set(union.keep.team_roles.filter(revoked_at=None).values_list("programme", "role", "region"))
    for role in union.drop.team_roles.order_by("pk"):
        twice = role.revoked_at is None and (role.programme_id, role.role, role.region_id) in held
        journal.change(role, person=union.keep, revoked_at=union.at if twice else role.revoked_at)
    _move_answers(union, journal)


def _move_answers(union: Union, journal: Journal) -> None:
    """Where both answered, the answer of the one kept stands, unless it says nothing and the other's does."""
    mine = {(each.programme_id, each.attribute): each for each in union.keep.attributes.all()}
    for theirs in union.drop.attributes.order_by("pk"):
        held = mine.get((theirs.programme_id, theirs.attribute))
        if held is None:
            journal.change(theirs, person=union.keep)
            continue
        if held.choice == PREFER_NOT != theirs.choice:
            journal.change(held, choice=theirs.choice)
        journal.delete(theirs)


ROOM = Room(
    keys=("programmes.TeamRole.person", "programmes.PersonAttribute.person"),
    preview=preview,
    move=move,
    refusal=refusal,
)

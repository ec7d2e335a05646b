"""Who takes part where, as the rooms above say it."""

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail import hooks

from people.models import Person
from people.privacy.exporting import Section
from programmes.differential.vocabulary import ATTRIBUTES
from programmes.models import Programme


def programmes_asking(person: Person):
    """The programmes that ask something and in which she takes part, or took part.

    Upper rooms say where through the hook ``programmes.taken_part``: a function of the person that gives the numbers of
    programmes. To teach or to coordinate is no part: those are not whom a programme counts.
    """
    where = Q(pk__in=[])
    for ask in hooks.get_hooks("programmes.taken_part"):
        where |= Q(pk__in=ask(person))
    return Programme.objects.filter(where, attributes__isnull=False).distinct().order_by("name")


def coordinated_in(user, programme: Programme):
    """The people of this very programme whom this account coordinates in it.

    Upper rooms say so through the hook ``programmes.coordinated_people``: a function of user and programme that gives
    the numbers of people.
    """
    mine = Q(pk__in=[])
    for ask in hooks.get_hooks("programmes.coordinated_people"):
        mine |= Q(pk__in=ask(user, programme))
    return Person.objects.live().filter(mine, erased_at=None)


def programmes_coordinating(user, person: Person):
    """The programmes that ask something, in which she takes part and this account coordinates her."""
    return [each for each in programmes_asking(person) if coordinated_in(user, each).filter(pk=person.pk).exists()]


def copied(person: Person) -> list[Section]:
    """What she answered, in words, for her own copy."""
    columns = {"programme": _("Programa"), "question": _("Pregunta"), "answer": _("Respuesta"), "when": _("Cuándo")}
    rows = [
        {
            "programme": each.programme.name,
            "question": str(ATTRIBUTES[each.attribute].title),
            "answer": str(dict(ATTRIBUTES[each.attribute].every)[each.choice]),
            "when": each.answered_at,
        }
        for each in person.attributes.select_related("programme").order_by("pk")
    ]
    return [Section("programmes.personattribute", _("Lo que respondiste sobre ti"), columns, rows)]

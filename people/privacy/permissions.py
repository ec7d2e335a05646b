"""Who attends to other people's privacy, and to whose."""

from django.db.models import Q, QuerySet
from wagtail import hooks

from people.models import ErasureRequest, Person


def persons_attended_by(user) -> QuerySet[Person]:
    """The people whose requests this account decides: everybody for administration, else what the rooms above say.

    They do so through the hook ``people.privacy_officer``: a function of the user that returns ``None`` or a queryset
    of ``Person``.
    """
    if not user.is_authenticated:
        return Person.objects.none()
    if user.is_superuser:
        return Person.objects.all()
    found = [ask(user) for ask in hooks.get_hooks("people.privacy_officer")]
    mine = Q(pk__in=[])
    for people in found:
        if people is not None:
            mine |= Q(pk__in=people.order_by().values("pk"))
    return Person.objects.filter(mine)


def may_work_privacy(user) -> bool:
    """Whether this account has a queue of privacy requests at all."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or any(ask(user) is not None for ask in hooks.get_hooks("people.privacy_officer"))


def requests_for(user) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.filter(person__in=persons_attended_by(user))

"""How people and organisations come to be known: by name alone, with whatever else was said."""

import re
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.audit import log_each
from kit.text import name_key, tidy, words_of
from people.actions import Refused
from people.models import Area, FormerName, Membership, Organisation, Person, Sex
from places.models import Territory

_NAMES = ("given_names", "surname1", "surname2")
# Objects of ours, not words from outside: to check them would cost a query each.
_RELATIONS = ["territory", "user", "created_by"]


def compact_phone(text: str) -> str:
    """The telephone as it is dialled: its digits, after a ``+`` if it had one; 32 characters at most."""
    digits = re.sub(r"\D", "", text)
    return f"{'+' if text.strip().startswith('+') and digits else ''}{digits}"[:32]


def organisation_key(name: str) -> str:
    """An organisation's name for finding it again: «Junta de Vecinos N.º 4» and «junta de vecinos nº 4» share it."""
    return " ".join(words_of(name.replace(".º", "º").replace(".°", "º")))[:160]


@transaction.atomic
def register_person(
    *,
    given_names: str,
    surname1: str,
    surname2: str = "",
    email: str = "",
    phone: str = "",
    sex: str = Sex.NOT_REPORTED,
    area: str = Area.NOT_REPORTED,
    birth_date: date | None = None,
    territory: Territory | None = None,
    by,
) -> Person:
    """A new person: a given name and one surname are enough.

    Two people may share everything, so this never looks for the same one: whoever asks has done so
    (``cohorts.roster``). ``Refused`` without a name; ``ValidationError`` for what does not fit its field.
    """
    person = _unsaved(
        (given_names, surname1, surname2),
        email=email,
        phone=phone,
        sex=sex,
        area=area,
        birth_date=birth_date,
        territory=territory,
        created_by=by,
    )
    person.clean_fields(exclude=_RELATIONS)
    person.save(force_insert=True)
    log(instance=person, action="people.register", user=by)
    return person


@transaction.atomic
def register_people(people: Iterable[dict], *, by) -> list[Person]:
    """Many new people at once, each given by the words of :func:`register_person`, in the same order.

    The audit line is the caller's: it says from which list they came. All or none.
    """
    return Person.objects.bulk_create([unsaved_person(said, by=by) for said in people], batch_size=500)


def unsaved_person(said: dict, *, by) -> Person:
    """Somebody as :func:`register_people` stores her, checked and not stored yet."""
    names = (said["given_names"], said["surname1"], said.get("surname2", ""))
    rest = {field: value for field, value in said.items() if field not in _NAMES}
    person = _unsaved(names, **rest, created_by=by)
    person.clean_fields(exclude=_RELATIONS)
    return person


@transaction.atomic
def register_organisations(
    wanted: Iterable[tuple[str, Territory | None]], *, by
) -> dict[tuple[str, int | None], Organisation]:
    """:func:`register_organisation` for many (name, place), by (key of the name, place's number).

    As many queries for one organisation as for five hundred. Names without a key are left out.
    """
    places: dict[tuple[str, int | None], tuple[str, Territory | None]] = {}
    for name, place in wanted:
        if key := organisation_key(name):
            places.setdefault((key, place.pk if place else None), (tidy(name), place))
    found = known_organisations(places)
    rows = [
        Organisation(name=name[:160], name_key=at[0], territory=place)
        for at, (name, place) in places.items()
        if at not in found
    ]
    if rows:
        # Whoever makes the same one in this moment is not in our way: whichever stands is taken.
        before = set(Organisation.objects.filter(name_key__in={row.name_key for row in rows}).values_list("pk"))
        Organisation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        found |= known_organisations({at: None for at in places if at not in found})
        made = [found[row.name_key, row.territory_id] for row in rows]
        new = [(one, {}) for one in made if (one.pk,) not in before]
        log_each(new, "people.register_organisation", user=by)
    return found


def known_organisations(wanted) -> dict[tuple[str, int | None], Organisation]:
    """Those that stand, by today's name before an earlier one, as :func:`_known` finds one."""
    keys, found = sorted({key for key, _place in wanted}), {}
    for at in range(0, len(keys), 500):
        some = keys[at : at + 500]
        earlier = FormerName.objects.filter(name_key__in=some).select_related("organisation__territory")
        for former in earlier.order_by("-organisation"):
            found[former.name_key, former.organisation.territory_id] = former.organisation
        named = Organisation.objects.filter(name_key__in=some).select_related("territory")
        for organisation in named.order_by("-pk"):
            found[organisation.name_key, organisation.territory_id] = organisation
    return {at: found[at] for at in wanted if at in found}


def _unsaved(names: tuple[str, str, str], *, email: str = "", phone: str = "", **fields) -> Person:
    given_names, surname1, surname2 = (tidy(name) for name in names)
    if not given_names or not surname1:
        raise Refused(_("Escribe al menos un nombre y un apellido."))
    return Person(
        given_names=given_names,
        surname1=surname1,
        surname2=surname2,
        name_key=name_key(given_names, surname1, surname2),
        email=email.strip().lower(),
        phone=compact_phone(phone),
        **fields,
    )


@transaction.atomic
def register_organisation(
    *,
    name: str,
    kind: str = Organisation.Kind.OTHER,
    territory: Territory | None = None,
    external_refs: dict | None = None,
    declared_members: int | None = None,
    declared_on: date | None = None,
    by,
) -> Organisation:
    """The organisation of that name in that territory, made when there is none.

    Safe to repeat: what was blank is filled in, what was known stays. ``Refused`` without a name.
    """
    name = tidy(name)
    key = organisation_key(name)
    if not key:
        raise Refused(_("Escribe el nombre de la organización."))
    said: dict[str, object] = {
        "external_refs": external_refs or {},
        "declared_members": declared_members,
        "declared_on": declared_on,
    }
    organisation, created = _known(key, territory), False
    if organisation is None:
        organisation, created = Organisation.objects.get_or_create(
            name_key=key, territory=territory, defaults={"name": name[:160], "kind": kind, **said}
        )
    if created:
        log(instance=organisation, action="people.register_organisation", user=by)
        return organisation
    news = {field: value for field, value in said.items() if value and not getattr(organisation, field)}
    if organisation.kind == Organisation.Kind.OTHER and kind != Organisation.Kind.OTHER:
        news["kind"] = kind
    if news:
        for field, value in news.items():
            setattr(organisation, field, value)
        organisation.save(update_fields=[*news])
        log(instance=organisation, action="people.complete_organisation", user=by, data={"fields": sorted(news)})
    return organisation


def _known(key: str, territory: Territory | None) -> Organisation | None:
    """The organisation of that name there; else the one that was called so before."""
    there = Organisation.objects.filter(Q(name_key=key) | Q(former_names__name_key=key), territory=territory)
    return there.order_by(Case(When(name_key=key, then=Value(0)), default=Value(1)), "pk").first()


@transaction.atomic
def join(
    person: Person,
    organisation: Organisation,
    *,
    post: str = "",
    is_contact: bool = False,
    since: date | None = None,
    by,
) -> Membership:
    """The person holds that post in the organisation from now on. Asking again returns the running membership."""
    membership, created = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        post=tidy(post)[:120],
        until=None,
        defaults={"is_contact": is_contact, "since": since},
    )
    if created:
        log(instance=person, action="people.join", user=by, data={"organisation": organisation.pk})
    elif is_contact and not membership.is_contact:
        membership.is_contact = True
        membership.save(update_fields=["is_contact"])
        log(instance=person, action="people.make_contact", user=by, data={"organisation": organisation.pk})
    return membership


def join_all(posts: Iterable[tuple[Person, Organisation, str]]) -> None:
    """:func:`join` for many: (person, organisation, post). Running memberships stay; the audit line is the caller's."""
    rows = [Membership(person=person, organisation=place, post=tidy(post)[:120]) for person, place, post in posts]
    Membership.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

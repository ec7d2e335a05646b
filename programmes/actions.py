"""How the frame of a programme comes to be: programme, regions, funding, team."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.text import name_key, tidy
from people.actions import Refused
from people.models import Person, User
from places.models import Territory
from programmes.models import FundingPeriod, Programme, Region
from programmes.presets import PRESETS
from programmes.roles import found

# Words of our own addresses under /programas/.
RESERVED = {"nuevo", "nueva"}


@transaction.atomic
def create_programme(
    *, name, country, starts_on, ends_on, issuer, certificate_prefix, slug=None, by, **options
) -> Programme:
    """A programme with the clock and words of its country; who creates it coordinates it.

    ``options``: ``signatory_name``, ``signatory_post``, ``time_zone``. The same slug again (or the same name, when no
    slug is given) returns the programme as it is. ``Refused`` when that programme is somebody else's, when the prefix
    is taken, or when it would end before it starts.
    """
    if ends_on < starts_on:
        raise Refused(_("El programa no puede terminar antes de empezar."))
    slug = slug or slug_for(name)
    prefix = certificate_prefix.strip().upper()
    if Programme.objects.filter(certificate_prefix=prefix).exclude(slug=slug).exists():
        raise Refused(_("El prefijo %(prefix)s ya es de otro programa. Elige otro.") % {"prefix": prefix})
    frame = {
        "name": tidy(name),
        "country": country,
        "time_zone": options.pop("time_zone", "") or PRESETS[country].time_zone,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "issuer": tidy(issuer),
        "certificate_prefix": prefix,
    }
    signs = {key: tidy(value) for key, value in options.items()}
    programme, created = Programme.objects.get_or_create(slug=slug, defaults=frame | signs)
    if not created:
        return _mine(programme, by)
    log(instance=programme, action="programmes.create", user=by, data={"slug": slug})
    if by:
        found(programme, person_of(by), by=by)
    return programme


def slug_for(name: str) -> str:
    """The programme's address made from its name: ``Paralelo 9`` gives ``paralelo-9``."""
    slug = slugify(name)[:60].strip("-") or "programa"
    return f"{slug}-1" if slug in RESERVED else slug


def _mine(programme: Programme, by) -> Programme:
    if by and not Programme.objects.coordinated_by(by).filter(pk=programme.pk).exists():
        raise Refused(_("Ya hay un programa con ese nombre. Distínguelo, por ejemplo con el año o el lugar."))
    return programme


def person_of(user: User) -> Person:
    """The person of an account, made from the account's name when it has none yet. Asking twice makes one."""
    local = user.email.partition("@")[0]
    given, surname = tidy(user.first_name) or local, tidy(user.last_name)
    fresh = {"given_names": given[:80], "surname1": surname[:80], "name_key": name_key(given, surname)}
    person, created = Person.objects.get_or_create(
        user=user, defaults={**fresh, "email": user.email, "created_by": user}
    )
    if created:
        log(instance=person, action="programmes.make_person", user=user)
    return person


@transaction.atomic
def add_region(programme: Programme, *, code, name, territories: Iterable[Territory] = (), by) -> Region:
    """A region of the programme and its municipalities. The same code again adds the municipalities it lacks.

    ``Refused`` when a municipality already belongs to another region of the programme.
    """
    code = tidy(code)
    _hold(programme)
    region, created = Region.objects.get_or_create(programme=programme, code=code, defaults={"name": tidy(name)})
    places = _free(programme, territories, region)
    added = {place.pk for place in places} - set(region.territories.values_list("pk", flat=True))
    region.territories.add(*added)
    if created or added:
        data = {"region": region.pk, "code": code, "territories": sorted(added)}
        log(instance=programme, action="programmes.add_region", user=by, data=data)
    return region


@transaction.atomic
def change_region(region: Region, *, name, territories: Iterable[Territory], by) -> Region:
    """Give the region this name and exactly these municipalities. ``Refused`` as in ``add_region``."""
    _hold(region.programme)
    places = _free(region.programme, territories, region)
    before = set(region.territories.values_list("pk", flat=True))
    if region.name == tidy(name) and before == {place.pk for place in places}:
        return region
    region.name = tidy(name)
    region.save(update_fields=["name"])
    region.territories.set(places)
    data = {"region": region.pk, "before": sorted(before), "territories": sorted(place.pk for place in places)}
    log(instance=region.programme, action="programmes.change_region", user=by, data=data)
    return region


def _hold(programme: Programme) -> None:
    """One at a time per programme: what a many-to-many cannot say in a constraint is decided under this lock."""
    Programme.objects.select_for_update().get(pk=programme.pk)


def _free(programme: Programme, territories: Iterable[Territory], region: Region) -> list[Territory]:
    places = list(territories)
    links = Region.territories.through.objects.filter(region__programme=programme, territory__in=places)
    taken = links.exclude(region=region).select_related("territory", "region").first()
    if taken:
        words = {"place": taken.territory.name, "region": str(taken.region)}
        raise Refused(_("%(place)s ya está en la región %(region)s. Un municipio va en una sola región.") % words)
    return places


@transaction.atomic
def add_funding_period(
    programme: Programme, *, funder, reference="", amount=None, currency="", starts_on, ends_on, by
) -> FundingPeriod:
    """Who pays from when to when. The same funder, reference and first day again return the period as it is."""
    if ends_on < starts_on:
        raise Refused(_("El periodo no puede terminar antes de empezar."))
    currency = currency or (PRESETS[programme.country].currency if amount is not None else "")
    period, created = FundingPeriod.objects.get_or_create(
        programme=programme,
        funder=tidy(funder),
        reference=tidy(reference),
        starts_on=starts_on,
        defaults={"ends_on": ends_on, "amount": amount, "currency": currency},
    )
    if created:
        data = {"period": period.pk, "funder": period.funder}
        log(instance=programme, action="programmes.add_funding_period", user=by, data=data)
    return period

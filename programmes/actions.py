"""How the frame of a programme comes to be: programme, regions, funding, team."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import log

from kit.text import name_key, tidy
from people.actions import Refused
from people.models import Person, User
from places.models import Territory
from programmes.models import FundingPeriod, Programme, Region
from programmes.presets import NEUTRAL, PRESETS
from programmes.roles import found
from programmes.terms import usual

# Words of our own addresses under /programas/.
RESERVED = {"nuevo", "nueva"}
# What every certificate repeats: it stands from the first one on.
PRINTED = ("country", "certificate_prefix")
CHANGEABLE = ("name", "starts_on", "ends_on", "status", "issuer", "signatory_name", "signatory_post", *PRINTED)


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


@transaction.atomic
def change_programme(programme: Programme, *, by, **fields) -> Programme:
    """Write the given fields of ``CHANGEABLE``; the same again changes nothing. Certificates already given stay.

    Another country brings its clock along. ``Refused`` when it would end before it starts, when the prefix is
    somebody else's, when a field of ``PRINTED`` would change after a certificate was given, or the country while its
    regions have municipalities of the old one.
    """
    unknown = fields.keys() - {*CHANGEABLE}
    if unknown:
        raise TypeError(f"change_programme: {sorted(unknown)}")
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    wanted = {key: tidy(value) if isinstance(value, str) else value for key, value in fields.items()}
    changed = {key: value for key, value in wanted.items() if getattr(programme, key) != value}
    if not changed:
        return programme
    _require_unprinted(programme, changed)
    before = {key: str(getattr(programme, key)) for key in changed}
    for key, value in changed.items():
        setattr(programme, key, value)
    if programme.ends_on < programme.starts_on:
        raise Refused(_("El programa no puede terminar antes de empezar."))
    if "country" in changed:
        programme.time_zone = PRESETS[programme.country].time_zone
    programme.save(update_fields=[*changed, "time_zone"])
    after = {key: str(value) for key, value in changed.items()}
    log(instance=programme, action="programmes.change", user=by, data={"before": before, "after": after})
    return programme


def is_printed(programme: Programme) -> bool:
    """Whether something was given out that repeats its country and prefix. Those who give such things answer."""
    return any(ask(programme) for ask in hooks.get_hooks("programme_is_printed"))


def _require_unprinted(programme: Programme, changed: dict) -> None:
    if changed.keys() & set(PRINTED) and is_printed(programme):
        raise Refused(_("Ya hay constancias emitidas: el país y el prefijo de los folios están impresos y no cambian."))
    prefix = changed.get("certificate_prefix")
    if prefix and Programme.objects.filter(certificate_prefix=prefix).exclude(pk=programme.pk).exists():
        raise Refused(_("El prefijo %(prefix)s ya es de otro programa. Elige otro.") % {"prefix": prefix})
    if "country" in changed and Territory.objects.filter(programme_regions__programme=programme).exists():
        raise Refused(_("Sus regiones tienen municipios de otro país. Quítalos antes de cambiar el país."))


@transaction.atomic
def change_words(programme: Programme, *, words: dict[str, tuple[str, str]], by) -> Programme:
    """Exactly these own words, ``{key: (singular, plural)}``; for what is left out or empty the country's goes.

    The same again changes nothing. ``Refused`` when one of the two forms is missing, ``KeyError`` for an unknown key.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    terms = {}
    for key, forms in words.items():
        usually, own = usual(programme.country, key), [tidy(form) for form in forms]
        if any(own) and not all(own):
            raise Refused(_("Escribe las dos formas, singular y plural, o deja ambas vacías."))
        if any(own) and tuple(own) != usually:
            terms[key] = own
    if terms != programme.terms:
        data = {"before": programme.terms, "after": terms}
        programme.terms = {key: terms[key] for key in NEUTRAL if key in terms}
        programme.save(update_fields=["terms"])
        log(instance=programme, action="programmes.change_words", user=by, data=data)
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
def add_regions(programme: Programme, lines: Iterable[tuple[str, str, Iterable[Territory]]], *, by) -> list[Region]:
    """Several, each given as (code, name, municipalities): all of them or, ``Refused`` as in ``add_region``, none."""
    return [add_region(programme, code=code, name=name, territories=places, by=by) for code, name, places in lines]


@transaction.atomic
def change_region(region: Region, *, name, territories: Iterable[Territory], code=None, by) -> Region:
    """Give the region this name, these municipalities and, when given, this code. The same again changes nothing.

    ``Refused`` as in ``add_region``, and when the code is another region's.
    """
    _hold(region.programme)
    places = _free(region.programme, territories, region)
    code, name = tidy(code) if code else region.code, tidy(name)
    if Region.objects.filter(programme=region.programme, code=code).exclude(pk=region.pk).exists():
        raise Refused(_("La clave %(code)s ya es de otra región. Elige otra.") % {"code": code})
    before = _told(region, region.territories.values_list("pk", flat=True))
    region.code, region.name = code, name
    after = _told(region, [place.pk for place in places])
    if before == after:
        return region
    region.save(update_fields=["code", "name"])
    region.territories.set(places)
    data = {"region": region.pk, "before": before, "after": after}
    log(instance=region.programme, action="programmes.change_region", user=by, data=data)
    return region


def _told(region: Region, places: Iterable[int]) -> dict:
    return {"code": region.code, "name": region.name, "territories": sorted(places)}


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
    """Who pays from when to when. Periods may overlap. The same period again is returned as it is.

    ``Refused`` when it would end before it starts, or when that funder, reference and first day stand there with
    another end or amount.
    """
    if ends_on < starts_on:
        raise Refused(_("El periodo no puede terminar antes de empezar."))
    currency = currency or _currency(programme, amount)
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
    elif (period.ends_on, period.amount) != (ends_on, amount):
        raise Refused(_ALREADY_FUNDED)
    return period


_ALREADY_FUNDED = gettext_lazy(
    "Ya hay un periodo de esa entidad con esa referencia y ese primer día. Cámbialo en la lista."
)


def _currency(programme: Programme, amount) -> str:
    return PRESETS[programme.country].currency if amount is not None else ""


@transaction.atomic
def change_funding_period(period: FundingPeriod, *, funder, reference="", amount=None, starts_on, ends_on, by):
    """Correct the period; the same again changes nothing. ``Refused`` as in ``add_funding_period``."""
    if ends_on < starts_on:
        raise Refused(_("El periodo no puede terminar antes de empezar."))
    period = FundingPeriod.objects.select_for_update(of=("self",)).select_related("programme").get(pk=period.pk)
    wanted = {"funder": tidy(funder), "reference": tidy(reference), "amount": amount}
    wanted |= {"starts_on": starts_on, "ends_on": ends_on}
    changed = {key: value for key, value in wanted.items() if getattr(period, key) != value}
    if not changed:
        return period
    same = {key: wanted[key] for key in ("funder", "reference", "starts_on")}
    if FundingPeriod.objects.filter(programme=period.programme, **same).exclude(pk=period.pk).exists():
        raise Refused(_ALREADY_FUNDED)
    before = {key: str(getattr(period, key)) for key in changed}
    for key, value in changed.items():
        setattr(period, key, value)
    period.currency = (period.currency or _currency(period.programme, amount)) if amount is not None else ""
    period.save(update_fields=[*changed, "currency"])
    data = {"period": period.pk, "before": before, "after": {key: str(value) for key, value in changed.items()}}
    log(instance=period.programme, action="programmes.change_funding_period", user=by, data=data)
    return period


@transaction.atomic
def remove_funding_period(period: FundingPeriod, *, by) -> None:
    """Take the period out. Removing it twice is removing it once.

    ``Refused`` with the reason of whoever counts on it: activities that no other period covers, a report.
    """
    found = FundingPeriod.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=period.pk)
    held = found.first()
    if held is None:
        return
    for ask in hooks.get_hooks("funding_period_is_needed"):
        reason = ask(held)
        if reason:
            raise Refused(reason)
    data = {"period": held.pk, "funder": held.funder, "reference": held.reference}
    data |= {"starts_on": str(held.starts_on), "ends_on": str(held.ends_on), "amount": str(held.amount)}
    try:
        held.delete()
    except ProtectedError as error:
        raise Refused(_("Hay informes que lo usan: ya no se puede quitar.")) from error
    log(instance=held.programme, action="programmes.remove_funding_period", user=by, data=data)

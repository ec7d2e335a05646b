"""How the catalogue grows below the municipality: communes, neighbourhoods, sectors, added by those who work there."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.text import tidy
from places.models import Territory, place_key

MOST_INSIDE = 500


class NotThere(ValueError):
    """What was asked cannot lie there; the text says why, to the person who asked."""


@transaction.atomic
def add_places(parent: Territory, *, level: str, places: Iterable[tuple[str, str]], by) -> list[Territory]:
    """Places directly under ``parent``, each given as (own code or empty, name); those that were not there yet.

    The parent's code stands before the own one, ``05001-14``: a commune of Medellín is never taken for another.
    Without an own code the next free number is given. A name that is already there, accents and capitals aside, is
    the same place: asking twice adds nothing. All or none; ``NotThere`` for a level that does not lie under the
    parent, a code that is another place's, or more than 500.
    """
    places = list(places)
    if level not in parent.inner_levels:
        raise NotThere(_("Ese nivel no va dentro de %(place)s.") % {"place": parent.full_name})
    if len(places) > MOST_INSIDE:
        raise NotThere(_("Son demasiados lugares: caben %(most)s.") % {"most": MOST_INSIDE})
    Territory.objects.select_for_update().get(pk=parent.pk)
    made = Territory.objects.bulk_create(_fresh(parent, level, places))
    if made:
        data = {"level": level, "codes": [place.code for place in made]}
        log(instance=parent, action="places.add_inside", user=by, data=data)
    return made


def _fresh(parent: Territory, level: str, places: list[tuple[str, str]]) -> list[Territory]:
    held = list(parent.children.all())
    names = {place.name_key for place in held if place.level == level}
    owner = {place.own_code: place for place in held}
    fresh = []
    for said, name in places:
        name = tidy(name)[:120]
        key = place_key(name)
        if not key:
            raise NotThere(_("Escribe el nombre de cada lugar."))
        if key in names:
            continue
        own = _own_code(said) if said else _next_number(owner)
        if own in owner:
            facts = {"code": own, "place": owner[own].name}
            raise NotThere(_("La clave %(code)s ya es de %(place)s. Usa otra, o ninguna.") % facts)
        place = Territory(country=parent.country, parent=parent, level=level, name=name, name_key=key)
        place.code = f"{parent.code}-{own}"
        owner[own] = place
        names.add(key)
        fresh.append(place)
    return fresh


def _own_code(said: str) -> str:
    """«1» is «01»: codes sort as numbers do."""
    own = said.strip().upper()
    if not re.fullmatch(r"[A-Z0-9]{1,6}", own):
        raise NotThere(_("La clave «%(code)s» lleva de una a seis letras o cifras.") % {"code": said[:20]})
    return own.zfill(2)


def _next_number(taken) -> str:
    numbers = [int(code) for code in taken if code.isdigit()]
    return f"{max(numbers, default=0) + 1:02d}"

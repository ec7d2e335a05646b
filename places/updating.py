"""What an official file changes in the catalogue: added, renamed, gone. Looked at first, then written."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from kit.text import fold
from places.loading import DIGITS
from places.models import Territory, place_key
from places.official import Entry, in_small_letters

MANY_GONE_PERCENT = 5


class TooManyGone(ValueError):
    """A file without a good part of the catalogue: more likely cut short than right."""


@dataclass
class Changes:
    """``renamed`` are (territory, new name); ``gone`` and ``back`` are territories retired now, or no longer."""

    added: list[Entry] = field(default_factory=list)
    renamed: list[tuple[Territory, str]] = field(default_factory=list)
    gone: list[Territory] = field(default_factory=list)
    back: list[Territory] = field(default_factory=list)
    recounted: list[tuple[Territory, int]] = field(default_factory=list)
    same: int = 0

    @property
    def lines(self) -> list[str]:
        """One line a change, as the command prints them."""
        return [
            *(f"+ {entry.code} {entry.level} {in_small_letters(entry.name)}" for entry in self.added),
            *(f"~ {place.code} {place.name} -> {name}" for place, name in self.renamed),
            *(f"- {place.code} {place.level} {place.name}" for place in self.gone),
            *(f"^ {place.code} {place.level} {place.name}" for place in self.back),
        ]


def compare(country: str, entries: list[Entry]) -> Changes:
    """What the file says otherwise than the table. One query. A name in capitals is no new name."""
    held = {
        (place.level, place.code): place for place in Territory.objects.filter(country=country, level__in=[*DIGITS])
    }
    changes = Changes()
    for entry in entries:
        place = held.pop((entry.level, entry.code), None)
        if place is None:
            changes.added.append(entry)
            continue
        if place.retired_on:
            changes.back.append(place)
        if entry.population is not None and entry.population != place.population:
            changes.recounted.append((place, entry.population))
        if _same_name(place.name, entry.name):
            changes.same += 1
        else:
            changes.renamed.append((place, in_small_letters(entry.name)))
    changes.gone = [place for place in held.values() if place.retired_on is None]
    return changes


def _same_name(ours: str, theirs: str) -> bool:
    """In capitals accents are often left out; written in small letters, an accent more is a better name."""
    if theirs == theirs.upper():
        return fold(ours) == fold(theirs)
    return ours == theirs


@transaction.atomic
def apply_official(country: str, entries: list[Entry], *, source: str, accept_gone: bool = False, by=None) -> Changes:
    """Bring the catalogue to what the file says; nothing is deleted, what is gone is retired. Safe to repeat.

    ``source`` is remembered with every territory of the file. ``TooManyGone`` when more than 5 % of the standing
    catalogue is not in the file, unless ``accept_gone``.
    """
    changes = compare(country, entries)
    standing = Territory.objects.filter(country=country, level__in=[*DIGITS]).standing().count()
    if len(changes.gone) * 100 > standing * MANY_GONE_PERCENT and not accept_gone:
        raise TooManyGone(f"{len(changes.gone)} of {standing} are not in the file")
    today, source = timezone.localdate(), source[:80]
    official = Territory.objects.filter(country=country, level__in=[*DIGITS])
    official.filter(pk__in=[place.pk for place in changes.gone]).update(retired_on=today, source=source)
    official.filter(pk__in=[place.pk for place in changes.back]).update(retired_on=None)
    for place, name in changes.renamed:
        official.filter(pk=place.pk).update(name=name, name_key=place_key(name))
    for place, people in changes.recounted:
        official.filter(pk=place.pk).update(population=people, population_year=None)
    _add(country, changes.added)
    _sign(country, entries, source)
    _record(country, changes, source, by)
    return changes


def _add(country: str, added: list[Entry]) -> None:
    for level in DIGITS:
        above = dict(Territory.objects.filter(country=country).values_list("code", "pk"))
        Territory.objects.bulk_create(
            [_made(country, entry, above) for entry in added if entry.level == level], batch_size=500
        )


def _made(country: str, entry: Entry, above: dict[str, int]) -> Territory:
    name = in_small_letters(entry.name)
    return Territory(
        country=country,
        level=entry.level,
        code=entry.code,
        name=name,
        name_key=place_key(name),
        parent_id=above[entry.parent_code] if entry.parent_code else None,
        population=entry.population,
    )


def _sign(country: str, entries: list[Entry], source: str) -> None:
    for level in DIGITS:
        codes = [entry.code for entry in entries if entry.level == level]
        for start in range(0, len(codes), 500):
            some = Territory.objects.filter(country=country, level=level, code__in=codes[start : start + 500])
            some.exclude(source=source).update(source=source)


def _record(country: str, changes: Changes, source: str, by) -> None:
    """An audit line for each territory that changed its name or its standing."""
    for place, name in changes.renamed:
        log(instance=place, action="places.rename", user=by, data={"before": place.name, "now": name, "source": source})
    for place in changes.gone:
        log(instance=place, action="places.retire", user=by, data={"source": source})
    codes = [entry.code for entry in changes.added]
    for place in Territory.objects.filter(country=country, code__in=codes, level__in=[*DIGITS]):
        log(instance=place, action="places.add", user=by, data={"source": source})

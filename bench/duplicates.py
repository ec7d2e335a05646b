"""How long it takes to find whom one person may be, among many. In a database of its own, emptied afterwards.

python manage.py shell -c "from bench.duplicates import main; main(50_000)"
"""

import random
import statistics
import time

from django.db import transaction

from kit.text import name_key
from lms.demo import names
from people.duplicates.search import file_names, known, like
from people.models import Person


def main(people: int = 50_000, asked: int = 200) -> None:
    """Registers ``people`` invented persons, asks for ``asked`` of them, prints the times, and leaves nothing."""
    with transaction.atomic():
        _register(people)
        ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        started = time.perf_counter()
        for at in range(0, len(ids), 1_000):
            file_names(known(Person.objects.filter(pk__in=ids[at : at + 1_000])).values())
        print(f"filed {len(ids)} in {time.perf_counter() - started:.1f} s")
        _ask(random.Random(1).sample(ids, asked))
        transaction.set_rollback(True)


def _register(people: int) -> None:
    chance = random.Random(0)
    persons = []
    for number in range(people):
        given, first, second = names.person_name(number, ("woman", "man")[number % 2], "MX")
        if number >= 10_000:  # the demo's names come round again: others are put together from their parts
            given, first, second = (chance.choice(persons[:10_000]) for _part in range(3))
            given, first, second = given.given_names, first.surname1, second.surname2
        key = name_key(given, first, second)
        phone = f"52222{number % 40_000:07d}"
        persons.append(Person(given_names=given, surname1=first, surname2=second, name_key=key, phone=phone))
    Person.objects.bulk_create(persons, batch_size=1_000)


def _ask(ids: list[int]) -> None:
    times, found = [], 0
    for person in known(Person.objects.filter(pk__in=ids)).values():
        started = time.perf_counter()
        found += len(like(person))
        times.append((time.perf_counter() - started) * 1_000)
    times.sort()
    worst = times[len(times) * 95 // 100]
    print(f"a person: median {statistics.median(times):.0f} ms, p95 {worst:.0f} ms, worst {times[-1]:.0f} ms")
    print(f"{found / len(times):.1f} suggestions a person")

"""A whole country's certificates at once, while people go on reading: 7,470 in eighteen groups of 415."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import requests
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bench import scene
from bench.results import Figure
from bench.server import session_cookie
from certificates.models import Certificate
from courses.models import CataloguePage
from lms.demo import accounts
from people.models import Person
from tests.factories import make_course, make_programme, make_settled_cohort

SLUG = "rush"
GROUPS, SIZE = 18, 415
MOST_SECONDS, MOST_SLOWER = 900, 2
# What a programme of that size asks for at its busiest, and how long it is asked before anything is issued.
A_SECOND, QUIET_SECONDS = 6, 60


@transaction.atomic
def prepare() -> None:
    """People who came to everything, each with a mailbox, and nobody with a certificate."""
    programme, course = make_programme(slug=SLUG), make_course(lessons=0)
    for _number in range(GROUPS):
        make_settled_cohort(people=SIZE, programme=programme, course=course)
    people = Person.objects.filter(enrolments__cohort__programme=programme)
    for one in people:
        one.email = f"rush{one.pk}@demo.example"
    Person.objects.bulk_update(people, ["email"], batch_size=500)


def figures(address: str, workers: int) -> Iterator[Figure]:
    """Seconds until all have theirs, and how much slower the slowest pages but five of a hundred became.

    Raises RuntimeError unless each of them has one with its sheet, and folios without a gap.
    """
    usual = p95(read(address, lambda began: time.monotonic() - began < QUIET_SECONDS))
    began = time.monotonic()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "issue_story", "--slug", SLUG]
    first, *others = [subprocess.Popen(command, env=os.environ.copy()) for _number in range(workers)]
    meanwhile = p95(read(address, lambda _began: first.poll() is None))
    codes = [each.wait() for each in (first, *others)]
    seconds = time.monotonic() - began
    given = Certificate.objects.filter(programme__slug=SLUG).exclude(pdf_sha256="")
    folios = sorted(int(folio.split("-")[2]) for folio in given.values_list("folio", flat=True))
    if any(codes) or folios != list(range(1, GROUPS * SIZE + 1)):
        raise RuntimeError(f"{len(folios)} certificates; the workers ended with {codes}")
    yield Figure("certificates_7470_s", round(seconds, 1), "s", limit=MOST_SECONDS)
    yield Figure("pages_usual_p95_ms", round(usual * 1000, 1), "ms")
    yield Figure("pages_meanwhile_p95_ms", round(meanwhile * 1000, 1), "ms")
    yield Figure("pages_slower", round(meanwhile / usual, 2), "x", limit=MOST_SLOWER)


def p95(took: list[float]) -> float:
    return sorted(took)[len(took) * 95 // 100]


def read(address: str, goes_on: Callable[[float], bool]) -> list[float]:
    """Seconds of each answer to a steady stream of readers, who come whether or not the last was answered."""
    began, asked = time.monotonic(), []
    pages = cycle(readers(address))
    with ThreadPoolExecutor(32) as pool:
        while goes_on(began):
            asked.append(pool.submit(*next(pages)))
            time.sleep(max(0, began + len(asked) / A_SECOND - time.monotonic()))
    return [answer.result() for answer in asked]


def readers(address: str) -> list[tuple]:
    """Who reads what: visitors, a trainee, a trainer and a coordinator; each page on a connection of its own."""
    trainee, trainer, coordinator = (
        dict([session_cookie(scene.account(each))])
        for each in (accounts.TRAINEE, accounts.TRAINER, accounts.PROGRAMME_COORDINATOR)
    )
    paths = [
        (scene.verify_path(), {}),
        (CataloguePage.objects.get().url, {}),
        (scene.lesson_path(), trainee),
        (reverse("learning:progress"), trainee),
        (reverse("cohorts:roll", args=[scene.roll().uuid]), trainer),
        (reverse("cohorts:people", args=[scene.cohort().uuid]), coordinator),
    ]
    return [(seconds, address + path, cookies) for path, cookies in paths]


def seconds(address: str, cookies: dict[str, str]) -> float:
    answer = requests.get(address, cookies=cookies, timeout=60)
    answer.raise_for_status()
    return answer.elapsed.total_seconds()

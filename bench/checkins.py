"""A hall checks itself in: two hundred people behind one address, half of them in the first 20 s of two minutes.

Of every ten, five are signed in, four have an account and no entrance, one has no account yet.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import requests
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench.results import Figure
from bench.server import session_cookie
from bench.signins import CODE
from cohorts.actions.checkin import open_door
from cohorts.checkin.screen_code import shown_at
from cohorts.models import AttendanceMark
from notices.models import Mail
from tests.factories import make_cohort, make_enrolment, make_person, make_register, make_trainer

PEOPLE, RUSH = 200, 100
RUSH_SECONDS, ALL_SECONDS = 20, 120
THUMBS = 64
MOST_MS = 500
# When the uplink is gone: a minute in the midst of it, in which whoever presses waits and presses again.
CUT = (30, 90)
RETRY = 5


@dataclass
class Hall:
    """What all of them share: where the site is, when they began, whether the uplink fails, how long answers took."""

    address: str
    door: object
    register: object
    began: float
    fails: bool
    took: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def cut(self) -> bool:
        return self.fails and CUT[0] <= time.monotonic() - self.began < CUT[1]


def figures(address: str, *, fails: bool) -> Iterator[Figure]:
    """The slowest but five of a hundred answers, and who did not arrive. ``RuntimeError`` when anybody was refused."""
    register = make_register(make_cohort(), starts_at=timezone.now())
    door = open_door(register, by=make_trainer(register.cohort))
    people = [enrol(number, register, "cut" if fails else "whole") for number in range(PEOPLE)]
    hall = Hall(address, door, register, time.monotonic(), fails)
    with ThreadPoolExecutor(THUMBS) as thumbs:
        list(thumbs.map(lambda each: comes(hall, *each), zip(moments(), people, strict=True)))
    if hall.refused:
        raise RuntimeError(f"refused: {sorted(hall.refused)}")
    took, marks = sorted(hall.took), AttendanceMark.objects.filter(register=register, method="self_qr")
    name = "checkins_cut" if fails else "checkins"
    yield Figure(f"{name}_answers", len(took), "answers")
    yield Figure(f"{name}_p50_ms", round(took[len(took) // 2] * 1000), "ms")
    yield Figure(f"{name}_p95_ms", round(took[len(took) * 95 // 100] * 1000), "ms", limit=MOST_MS)
    missing = PEOPLE - marks.values("enrolment").distinct().count()
    yield Figure(f"{name}_missing", missing, "people", limit=0)
    yield Figure(f"{name}_doubled", marks.count() - PEOPLE + missing, "marks", limit=0)


def enrol(number: int, register, word: str) -> tuple[str, tuple[str, str] | None]:
    """A mailbox that is on the list, and the cookie of its entrance when it is signed in."""
    mailbox, kind = f"{word}{number}@demo.example", number % 10
    user = get_user_model().objects.create_user(mailbox) if kind else None
    if user:
        EmailAddress.objects.create(user=user, email=mailbox, primary=True, verified=True)
    make_enrolment(register.cohort, make_person(email=mailbox, user=user))
    return mailbox, session_cookie(user) if kind > 4 else None


def moments() -> Iterator[float]:
    """Seconds after the beginning at which each of them raises her telephone."""
    for number in range(RUSH):
        yield number * RUSH_SECONDS / RUSH
    for number in range(PEOPLE - RUSH):
        yield RUSH_SECONDS + number * (ALL_SECONDS - RUSH_SECONDS) / (PEOPLE - RUSH)


def comes(hall: Hall, moment: float, person: tuple[str, tuple[str, str] | None]) -> None:
    """Reads the screen, proves her mailbox if she must, presses; after a failure again."""
    time.sleep(max(0, hall.began + moment - time.monotonic()))
    mailbox, cookie = person
    here = hall.address + reverse("cohorts:arrival", args=[hall.register.uuid])
    with requests.Session() as browser:
        if cookie:
            browser.cookies.set(*cookie)
        ask(hall, browser, lambda: hall.address + reverse("cohorts:arrive_with", args=[code_now(hall)]))
        if not cookie:
            entrance = ask(hall, browser, lambda: here, {"email": mailbox}).url
            code = CODE.search(Mail.objects.filter(to=mailbox).latest("pk").text)
            connection.close()
            ask(hall, browser, lambda: entrance, {"code": code[1]})
        ask(hall, browser, lambda: here, {})


def code_now(hall: Hall) -> str:
    return shown_at(hall.door.uuid, timezone.now())


def ask(hall: Hall, browser: requests.Session, url, said: dict | None = None) -> requests.Response:
    """The answer, redirections followed. While the uplink is gone she tries again every few seconds."""
    while True:
        with suppress(requests.ConnectionError):
            if hall.cut:
                raise requests.ConnectionError
            token = {"csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")}
            sent = {"url": url(), "timeout": 60}
            answer = browser.get(**sent) if said is None else browser.post(**sent, data=said | token)
            steps = [*answer.history, answer]
            hall.took.extend(step.elapsed.total_seconds() for step in steps)
            hall.refused.extend(step.status_code for step in steps if step.status_code not in {200, 302})
            return answer
        time.sleep(RETRY)

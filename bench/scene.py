"""What the pages are measured with: the demo, and beside it a roll of 46 that is being called right now."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from cohorts.actions.planning import assign_trainer, open_cohort, plan_cohort
from cohorts.actions.roll import Mark, mark_roll
from cohorts.models import Cohort, Register
from cohorts.phone.facts import milliseconds
from cohorts.phone.kept import account_key
from courses.models import CoursePage, LessonPage
from lms.demo import accounts, story_a, story_live, walking
from lms.demo.names import person_name
from lms.demo.sessions import P9_PRACTITIONERS
from lms.demo.team import coordinator, person, trainer
from people.models import User
from programmes.models import Programme

SEATS, CALLED = 46, 30
CODE = "NORTE-46"


def prepare() -> None:
    """The whole demo, certificates included, and the roll."""
    call_command("load_demo", quiet=True)
    call_half_a_roll()


def call_half_a_roll() -> None:
    """A group of 46 in its first session, thirty of them called."""
    programme, today = Programme.objects.get(slug=story_live.SLUG), timezone.localdate()
    group = plan_cohort(
        programme,
        course=CoursePage.objects.get(code="P9-GEP"),
        name="Gestión cultural · Norte, grupo grande",
        code=CODE,
        region=programme.regions.get(code="N"),
        starts_on=today,
        ends_on=today + timedelta(days=21),
        by=coordinator(),
    )
    assign_trainer(group, person(accounts.TRAINER), by=coordinator())
    names = [person_name(900 + i, "woman" if i % 2 else "man", "MX") for i in range(SEATS)]
    moment = timezone.now() - timedelta(minutes=5)
    walking.paste_list(group, story_live.HEADER[:3], [list(name) for name in names], when=moment)
    walking.call_meeting([group], P9_PRACTITIONERS[0], starts_at=moment)
    open_cohort(group, by=coordinator(), at=moment)
    seats = list(group.enrolments.values_list("pk", flat=True))
    marks = [Mark(pk, "present", walking.number("bench", pk)) for pk in seats[:CALLED]]
    mark_roll(roll(), marks, by=trainer())


def roll() -> Register:
    return Register.objects.select_related("session", "cohort__programme").get(cohort__code=CODE)


def queue(user: User) -> Callable[[], bytes]:
    """What a telephone sends after a hall without signal: forty-six new marks each time it is asked."""
    register = roll()
    seats = list(register.cohort.enrolments.values_list("pk", flat=True))

    def marks() -> bytes:
        now = milliseconds(timezone.now())
        rows = [
            {
                "uuid": str(uuid4()),
                "register": str(register.uuid),
                "enrolment": seat,
                "status": "late",
                "decided_at": now,
            }
            for seat in seats
        ]
        return json.dumps({"account": account_key(user), "now": now, "skew": 0, "marks": rows}).encode()

    return marks


def cohort() -> Cohort:
    """One of the demo's groups of 46: five sessions, lessons read, certificates given."""
    return Cohort.objects.get(programme__slug=story_a.SLUG, code="R2-DIR")


def account(email: str) -> User:
    return User.objects.get(email=email)


def lesson_path(place: int = 0) -> str:
    """A lesson that the demo's trainee is enrolled for: the first has a quiz she answered, the second none."""
    course = CoursePage.objects.get(code="P9-GEP")
    return LessonPage.objects.live().descendant_of(course).order_by("path")[place].url


def verify_path() -> str:
    return reverse("certificates:verify", args=[Certificate.objects.valid().order_by("pk").first().token])

"""Which steps a programme has behind it. Nothing is kept about the way itself: it is read from what exists."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cohorts.boards import with_counts
from cohorts.models import Cohort
from courses.models import CoursePage
from programmes.models import Programme
from programmes.vocabulary import Vocabulary

ADDRESSES = {
    "programme": "programmes:edit",
    "regions": "cohorts:setup_regions",
    "course": "cohorts:setup_course",
    "cohorts": "cohorts:setup_cohorts",
    "sessions": "cohorts:setup_sessions",
    "people": "cohorts:setup_people",
    "sheets": "cohorts:setup_sheets",
}
LIVE = (Cohort.Status.PLANNED, Cohort.Status.RUNNING)


@dataclass(frozen=True)
class Step:
    """``lacking`` are the cohorts for which it is not done; ``may_wait`` that the rest goes on without it."""

    code: str
    label: str
    done: bool
    may_wait: bool = False
    lacking: list[Cohort] = field(default_factory=list)

    @property
    def address(self) -> str:
        return ADDRESSES[self.code]


@dataclass(frozen=True)
class Setup:
    """``cohorts`` are those in preparation or running, with ``people`` and ``meetings``."""

    programme: Programme
    steps: list[Step]
    cohorts: list[Cohort]
    course: CoursePage | None

    @property
    def missing(self) -> list[Step]:
        return [step for step in self.steps if not step.done and not step.may_wait]

    @property
    def next(self) -> Step:
        """The first step that is neither done nor may wait; the last of all when everything is."""
        begun = bool(self.cohorts)
        left = [step for step in self.steps if not step.done and (not step.may_wait or not begun)]
        return left[0] if left else self.steps[-1]

    @property
    def complete(self) -> bool:
        return not self.missing


def setup_of(programme: Programme) -> Setup:
    """How far the programme has come. Four queries whatever there is."""
    say = Vocabulary(programme)
    found = with_counts(Cohort.objects.filter(programme=programme)).order_by("region__code", "code")
    everything: list[Any] = list(found)  # with what was counted for each
    cohorts = [cohort for cohort in everything if cohort.status in LIVE]
    course = chosen_course(programme, everything)
    waiting = [cohort for cohort in cohorts if cohort.opened_at is None]
    without_people = [cohort for cohort in cohorts if not cohort.people]
    without_sessions = [cohort for cohort in cohorts if not cohort.meetings]
    steps = [
        Step("programme", _("Programa"), done=True),
        Step("regions", say["Regions"], done=programme.regions.exists(), may_wait=True),
        Step("course", _("Curso"), done=course is not None),
        Step("cohorts", say["Cohorts"], done=bool(everything)),
        Step("sessions", say["Sessions"], done=bool(everything) and not without_sessions, lacking=without_sessions),
        Step("people", _("Personas"), done=bool(everything) and not without_people, lacking=without_people),
        Step("sheets", _("Hojas y apertura"), done=bool(everything) and not waiting, lacking=waiting),
    ]
    return Setup(programme, steps, cohorts, course)


def chosen_course(programme: Programme, cohorts: list[Cohort] | None = None) -> CoursePage | None:
    """The course the programme last took to teach; else that of the cohort planned last; None while there is none."""
    taken = ModelLogEntry.objects.for_instance(programme).filter(action="cohorts.take_course")
    last = taken.order_by("-timestamp", "-pk").first()
    found = CoursePage.objects.filter(pk=last.data["course"]).first() if last else None
    if found:
        return found
    planned = Cohort.objects.filter(programme=programme).select_related("course") if cohorts is None else cohorts
    return max(planned, key=lambda cohort: cohort.pk).course if planned else None

"""Several things at once that a new programme needs: its course, its cohorts, their sessions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.planning import assign_trainer, plan_cohort, plan_session
from cohorts.models import Cohort, Register, Session
from cohorts.setup.facts import CohortRow
from cohorts.setup.state import chosen_course
from cohorts.telling import registers_in, tell_added
from courses.actions import begin_course, may_publish
from courses.models import CoursePage
from courses.starters import Starter
from people.actions import Refused
from programmes.models import Programme
from programmes.team import known_by, person_for

MOST_SESSIONS = 400


@transaction.atomic
def take_course(programme: Programme, course: CoursePage, *, by) -> CoursePage:
    """The course that the programme's next cohorts are planned for. Taking it again changes nothing."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    if chosen_course(programme) != course:
        log(instance=programme, action="cohorts.take_course", user=by, data={"course": course.pk})
    return course


@transaction.atomic
def take_starter(programme: Programme, starter: Starter, *, title: str, by) -> tuple[CoursePage, bool]:
    """A course begun from ``starter`` for the programme, and taken: (course, new). The same title again is the same.

    Published when ``by`` may publish; else all of it stays drafts, to be published by whoever does.
    """
    course, new = begin_course(starter, title=title, within=programme.slug, publish=may_publish(by), by=by)
    take_course(programme, course, by=by)
    return course, new


@transaction.atomic
def plan_cohorts(programme: Programme, rows: Iterable[CohortRow], *, course: CoursePage, by) -> list[Cohort]:
    """A cohort for each row, in preparation, with who teaches it: all or none; what is there already stays.

    ``Refused`` as in ``plan_cohort``.
    """
    # One list at a time: two presses find each other's cohorts, and the person that a new address stands for.
    Programme.objects.select_for_update().get(pk=programme.pk)
    regions = {region.pk: region for region in programme.regions.all()}
    return [_plan(programme, row, regions.get(row.region_id or 0), course=course, by=by) for row in rows]


def _plan(programme: Programme, row: CohortRow, region, *, course: CoursePage, by) -> Cohort:
    dates = {"starts_on": row.starts_on, "ends_on": row.ends_on}
    more = {"profile": row.profile, "capacity": row.capacity}
    cohort = plan_cohort(programme, course=course, name=row.name, code=row.code, region=region, **dates, **more, by=by)
    if row.email:
        given, surname = row.trainer
        names = {"email": row.email, "given_names": given, "surname1": surname}
        assign_trainer(cohort, person_for(found=known_by(row.email), **names, by=by, purpose=cohort.name), by=by)
    return cohort


@transaction.atomic
def plan_series(
    cohorts: Sequence[Cohort], moments: Sequence[tuple[datetime, datetime]], *, title: str, joint: bool, by, **details
) -> Counter:
    """The same meeting at each of ``moments`` for each cohort, or for all together: ``planned`` and ``there``.

    Several carry their number: «Sesión 3». A cohort that meets at that very moment already is left as it is, so that
    the same series again, or with a day more, doubles nothing. ``details`` as in ``plan_session``. ``Refused`` as
    there, and for more than ``MOST_SESSIONS``. People of a cohort that has opened are told of theirs in one letter.
    """
    if len(cohorts) * len(moments) > MOST_SESSIONS:
        words = {"most": MOST_SESSIONS, "asked": len(cohorts) * len(moments)}
        raise Refused(_("Son %(asked)s en total y caben %(most)s de una vez. Hazlo en dos partes.") % words)
    held = list(Cohort.objects.select_for_update().filter(pk__in=[each.pk for each in cohorts]).order_by("pk"))
    standing = Register.objects.filter(cohort__in=held, session__cancelled_at=None)
    taken = set(standing.values_list("cohort", "session__starts_at"))
    done: Counter = Counter()
    new: list[Session] = []
    for number, (starts_at, ends_at) in enumerate(moments, 1):
        name = f"{title} {number}" if len(moments) > 1 else title
        free = [cohort for cohort in held if (cohort.pk, starts_at) not in taken]
        done["there"] += len(held) - len(free)
        for group in ([free] if joint else [[cohort] for cohort in free]) if free else []:
            with_details = {"title": name, "starts_at": starts_at, "ends_at": ends_at, **details}
            new.append(plan_session(group, **with_details, by=by))
    tell_added(registers_in(new))
    done["planned"] = len(new)
    return done

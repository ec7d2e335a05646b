"""What happened with one passage, in order: from asking for a seat to leaving it, and what came before and after."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import ModelLogEntry

from cohorts.models import Application, Enrolment


@dataclass(frozen=True)
class Event:
    """``code`` names the sentence; ``other`` is the enrolment at the other end of a link, ``by`` an account's name."""

    at: datetime
    code: str
    by: str = ""
    detail: str = ""
    other: Enrolment | None = None


def history_of(enrolment: Enrolment) -> list[Event]:
    """Oldest first. A fixed number of queries. The audit of the acts lends the names of who did them."""
    linked = Enrolment.objects.select_related("person", "cohort")
    before = linked.filter(pk__in=[pk for pk in (enrolment.replaces_id, enrolment.moved_from_id) if pk])
    after = linked.filter(replaces=enrolment) | linked.filter(moved_from=enrolment)
    events = [
        *_asked(enrolment),
        Event(enrolment.enrolled_at, "enrolled", _name(enrolment.enrolled_by), enrolment.get_source_display()),
    ]
    for other in before:
        code = "replaces" if other.pk == enrolment.replaces_id else "moved_from"
        events.append(Event(enrolment.enrolled_at, code, other=other))
    if enrolment.withdrawn_at:
        reason = enrolment.get_withdrawn_reason_display()
        events.append(Event(enrolment.withdrawn_at, "withdrawn", _who_withdrew(enrolment), reason))
    for other in after:
        code = "replaced_by" if other.replaces_id == enrolment.pk else "moved_to"
        events.append(Event(other.enrolled_at, code, _name(other.enrolled_by), other=other))
    return sorted(events, key=lambda event: event.at)


def _asked(enrolment: Enrolment) -> list[Event]:
    """The application that led to it, with its stations."""
    answered = Application.objects.filter(cohort=enrolment.cohort_id, person=enrolment.person_id, decision="accepted")
    found = answered.filter(applied_at__lte=enrolment.enrolled_at).select_related("approved_by").order_by("-applied_at")
    application = found.first()
    if application is None:
        return []
    events = [Event(application.applied_at, "asked", detail=application.get_door_display())]
    if application.approved_by_id and application.approved_at:
        events.append(Event(application.approved_at, "approved", _name(application.approved_by)))
    if application.offered_at:
        events.append(Event(application.offered_at, "offered"))
    return events


def _who_withdrew(enrolment: Enrolment) -> str:
    lines = ModelLogEntry.objects.filter(action="cohorts.withdraw", object_id=str(enrolment.pk)).select_related("user")
    line = lines.order_by("-timestamp").first()
    return _name(line.user) if line and line.user else ""


def _name(user) -> str:
    return str(user) if user else ""

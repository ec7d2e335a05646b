"""A group as large as the first Paralelo 9: 415 people and 40 meetings, laid as rows, for what long tables cost."""

from datetime import timedelta

from django.utils import timezone

from bench import scene
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register, Session
from kit.text import name_key
from lms.demo.names import person_name
from people.models import Person

PEOPLE, MEETINGS = 415, 40
CODE = "CUATROCIENTOS"


def cohort() -> Cohort:
    """The group, made once: every list approved, two of three marked present, the last person never marked."""
    found = Cohort.objects.filter(code=CODE).first()
    return found or _made(scene.roll().cohort)


def _made(like: Cohort) -> Cohort:
    facts = ("programme_id", "course_id", "starts_on", "ends_on", "status", "opened_at", "promise")
    group = Cohort.objects.create(code=CODE, name="Grupo de 415", **{name: getattr(like, name) for name in facts})
    moment = timezone.now() - timedelta(days=200)
    names = [person_name(3_000 + at, "woman" if at % 2 else "man", "MX") for at in range(PEOPLE)]
    people = Person.objects.bulk_create(
        Person(given_names=given, surname1=first, surname2=second, name_key=name_key(given, first, second))
        for given, first, second in names
    )
    seats = Enrolment.objects.bulk_create(
        Enrolment(cohort=group, person=one, enrolled_at=moment - timedelta(days=1)) for one in people
    )
    for number in range(MEETINGS):
        _meet(group, seats[:-1], moment + timedelta(days=number))
    return group


def _meet(group: Cohort, seats: list[Enrolment], moment) -> None:
    ends = moment + timedelta(hours=2)
    meeting = Session.objects.create(title="Encuentro", starts_at=moment, ends_at=ends, time_zone="America/Mexico_City")
    register = Register.objects.create(session=meeting, cohort=group, status="approved", first_submitted_at=ends)
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            register=register, enrolment=seat, status="absent" if seat.pk % 3 == 0 else "present", decided_at=moment
        )
        for seat in seats
    )

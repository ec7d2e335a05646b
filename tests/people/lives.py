"""A person who has done a little of everything: what a copy must show and a farewell must take."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from allauth.account.models import EmailAddress

from certificates.actions import issue
from cohorts.models import Enrolment
from courses.models import LessonPage
from network.actions import lay_board, open_topic
from notices.actions import write
from people.models import Organisation, Person
from people.register import register_person
from tests.factories import MORNING, make_settled_cohort, make_user

_number = count(1)


def make_life(**fields) -> Person:
    """Registered, with an account, in a group that met twice, certified, and heard in the forum."""
    number = next(_number)
    cohort = make_settled_cohort(people=1, sessions=2, attended=2, lessons_percent=0, **fields)
    address = f"yatziri{number}@example.org"
    person = register_person(
        given_names="Yatziri",
        surname1="Chablé",
        surname2="Hau",
        email=address,
        phone="+52 999 123 4567",
        sex="woman",
        birth_date=date(1991, 5, 17),
        by=None,
    )
    Person.objects.filter(pk=person.pk).update(user=make_user(address, password="un secreto largo"))
    person.refresh_from_db()
    EmailAddress.objects.create(user=person.user, email=address, verified=True, primary=True)
    Enrolment.objects.filter(cohort=cohort).update(person=person, post="Directora")
    body = Organisation.objects.create(name=f"Colectivo Maya {number}", name_key=f"colectivo maya {number}")
    person.memberships.create(organisation=body, post="Vocal", is_contact=True)
    _learn(person, cohort)
    open_topic(lay_board(), title="Fiestas", source="Hola a todas", client_uuid=uuid4(), by=person.user)
    write(key=f"life:{number}", to=address, subject="Aviso", text="Hola Yatziri")
    return person


def _learn(person, cohort) -> None:
    enrolment = cohort.enrolments.get()
    module = cohort.course.get_children().first()
    lesson = LessonPage(title="Lección", slug=f"leccion-{cohort.pk}")
    module.add_child(instance=lesson)
    enrolment.lesson_completions.create(lesson=lesson, completed_at=MORNING + timedelta(days=1))
    issue(enrolment, by=None, at=MORNING + timedelta(days=90))

"""Makers of small worlds. Each gives a saved row with what it needs and nothing more."""

import json
from datetime import date, datetime, timedelta
from itertools import count, groupby
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cohorts.models import Application, AttendanceMark, Cohort, Enrolment, Facilitation, Guest, Register, Session
from cohorts.promise import kept, promise_now
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from kit.text import name_key
from pages.models import HomePage
from people.models import Organisation, Person, User
from people.register import organisation_key
from places.models import Territory, place_key
from programmes.models import FundingPeriod, Programme, Region, TeamRole

ZONE = ZoneInfo("America/Mexico_City")
CANCELLED = {"status": "cancelled", "cancelled_at": datetime(2026, 3, 1, tzinfo=ZONE), "cancelled_reason": "Sin sede"}
MORNING = datetime(2026, 3, 6, 10, tzinfo=ZONE)
_next = count(1)


def make_user(email=None, **fields):
    return User.objects.create_user(email or f"cuenta{next(_next)}@example.org", **fields)


def make_person(given_names="Ana", surname1=None, surname2="", **fields):
    surname1 = surname1 or f"Pérez{next(_next)}"
    key = name_key(given_names, surname1, surname2)
    return Person.objects.create(given_names=given_names, surname1=surname1, surname2=surname2, name_key=key, **fields)


def make_organisation(name=None, **fields):
    name = name or f"Colectivo {next(_next)}"
    return Organisation.objects.create(name=name, name_key=organisation_key(name), **fields)


def make_municipality(name="Ensenada", code="02001", country="MX", above=("02", "Baja California")):
    """A municipality and what lies directly above it, made once."""
    levels = {"MX": "state", "CO": "department", "CL": "province"}
    words = {"name": above[1], "name_key": place_key(above[1])}
    parent, _new = Territory.objects.get_or_create(
        country=country, level=levels[country], code=above[0], defaults=words
    )
    words = {"name": name, "name_key": place_key(name), "parent": parent}
    return Territory.objects.get_or_create(country=country, level="municipality", code=code, defaults=words)[0]


def make_programme(**fields):
    number = next(_next)
    defaults = {
        "name": f"Programa {number}",
        "slug": f"programa-{number}",
        "country": "MX",
        "time_zone": "America/Mexico_City",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "issuer": "Casa de Cultura de Ejemplo",
        "certificate_prefix": f"P{number}",
    }
    return Programme.objects.create(**defaults | fields)


def make_region(programme, **fields):
    number = next(_next)
    return Region.objects.create(programme=programme, **{"code": f"R{number}", "name": f"Región {number}"} | fields)


def make_funding(programme, **fields):
    """The whole of 2026, paid by one of its own unless said otherwise."""
    defaults = {"funder": f"Fondo {next(_next)}", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return FundingPeriod.objects.create(programme=programme, **defaults | fields)


def make_course(lessons=2, **fields):
    """A published course of one module; ``lessons`` lessons of one paragraph each."""
    catalogue = CataloguePage.objects.first() or lay(_home(), CataloguePage(title="Cursos", slug="cursos"))
    course = placed(catalogue, CoursePage(**{"title": "Curso", "summary": "Breve.", "total_hours": 40} | fields))
    module = placed(course, ModulePage(title="Módulo", slug="modulo", hours=4))
    body = [("paragraph", "<p>Texto de la lección.</p>")]
    titles = [f"Lección {number}" for number in range(1, lessons + 1)]
    read = [placed(module, LessonPage(title=title, slug=f"leccion-{title[-1]}", body=body)) for title in titles]
    written(catalogue, [course, module, *read])
    return course


def _home():
    return HomePage.objects.first() or lay(Page.get_first_root_node(), HomePage(title="Portada"))


def lay(parent, page):
    """As ``add_child`` leaves it, but written as a fixture is: neither checked nor indexed, a tenth of the time."""
    parent.numchild = Page.objects.values_list("numchild", flat=True).get(pk=parent.pk)
    written(parent, [placed(parent, page)])
    return page


def placed(parent, page):
    """``page`` as the next child of ``parent``, in memory only."""
    parent.numchild += 1
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, parent.numchild)
    page.slug = page.slug or f"pagina{next(_next)}"
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title, page.locale, page._cached_parent_obj = page.title, parent.locale, parent
    page.content_type = ContentType.objects.get_for_model(page)
    return page


def written(parent, pages):
    """Pages ``placed`` under ``parent``, or under one another, in the table of all pages and each in its own."""
    own, *rest = Page._meta.concrete_fields
    assert own.primary_key
    keys = Page._base_manager._insert(pages, rest, using="default", raw=True, returning_fields=[own])
    for page, (key,) in zip(pages, keys, strict=True):
        page.pk = page.id = key
        page._state.adding, page._state.db = False, "default"
    for model, group in groupby(pages, type):
        model._base_manager._insert(list(group), model._meta.local_concrete_fields, using="default", raw=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def make_cohort(programme=None, course=None, opened=True, **fields):
    programme = programme or make_programme()
    course = course or make_course()
    number = next(_next)
    defaults = {
        "name": f"Grupo {number}",
        "code": f"G{number}",
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
    }
    if opened:
        promise = json.loads(json.dumps(kept(promise_now(course, 5))))
        defaults |= {"status": "running", "opened_at": MORNING, "promise": promise}
    return Cohort.objects.create(programme=programme, course=course, **defaults | fields)


def make_enrolment(cohort=None, person=None, **fields):
    return Enrolment.objects.create(
        cohort=cohort or make_cohort(), person=person or make_person(), **{"enrolled_at": MORNING} | fields
    )


def make_session(*cohorts, starts_at=MORNING, hours=4, **fields):
    defaults = {"title": "Sesión", "time_zone": "America/Mexico_City", "starts_at": starts_at}
    session = Session.objects.create(ends_at=starts_at + timedelta(hours=hours), **defaults | fields)
    for cohort in cohorts:
        Register.objects.create(session=session, cohort=cohort)
    return session


def make_register(cohort=None, **fields):
    session = make_session(cohort or make_cohort(), **fields)
    return session.registers.get()


def note_somebody(register):
    """One guest on the list: handed in, it says something."""
    Guest.objects.create(register=register, name="Eva")


def make_trainer(cohort, user=None):
    """An account whose person teaches the cohort."""
    user = user or make_user()
    person = Person.objects.filter(user=user).first() or make_person(user=user)
    Facilitation.objects.create(cohort=cohort, person=person)
    return user


def make_coordinator(programme, region=None, role=None):
    """An account that coordinates the programme, or one region of it."""
    user = make_user()
    role = role or (TeamRole.Role.REGIONAL_COORDINATOR if region else TeamRole.Role.PROGRAMME_COORDINATOR)
    TeamRole.objects.create(person=make_person(user=user), programme=programme, region=region, role=role)
    return user


def make_settled_cohort(people=1, sessions=5, attended=5, **fields):
    """A running cohort without lessons, its registers approved, in which everybody came to the first ``attended``."""
    cohort = make_cohort(course=fields.pop("course", None) or make_course(lessons=0), **fields)
    enrolments = [make_enrolment(cohort) for _number in range(people)]
    for number in range(sessions):
        register = make_register(cohort, starts_at=MORNING + timedelta(days=7 * number), venue="Casa de Cultura")
        Register.objects.filter(pk=register.pk).update(status="approved", first_submitted_at=register.session.ends_at)
        status = "present" if number < attended else "absent"
        AttendanceMark.objects.bulk_create(
            AttendanceMark(register=register, enrolment=each, status=status, decided_at=register.session.starts_at)
            for each in enrolments
        )
    return cohort


def make_quiz_lesson(course, questions=2, final=True, **fields):
    """A lesson with one quiz after its paragraph; the first choice of every question is right."""
    module = ModulePage.objects.child_of(course).first()
    quiz = {
        "title": "Repaso",
        "intro": "",
        "final": final,
        "questions": [
            {
                "text": f"¿Pregunta {number}?",
                "choices": [{"text": "Sí", "correct": True}, {"text": "No", "correct": False}],
                "explanation": "Porque sí.",
            }
            for number in range(1, questions + 1)
        ],
    }
    body = [("paragraph", "<p>Antes del cuestionario.</p>"), ("quiz", quiz)]
    defaults = {"title": "Evaluación", "slug": f"evaluacion{next(_next)}", "body": body}
    lesson = lay(module, LessonPage(**defaults | fields))
    return LessonPage.objects.get(pk=lesson.pk)


def make_application(cohort=None, person=None, **fields):
    """Somebody who waits for a seat, unless said otherwise."""
    return Application.objects.create(
        cohort=cohort or make_cohort(),
        person=person or make_person(),
        **{"door": "open", "applied_at": MORNING, "approved_at": MORNING} | fields,
    )

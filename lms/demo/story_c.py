"""Medellín: sixty-two organisations of two communes, one person for each, three encounters."""

from datetime import date, timedelta

from django.db import transaction

from cohorts.actions.enrolling import enrol
from cohorts.actions.life import close_cohort
from cohorts.actions.planning import assign_trainer, open_cohort, plan_cohort
from cohorts.models import Cohort, Enrolment
from courses.models import CoursePage
from lms.demo import accounts, names, places
from lms.demo.sessions import MEDELLIN
from lms.demo.team import coordinator, person
from lms.demo.walking import at, call_meeting, call_roll, issue_earned
from people.models import Organisation
from people.register import join, register_organisation, register_person
from places.actions import add_places
from places.models import Territory
from programmes.actions import add_funding_period, create_programme
from programmes.models import Programme
from programmes.participation import take_part

SLUG, CODE = "medellin", "ORG-2016"
DAYS = (date(2016, 4, 9), date(2016, 6, 11), date(2016, 9, 3))
DECLARED_ON = date(2016, 3, 1)


def steps():
    yield "Medellín", frame
    yield "Medellín: organizaciones", lay_organisations
    yield "Medellín: representantes", fill
    yield "Medellín: encuentros", meet
    yield "Medellín: constancias", certify


def communes() -> dict[str, Territory]:
    """The city's sixteen communes by their number, laid with its five corregimientos by the act of everybody."""
    city = Territory.objects.municipal().get(country="CO", code=places.MEDELLIN)
    add_places(city, level=Territory.Level.COMMUNE, places=places.COMMUNES, by=coordinator())
    add_places(city, level=Territory.Level.CORREGIMIENTO, places=places.CORREGIMIENTOS, by=coordinator())
    return {place.own_code: place for place in city.children.filter(level=Territory.Level.COMMUNE)}


@transaction.atomic
def frame() -> None:
    by = coordinator()
    programme = create_programme(
        name="Comunas participativas de Medellín",
        slug=SLUG,
        country="CO",
        starts_on=date(2016, 1, 15),
        ends_on=date(2016, 12, 15),
        issuer="MAKAIA",
        certificate_prefix="MED",
        signatory_name="Teresa Quezada Lugo",
        signatory_post="Coordinación del programa",
        by=by,
    )
    dates = {"starts_on": programme.starts_on, "ends_on": programme.ends_on}
    add_funding_period(programme, funder="Secretaría de Participación Ciudadana", reference="2016", **dates, by=by)


@transaction.atomic
def lay_organisations() -> None:
    """The sixty-two, each with the number it has in the city's register and the members it declares."""
    place_of = communes()
    laid = [
        register_organisation(
            name=text.name,
            kind=text.kind,
            territory=place_of[text.place],
            external_refs={"ARCO": text.external_id},
            declared_members=text.members,
            declared_on=DECLARED_ON,
            by=coordinator(),
        )
        for text in places.MEDELLIN_ORGANISATIONS
    ]
    take_part(Programme.objects.get(slug=SLUG), laid, by=coordinator())


def cohort() -> Cohort:
    return Cohort.objects.select_related("programme", "region", "course").get(programme__slug=SLUG, code=CODE)


@transaction.atomic
def fill() -> None:
    """One person for each organisation: who presides over it and is its contact."""
    by, programme = coordinator(), Programme.objects.get(slug=SLUG)
    group = plan_cohort(
        programme,
        course=CoursePage.objects.get(code="MED-FOS"),
        name="Representantes de organizaciones",
        code=CODE,
        profile="Organizaciones sociales y JAC",
        capacity=62,
        starts_on=DAYS[0],
        ends_on=DAYS[-1],
        lessons_percent=0,
        pass_score=0,
        by=by,
    )
    assign_trainer(group, person(accounts.TRAINER), by=by)
    seated = set(group.enrolments.values_list("organisation", flat=True))
    when = at(DAYS[0] - timedelta(days=25), 9, programme.time_zone)
    for index, organisation in enumerate(_organisations()):
        if organisation.pk not in seated:
            _represent(group, index, organisation, when, by)


def _organisations() -> list[Organisation]:
    under = Organisation.objects.filter(territory__parent__country="CO", territory__parent__code=places.MEDELLIN)
    return list(under.select_related("territory").order_by("territory__code", "kind", "name"))


def _represent(group: Cohort, index: int, organisation: Organisation, when, by) -> None:
    sex = "woman" if index % 5 < 3 else "man"
    given, surname1, surname2 = names.person_name(index, sex, "CO")
    president = register_person(
        given_names=given,
        surname1=surname1,
        surname2=surname2,
        email=names.email(given, surname1, index),
        phone=names.phone(index, "CO"),
        sex=sex,
        area="urban",
        territory=organisation.territory,
        by=by,
    )
    join(president, organisation, post="Presidencia", is_contact=True, by=by)
    enrol(
        president,
        cohort=group,
        organisation=organisation,
        territory=organisation.territory,
        post="Presidencia",
        source=Enrolment.Source.ASSISTED,
        by=by,
        at=when,
    )


@transaction.atomic
def meet() -> None:
    group = cohort()
    zone = group.programme.time_zone
    if not group.opened_at:
        for day, text in zip(DAYS, MEDELLIN, strict=True):
            call_meeting([group], text, starts_at=at(day, 9, zone))
    open_cohort(group, by=coordinator(), at=at(DAYS[0] - timedelta(days=10), 12, zone))
    seats = list(group.enrolments.order_by("pk").values_list("pk", flat=True))
    registers = group.registers.select_related("session", "cohort__programme").order_by("session__starts_at")
    for encounter, register in enumerate(registers):
        absent = {seat for i, seat in enumerate(seats) if (i + encounter * 5) % 9 == 0}
        call_roll(register, {seat: "absent" if seat in absent else "present" for seat in seats})


@transaction.atomic
def certify() -> None:
    group = cohort()
    if group.status == Cohort.Status.CLOSED:
        return
    issue_earned(group, when=at(DAYS[-1] + timedelta(days=21), 12, group.programme.time_zone))
    close_cohort(group, by=coordinator())

"""A small programme that is running today, so that every role finds something to do."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cohorts.actions.planning import assign_trainer, open_cohort, plan_cohort
from cohorts.models import Cohort
from courses.models import CoursePage
from kit.clock import local
from lms.demo import accounts, names, places, study
from lms.demo.sessions import P9_PRACTITIONERS
from lms.demo.team import NAMES, account, coordinator, person
from lms.demo.walking import at, call_meeting, call_roll, enrolled, paste_list
from people.actions import claim
from people.models import Person
from places.models import Territory
from programmes.actions import add_region, create_programme
from programmes.models import Programme, TeamRole
from programmes.roles import grant_role

SLUG, CODE = "escuela-abierta", "NORTE-1"
PEOPLE = 11
HEADER = ["Nombre(s)", "Primer apellido", "Segundo apellido", "Correo", "Sexo", "Área", "Municipio"]
SEX_WORDS = {"woman": "Mujer", "man": "Hombre"}


def steps():
    yield "Escuela abierta", frame
    yield "Escuela abierta: inscripción", fill
    yield "Escuela abierta: sesiones", meet
    yield "Escuela abierta: lecciones", learn


@transaction.atomic
def frame() -> None:
    by, today = coordinator(), timezone.localdate()
    programme = Programme.objects.filter(slug=SLUG).first() or create_programme(
        name="Escuela abierta de gestión cultural",
        slug=SLUG,
        country="MX",
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=180),
        issuer="Red Paralelo de Formación Cultural",
        certificate_prefix="EAGC",
        signatory_name="Teresa Quezada Lugo",
        signatory_post="Coordinación general",
        by=by,
    )
    towns = Territory.objects.municipal().filter(country="MX", code__in=places.REGIONS[1].municipalities)
    region = add_region(programme, code="N", name="Norte", territories=towns, by=by)
    role = TeamRole.Role.REGIONAL_COORDINATOR
    grant_role(person(accounts.REGION_COORDINATOR), programme=programme, role=role, region=region, by=by)


def cohort() -> Cohort:
    return Cohort.objects.select_related("programme", "region", "course").get(programme__slug=SLUG, code=CODE)


def member(i: int) -> tuple[str, str, str]:
    return names.person_name(840 + i, "woman" if i % 2 else "man", "MX")


@transaction.atomic
def fill() -> None:
    """Twelve people by list, the demo's own trainee first; her account claims its place by its mailbox."""
    by, programme = coordinator(), Programme.objects.get(slug=SLUG)
    group = Cohort.objects.filter(programme=programme, code=CODE).first() or _plan(programme, by)
    assign_trainer(group, person(accounts.TRAINER), by=by)
    given, surnames = NAMES[accounts.TRAINEE]
    rows = [[given, *surnames.split(), accounts.TRAINEE, "Mujer", "Urbana", "Camargo, Chihuahua"]]
    for i in range(PEOPLE):
        given, surname1, surname2 = member(i)
        contact = names.email(given, surname1, 840 + i)
        sex = SEX_WORDS["woman" if i % 2 else "man"]
        town = ("Meoqui, Chihuahua", "Jiménez, Chihuahua")[i % 2]
        rows.append([given, surname1, surname2, contact, sex, "Rural" if i % 3 == 0 else "Urbana", town])
    paste_list(group, HEADER, rows, when=timezone.now() - timedelta(days=24))
    trainee = Person.objects.get(email=accounts.TRAINEE)
    if trainee.user_id is None:
        claim(trainee, user=account(accounts.TRAINEE))


def _plan(programme: Programme, by) -> Cohort:
    today = timezone.localdate()
    return plan_cohort(
        programme,
        course=CoursePage.objects.get(code="P9-GEP"),
        name="Gestión cultural · Norte",
        code=CODE,
        region=programme.regions.get(code="N"),
        profile="Gestoras y gestores culturales",
        capacity=20,
        starts_on=today - timedelta(days=14),
        ends_on=today + timedelta(days=21),
        by=by,
    )


@transaction.atomic
def meet() -> None:
    """Five sessions around today: one approved, one waiting for approval, one now, two to come."""
    group = cohort()
    if group.opened_at:
        return
    zone = group.programme.time_zone
    for week, text in zip((-2, -1, 0, 1, 2), P9_PRACTITIONERS, strict=True):
        starts_at = _now(zone) if week == 0 else at(local(_now(zone), zone).date() + timedelta(weeks=week), 17, zone)
        call_meeting([group], text, starts_at=starts_at)
    open_cohort(group, by=coordinator(), at=timezone.now() - timedelta(days=20))
    seats = list(group.enrolments.order_by("pk").values_list("pk", flat=True))
    registers = list(group.registers.select_related("session", "cohort__programme").order_by("session__starts_at"))
    for place, register in enumerate(registers[:2]):
        absent = {seat for i, seat in enumerate(seats) if i and (i + place) % 5 == 0}
        call_roll(register, {seat: "absent" if seat in absent else "present" for seat in seats}, approve=place == 0)


def _now(zone: str) -> datetime:
    """The last half hour, so that today's session has just begun; never so late that it would end tomorrow."""
    here = local(timezone.now(), zone)
    begun = here.replace(minute=here.minute // 30 * 30, second=0, microsecond=0)
    return min(begun, begun.replace(hour=19, minute=0))


@transaction.atomic
def learn() -> None:
    """The demo's trainee has read half of it; the others here and there."""
    group = cohort()
    reading = study.Reading.of(group)
    known = enrolled(group)
    given, surnames = NAMES[accounts.TRAINEE]
    surname1, surname2 = surnames.split()
    hers, opened = known[given, surname1, surname2], group.opened_at
    assert opened, "They meet before they read."
    reading.read(hers, [opened + timedelta(days=2 * n + 1, hours=3) for n in range(5)])
    reading.practise(hers, 0, 2, opened + timedelta(days=1, hours=4))
    for i in range(PEOPLE):
        read = (i * 3) % 8
        reading.read(known[member(i)], [opened + timedelta(days=2 * n + 1, hours=i) for n in range(read)])

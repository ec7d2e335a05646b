"""Coquimbo: twenty neighbourhood councils, forty leaders without an account, six workshops in two years."""

from datetime import date, timedelta

from django.db import transaction

from cohorts.actions.life import close_cohort
from cohorts.actions.planning import assign_trainer, open_cohort, plan_cohort
from cohorts.actions.roll import add_guest
from cohorts.models import Cohort
from courses.models import CoursePage
from lms.demo import accounts, names, places
from lms.demo.sessions import COQUIMBO
from lms.demo.team import coordinator, person, trainer
from lms.demo.walking import at, call_meeting, call_roll, enrolled, issue_earned, number, paste_list
from people.register import register_organisation
from places.models import Territory
from programmes.actions import add_funding_period, create_programme
from programmes.models import Programme

SLUG, CODE = "coquimbo", "SMB-2014"
DAYS = (
    date(2014, 5, 10),
    date(2014, 7, 12),
    date(2014, 9, 27),
    date(2015, 4, 18),
    date(2015, 6, 20),
    date(2015, 8, 29),
)
# Leader a of council k comes to workshop j when k is at most A[j], leader b when it is at most B[j].
A = (9, 11, 14, 17, 19, 20)
B = (5, 7, 10, 14, 16, 18)
GUESTS = (0, 0, 2, 0, 0, 5)
HEADER = ["Nombre", "Apellidos", "Junta de vecinos", "Comuna", "Cargo"]


def steps():
    yield "Coquimbo", frame
    yield "Coquimbo: dirigentas y dirigentes", fill
    yield "Coquimbo: talleres", meet
    yield "Coquimbo: constancias", certify


def commune() -> Territory:
    return Territory.objects.municipal().get(country="CL", code=places.COQUIMBO)


def leader(council: int, letter: str) -> tuple[str, str, str]:
    """The leader a or b of council 1 to 20."""
    index = (council - 1) * 2 + (letter == "b")
    return names.person_name(index, "woman" if index % 3 else "man", "CL")


def came(council: int, letter: str, workshop: int) -> bool:
    return council <= (A if letter == "a" else B)[workshop]


@transaction.atomic
def frame() -> None:
    by = coordinator()
    programme = create_programme(
        name="Seminarios microbarriales de Coquimbo",
        slug=SLUG,
        country="CL",
        starts_on=date(2014, 3, 1),
        ends_on=date(2016, 12, 31),
        issuer="Departamento de Cultura de la Municipalidad de Coquimbo",
        certificate_prefix="CQB",
        signatory_name="Teresa Quezada Lugo",
        signatory_post="Coordinación del programa",
        by=by,
    )
    for funder, reference, year in (
        ("Gobierno Regional", "GORE 2014", 2014),
        ("Gobierno Regional", "GORE 2015", 2015),
        ("Municipalidad", "Municipal 2016", 2016),
    ):
        first, last = date(year, 1, 1), date(year, 12, 31)
        add_funding_period(programme, funder=funder, reference=reference, starts_on=first, ends_on=last, by=by)


def cohort() -> Cohort:
    return Cohort.objects.select_related("programme", "region", "course").get(programme__slug=SLUG, code=CODE)


@transaction.atomic
def fill() -> None:
    """Forty people by pasting names and councils: no e-mail, no document."""
    by, programme, place = coordinator(), Programme.objects.get(slug=SLUG), commune()
    for council in places.COUNCILS:
        refs = {"REGISTRO": council.external_id}
        register_organisation(name=council.name, kind=council.kind, territory=place, external_refs=refs, by=by)
    group = plan_cohort(
        programme,
        course=CoursePage.objects.get(code="CQB-SMB"),
        name="Dirigentas y dirigentes de juntas de vecinos",
        code=CODE,
        profile="Dirigencias vecinales",
        capacity=40,
        starts_on=DAYS[0],
        ends_on=DAYS[-1],
        attendance_sessions=4,
        lessons_percent=0,
        pass_score=0,
        by=by,
    )
    assign_trainer(group, person(accounts.TRAINER), by=by)
    rows = []
    for k, council in enumerate(places.COUNCILS, start=1):
        for letter, post in (("a", "Presidencia"), ("b", "Secretaría")):
            given, first, second = leader(k, letter)
            rows.append([given, f"{first} {second}", council.name, "Coquimbo", post])
    paste_list(group, HEADER, rows, when=at(DAYS[0] - timedelta(days=20), 12, programme.time_zone))


@transaction.atomic
def meet() -> None:
    """Six workshops on a Saturday, the roll called and approved at each."""
    group = cohort()
    zone = group.programme.time_zone
    for day, text in zip(DAYS, COQUIMBO, strict=True):
        if not group.opened_at:
            call_meeting([group], text, starts_at=at(day, 10, zone))
    open_cohort(group, by=coordinator(), at=at(DAYS[0] - timedelta(days=10), 12, zone))
    known = enrolled(group)
    registers = group.registers.select_related("session", "cohort__programme").order_by("session__starts_at")
    for workshop, register in enumerate(registers):
        if GUESTS[workshop] and not register.locked:
            words = {"name": "", "organisation": "Artistas y vecinos del sector"}
            act = number(register.uuid, "guests")
            add_guest(register, **words, count=GUESTS[workshop], client_uuid=act, by=trainer())
        statuses = {
            known[leader(k, letter)].pk: "present" if came(k, letter, workshop) else "absent"
            for k in range(1, 21)
            for letter in "ab"
        }
        call_roll(register, statuses)


@transaction.atomic
def certify() -> None:
    group = cohort()
    if group.status == Cohort.Status.CLOSED:
        return
    issue_earned(group, when=at(DAYS[-1] + timedelta(days=14), 12, group.programme.time_zone))
    close_cohort(group, by=coordinator())

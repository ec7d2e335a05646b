"""Paralelo 9 MX: nine regions, two profiles, 830 seats. Who does what follows from their place in the list."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction

from cohorts.actions.enrolling import withdraw
from cohorts.actions.life import close_cohort
from cohorts.actions.planning import assign_trainer, open_cohort, plan_cohort
from cohorts.models import Cohort, Enrolment, Register
from courses.models import CoursePage
from lms.demo import accounts, names, places, study
from lms.demo.sessions import SESSIONS
from lms.demo.team import coordinator, person
from lms.demo.walking import at, call_meeting, call_roll, enrolled, issue_earned, paste_list
from people.merging.actions import merge
from places.models import Territory
from programmes.actions import add_funding_period, add_region, create_programme
from programmes.models import Programme, TeamRole
from programmes.roles import grant_role

SLUG = "paralelo-9-mx"
PROFILES = (
    ("DIR", "P9-PCM", "Direcciones de cultura", "Directora o director de cultura"),
    ("GES", "P9-GEP", "Gestoras y gestores culturales", "Gestora o gestor cultural"),
)
PERIODS = (
    ("P1", date(2013, 4, 1), date(2013, 9, 30)),
    ("P2", date(2013, 10, 1), date(2014, 3, 31)),
    ("P3", date(2014, 4, 1), date(2014, 10, 31)),
)
FIRST_SATURDAYS = (date(2013, 4, 20), date(2013, 10, 12), date(2014, 4, 26))
JOINT = 2  # the third session of both groups of R1 is one meeting
HEADER = [
    "Nombre(s)",
    "Primer apellido",
    "Segundo apellido",
    "Correo",
    "Teléfono",
    "Sexo",
    "Área",
    "Municipio",
    "Cargo",
]
SEX_WORDS = {"woman": "Mujer", "man": "Hombre", "not_reported": "No informado"}


def steps():
    """(label, function) pairs, to be done in this order; each may be cut and done again."""
    yield "Paralelo 9 MX", frame
    for region in range(1, 10):
        for profile in PROFILES:
            label = f"Paralelo 9 MX · R{region} {profile[2]}"
            yield f"{label}: inscripción", partial(fill, region, profile)
        yield f"Paralelo 9 MX · R{region}: registros repetidos", partial(unite, region)
        yield f"Paralelo 9 MX · R{region}: sesiones", partial(meet, region)
        for profile in PROFILES:
            label = f"Paralelo 9 MX · R{region} {profile[2]}"
            yield f"{label}: lecciones", partial(learn, region, profile)
            yield f"{label}: asistencia", partial(attend, region, profile)
            yield f"{label}: constancias", partial(certify, region, profile)


# ------------------------------------------------------------------ who does what
def seats(region: int) -> int:
    return 47 if region == 1 else 46


def sex_of(i: int) -> str:
    return "not_reported" if i % 20 == 19 else ("woman" if i % 2 == 0 else "man")


def is_twice(region: int, profile: int, i: int) -> bool:
    """Eight direct their town's culture and practise it: they stand first in both lists of their region."""
    return profile == 1 and i == 0 and region <= 8


def running_number(region: int, profile: int, i: int) -> int:
    """The person in this place of this list. The first of both lists is the same person in R1 to R8."""
    if is_twice(region, profile, i):
        profile = 0
    return profile * 415 + sum(seats(before) for before in range(1, region)) + i


def missed(i: int) -> set[int]:
    """The sessions (0 to 4) to which the person in place ``i`` did not come."""
    m = i % 23
    if m == 22:
        return {0, 1, 2, 3, 4}
    if m == 21:
        return {2, 3, 4}
    if m in (19, 20):
        return {i % 5, (i + 2) % 5}
    return {i % 5} if m >= 9 else set()


def lessons_read(i: int) -> int:
    """Of the ten lessons."""
    m = i % 23
    if m >= 19:
        return {22: 0, 21: 3}.get(m, 6)
    return 8 if i % 4 == 3 else 10


def right_answers(i: int) -> int | None:
    """Of the twenty of the final assessment; None: never sat it."""
    m = i % 23
    if m >= 19:
        return None
    return 11 if m == 18 else 12 + i % 9


def who(region: int, profile: int, i: int) -> tuple[str, str, str]:
    return names.person_name(running_number(region, profile, i), sex_of(i), "MX")


# ------------------------------------------------------------------ the steps
@transaction.atomic
def frame() -> None:
    by = coordinator()
    programme = create_programme(
        name="Paralelo 9 MX",
        slug=SLUG,
        country="MX",
        starts_on=date(2013, 4, 1),
        ends_on=date(2014, 10, 31),
        issuer="CONAIMUC",
        certificate_prefix="P9MX",
        signatory_name="Teresa Quezada Lugo",
        signatory_post="Coordinación nacional",
        by=by,
    )
    for region in places.REGIONS:
        towns = Territory.objects.municipal().filter(country="MX", code__in=region.municipalities)
        added = add_region(programme, code=region.code, name=region.name, territories=towns, by=by)
        if region.code == "R2":
            role = TeamRole.Role.REGIONAL_COORDINATOR
            grant_role(person(accounts.REGION_COORDINATOR), programme=programme, role=role, region=added, by=by)
    dates = {"starts_on": programme.starts_on, "ends_on": programme.ends_on}
    add_funding_period(programme, funder="IFCD", amount=Decimal("98871"), currency="USD", **dates, by=by)
    for reference, first, last in PERIODS:
        add_funding_period(programme, funder="IFCD", reference=reference, starts_on=first, ends_on=last, by=by)
    viewer = person(accounts.FUNDER_VIEWER)
    grant_role(viewer, programme=programme, role=TeamRole.Role.FUNDER_VIEWER, by=by)


def cohort_of(region: int, profile) -> Cohort:
    cohorts = Cohort.objects.select_related("programme", "region", "course")
    return cohorts.get(programme__slug=SLUG, code=f"R{region}-{profile[0]}")


@transaction.atomic
def fill(region: int, profile) -> None:
    """Plan the cohort and enrol its people from a list."""
    by, programme = coordinator(), Programme.objects.get(slug=SLUG)
    first = first_day(region)
    home = programme.regions.get(code=f"R{region}")
    cohort = plan_cohort(
        programme,
        course=CoursePage.objects.get(code=profile[1]),
        name=f"R{region} · {profile[2]}",
        code=f"R{region}-{profile[0]}",
        region=home,
        profile=profile[2],
        capacity=seats(region),
        starts_on=first,
        ends_on=first + timedelta(weeks=14),
        by=by,
    )
    assign_trainer(cohort, person(accounts.TRAINER), by=by)
    towns = list(home.territories.with_state().order_by("code"))
    rows = [_row(region, PROFILES.index(profile), i, towns, profile[3]) for i in range(seats(region))]
    enrolled_at = at(first - timedelta(days=12), 11, programme.time_zone)
    paste_list(cohort, HEADER, rows, when=enrolled_at)


def _row(region: int, profile: int, i: int, towns, post: str) -> list[str]:
    index = running_number(region, profile, i)
    given, surname1, surname2 = who(region, profile, i)
    contact = [names.email(given, surname1, index), names.phone(index)]
    if is_twice(region, profile, i):
        # As it reads in a second list: no second surname, no e-mail, another telephone. Nobody can know her by it.
        surname2, contact = "", ["", names.phone(index + 5000)]
    town = towns[index % len(towns)].full_name
    area = "Rural" if i % 3 == 0 else "Urbana"
    return [given, surname1, surname2, *contact, SEX_WORDS[sex_of(i)], area, town, post]


@transaction.atomic
def unite(region: int) -> None:
    """Make one of the two records of who stands in both lists, as the coordinator does from its inbox."""
    given, surname1, surname2 = who(region, 0, 0)
    directs, practises = (enrolled(cohort_of(region, profile)) for profile in PROFILES)
    again = practises.get((given, surname1, ""))
    if again:
        merge(directs[given, surname1, surname2].person, again.person, by=coordinator())


def first_day(region: int) -> date:
    return FIRST_SATURDAYS[(region - 1) // 3] + timedelta(weeks=(region - 1) % 3)


@transaction.atomic
def meet(region: int) -> None:
    """Call the five meetings of each cohort, three weeks apart, and open both cohorts."""
    groups = [cohort_of(region, profile) for profile in PROFILES]
    if all(cohort.opened_at for cohort in groups):
        return
    for place in range(5):
        day = first_day(region) + timedelta(weeks=3 * place)
        joint = region == 1 and place == JOINT
        for turn, cohort in enumerate(groups[:1] if joint else groups):
            text = SESSIONS[cohort.course.code][place]
            starts_at = at(day, 9 if turn == 0 else 15, cohort.programme.time_zone)
            call_meeting(groups if joint else [cohort], text, starts_at=starts_at)
    for cohort in groups:
        open_cohort(
            cohort, by=coordinator(), at=at(first_day(region) - timedelta(days=5), 12, cohort.programme.time_zone)
        )


@transaction.atomic
def attend(region: int, profile) -> None:
    """Call the five rolls; who withdraws does so after the second."""
    cohort = cohort_of(region, profile)
    people = _by_place(cohort, region, profile)
    registers = cohort.registers.select_related("session", "cohort__programme").order_by("session__starts_at")
    for place, register in enumerate(registers):
        here = {i: row for i, row in people.items() if place < 2 or i % 23 != 21}
        call_roll(register, {row.pk: _status(i, place) for i, row in here.items()})
        if place == 1:
            left_at = register.session.ends_at + timedelta(days=6)
            for i, row in people.items():
                if i % 23 == 21:
                    withdraw(row, reason=_reason(i + region), by=coordinator(), at=left_at)


def _by_place(cohort: Cohort, region: int, profile) -> dict[int, Enrolment]:
    known, column = enrolled(cohort), PROFILES.index(profile)
    return {i: known[who(region, column, i)] for i in range(seats(region))}


def _status(i: int, place: int) -> str:
    if place in missed(i):
        return "excused" if (i + place) % 6 == 0 else "absent"
    return "late" if (i * 3 + place) % 13 == 0 else "present"


def _reason(turn: int) -> str:
    reasons = Enrolment.Reason
    return (reasons.CHANGE_OF_POST, reasons.NO_TIME, reasons.CONNECTIVITY, reasons.RELOCATION)[turn % 4]


@transaction.atomic
def learn(region: int, profile) -> None:
    """Read the lessons between the sessions, and sit the final assessment a week after the last."""
    cohort = cohort_of(region, profile)
    if cohort.registers.filter(status=Register.Status.APPROVED).exists():
        return  # lessons come first: who withdraws afterwards reads no more
    first, zone = first_day(region), cohort.programme.time_zone
    reading = study.Reading.of(cohort)
    for i, row in _by_place(cohort, region, profile).items():
        days = [at(first + timedelta(days=8 * place + 2 + i % 5), 19, zone, i % 60) for place in range(10)]
        reading.read(row, days[: lessons_read(i)])
        right = right_answers(i)
        if right is not None:
            reading.sit_final(row, right, at(first + timedelta(days=90 + i % 4), 20, zone, i % 60))


@transaction.atomic
def certify(region: int, profile) -> None:
    """Issue what was earned, two weeks after the last session, and close the cohort."""
    cohort = cohort_of(region, profile)
    if cohort.status == Cohort.Status.CLOSED:
        return
    issue_earned(cohort, when=at(first_day(region) + timedelta(days=98), 12, cohort.programme.time_zone))
    close_cohort(cohort, by=coordinator())

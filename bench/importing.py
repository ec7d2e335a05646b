"""A list of ten thousand people, as a spreadsheet, through the worker: looked at, enrolled, and brought once more."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from bench.results import Figure
from bench.work import of_command
from cohorts.models import Cohort, Enrolment, RosterDraft
from kit.spreadsheet import write_xlsx
from lms.demo import story_live
from lms.demo.names import person_name
from people.models import Person
from places.models import Territory

LINES, WRONG, REPEATED = 10_000, 100, 50
CODE = "DIEZ-MIL"
HEADER = ["Nombre", "Primer apellido", "Segundo apellido", "Correo", "Teléfono", "Sexo", "Área", "Municipio", "Estado",
          "Organización", "Cargo", "Fecha de nacimiento"]  # fmt: skip


def figures() -> Iterator[Figure]:
    """Seconds of the dry run and of enrolling, start of the process included, and the most memory either held.

    Raises RuntimeError unless all but the wrong and the repeated came in, once, and the same list again changes
    nothing.
    """
    path = str(write_list())
    dry, reading = of_command("import_list", "judge", path)
    before = Person.objects.count()
    commit, writing = of_command("import_list", "enrol", path)
    entered = LINES - WRONG - REPEATED
    found = Person.objects.count() - before, Enrolment.objects.filter(cohort__code=CODE).count()
    of_command("import_list", "judge", path)
    of_command("import_list", "enrol", path)
    again = Person.objects.count() - before, Enrolment.objects.filter(cohort__code=CODE).count()
    if found != (entered, entered) or again != found:
        raise RuntimeError(f"{found} came in of {entered}; after the second time {again}")
    yield Figure("import_10000_dry_run_s", dry, "s", limit=10)
    yield Figure("import_10000_commit_s", commit, "s", limit=20)
    yield Figure("import_10000_peak_mb", max(reading, writing), "MB", limit=300)


def write_list() -> Path:
    """The list as a coordination would bring it: all columns filled in, some lines wrong, some twice."""
    # By their full names: two of Oaxaca share theirs, and would be asked about.
    municipal = Territory.objects.municipal().filter(country="MX").with_state()
    cities = list({city.full_name: city for city in municipal if "Mixtepec" not in city.name}.values())
    rows = [_line(number, cities[number % len(cities)]) for number in range(LINES - REPEATED)]
    path = Path(settings.DATA_DIR) / "ten-thousand.xlsx"
    path.write_bytes(write_xlsx({"Personas": [HEADER, *rows, *rows[WRONG : WRONG + REPEATED]]}))
    return path


def _line(number: int, city: Territory) -> list[str]:
    sex, word = (("woman", "Mujer"), ("man", "Hombre"))[number % 2]
    # Each part turns at its own pace, so that no name comes twice.
    given, first, second = (
        person_name(at, sex)[part] for part, at in enumerate((number, number // 47, number // 2867))
    )
    mail = f"persona{number}@lista.example" if number >= WRONG else "sin arroba"
    born = f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1950 + number % 50}"
    area, house = ("Urbana", "Rural")[number % 3 == 0], f"Casa de Cultura de {city.name}"
    phone, post = f"55{number:08d}", "Gestora cultural"
    # A word that no demo person carries: nobody here is anybody there.
    return [given, first, f"{second} Lista", mail, phone, word, area, city.name, city.top.name, house, post, born]


def group() -> Cohort:
    """The group that takes them in, made once."""
    like = Cohort.objects.filter(programme__slug=story_live.SLUG, opened_at__isnull=False).first()
    found = Cohort.objects.filter(code=CODE).first()
    if found or like is None:
        return found
    facts = ("programme_id", "course_id", "starts_on", "ends_on", "status", "opened_at", "promise")
    return Cohort.objects.create(code=CODE, name="Diez mil", **{name: getattr(like, name) for name in facts})


def waiting_draft() -> RosterDraft:
    return RosterDraft.objects.filter(cohort__code=CODE, committed_at=None).latest("pk")

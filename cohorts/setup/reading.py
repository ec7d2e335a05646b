"""A list of cohorts, read cell by cell with the reader of the lists of people, and judged against what there is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cohorts.models import Cohort
from cohorts.roster.names import split_full_name
from cohorts.roster.reading import NOTHING, Line, read_day_between, read_email
from cohorts.roster.vocabulary import Columns
from cohorts.setup.facts import CohortLine, CohortRow
from courses.models import CoursePage
from kit.spreadsheet import Table, match_headers
from kit.text import fold
from people.models import Person
from programmes.models import Programme, Region
from programmes.vocabulary import Vocabulary

MOST_COHORTS = 100
MOST_SEATS = 100_000
SPELLINGS = {
    "name": {"nombre", "grupo", "cohorte", "generacion", "version", "nombre del grupo", "nombre de la cohorte",
             "nombre de la generacion", "nombre de la version", "group", "cohort"},
    "code": {"clave", "codigo", "clave del grupo", "code"},
    "region": {"region", "zona", "sede", "nodo"},
    "profile": {"perfil", "dirigido a", "para quien", "perfil de participantes", "profile"},
    "capacity": {"cupo", "lugares", "capacidad", "cupos", "plazas", "seats", "capacity"},
    "starts_on": {"inicio", "empieza", "desde", "fecha de inicio", "fecha inicio", "comienza", "start", "starts",
                  "start date"},
    "ends_on": {"fin", "termina", "hasta", "fecha de fin", "fecha fin", "fecha de termino", "termino", "cierre", "end",
                "ends", "end date"},
    "email": {"correo", "correo electronico", "e-mail", "mail", "correo del tallerista", "correo de la tallerista",
              "correo de quien facilita", "correo del facilitador", "correo del relator", "trainer email",
              "trainer e-mail"},
    "trainer": {"tallerista", "quien facilita", "facilita", "facilitador", "facilitadora", "persona facilitadora",
                "relator", "relatora", "persona relatora", "docente", "instructor", "instructora", "trainer",
                "nombre de quien facilita"},
}  # fmt: skip


def columns_of(header: Sequence[str], programme: Programme) -> Columns:
    """The columns we read, by the programme's own words too."""
    say = Vocabulary(programme)
    own = {"name": say["cohort"], "region": say["region"], "trainer": say["trainer"]}
    spellings = {field: known | {own[field]} if field in own else known for field, known in SPELLINGS.items()}
    return Columns(*match_headers(header, spellings))


def read_cohorts(table: Table, programme: Programme, course: CoursePage) -> list[CohortLine]:
    """Every line with its verdict: what would happen to it if the list were planned now. Three queries.

    Without a code, a cohort of that name, region and course is the one there is, and a new one gets the next free
    «G07». Without dates, those of the programme.
    """
    columns, say = columns_of(table.header, programme), Vocabulary(programme)
    regions = {key: each for each in programme.regions.all() for key in _names_of(each)}
    rows = [_read(Line(line, columns), programme, regions, say) for line in table.rows]
    known = list(programme.cohorts.all())
    emails = _known_emails(row.email for row in rows)
    judged: list[CohortLine] = []
    taken = {fold(cohort.code): cohort for cohort in known}
    seen: dict[str, int] = {}
    for row in rows:
        line = _judge(_with_code(row, known, taken, seen, course), taken, course, emails)
        code = fold(line.row.code)
        if code in seen and line.verdict != "wrong":
            said = _("Su clave, %(code)s, ya está en la línea %(line)s.")
            line = replace(line, verdict="wrong", problems=(said % {"code": line.row.code, "line": seen[code]},))
        seen.setdefault(code, row.number)
        judged.append(line)
    return judged


def _names_of(region: Region) -> set[str]:
    return {fold(region.code), fold(region.name), fold(str(region))}


def _known_emails(said) -> set[str]:
    wanted = {email for email in said if email}
    if not wanted:
        return set()
    people = Person.objects.live().annotate(left=Lower("email"), signs_in=Lower("user__email"))
    known = people.filter(Q(left__in=wanted) | Q(signs_in__in=wanted)).order_by().values_list("left", "signs_in")
    return {email for pair in known for email in pair if email}


def _with_code(row: CohortRow, known: list[Cohort], taken: dict, seen: dict, course: CoursePage) -> CohortRow:
    if row.code:
        return row
    place = (fold(row.name), row.region_id, course.pk)
    for cohort in known:
        if (fold(cohort.name), cohort.region_id, cohort.course_id) == place:
            return replace(row, code=cohort.code)
    number = len(known) + 1
    while any(f"g{number:02d}" in codes for codes in (taken, seen)):
        number += 1
    return replace(row, code=f"G{number:02d}")


def _judge(row: CohortRow, taken: dict[str, Cohort], course: CoursePage, emails: set[str]) -> CohortLine:
    problems = list(row.problems)
    there = taken.get(fold(row.code))
    if there and (fold(there.name), there.course_id) != (fold(row.name), course.pk):
        problems.append(_("La clave %(code)s ya está en uso en este programa.") % {"code": row.code})
    if row.email and row.email not in emails and not row.trainer[1]:
        problems.append(
            _("No conocemos el correo %(email)s: agrega una columna con el nombre y un apellido.")
            % {"email": row.email}
        )
    verdict = "wrong" if problems else "here" if there else "new"
    # What is there keeps its own spelling.
    kept = replace(row, code=there.code, name=there.name) if verdict == "here" and there else row
    return CohortLine(kept, verdict, tuple(problems))


def _read(line: Line, programme: Programme, regions: dict[str, Region], say: Vocabulary) -> CohortRow:
    name = line.text("name", _("Nombre"), 120)
    if not name and not line.problems:
        line.problems.append(_("Falta el nombre."))
    region = _region(line, regions, say)
    starts, ends = (
        read_day_between(line, key, label, date(2000, 1, 1), date(2100, 1, 1)) or usual
        for key, label, usual in (
            ("starts_on", _("Empieza"), programme.starts_on),
            ("ends_on", _("Termina"), programme.ends_on),
        )
    )
    if ends < starts:
        line.problems.append(_("No puede terminar antes de empezar."))
    email, trainer = _trainer(line, say)
    return CohortRow(
        number=line.number,
        name=name,
        code=line.text("code", _("Clave"), 24),
        region_id=region.pk if region else None,
        region=str(region) if region else "",
        profile=line.text("profile", _("Perfil"), 80),
        capacity=_capacity(line),
        starts_on=starts,
        ends_on=ends,
        email=email,
        trainer=trainer,
        problems=tuple(line.problems),
    )


def _region(line: Line, regions: dict[str, Region], say: Vocabulary) -> Region | None:
    said = line.text("region", say["Region"], 140)
    if not said:
        return None
    if fold(said) not in regions:
        some = " · ".join(sorted({str(each) for each in regions.values()})[:8]) or "—"
        facts = {"label": say["Region"], "said": said[:40], "some": some}
        line.problems.append(_("%(label)s: no encontramos «%(said)s». En el programa hay: %(some)s.") % facts)
    return regions.get(fold(said))


def _capacity(line: Line) -> int | None:
    said = line.raw("capacity")
    if not said or fold(said) in NOTHING:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", said) or not 1 <= int(said) <= MOST_SEATS:
        line.wrong(_("%(label)s: «%(said)s» no es un número entero mayor que cero."), _("Cupo"), said)
        return None
    return int(said)


def _trainer(line: Line, say: Vocabulary) -> tuple[str, tuple[str, str]]:
    """E-mail and name of who teaches; an address in the column of names is an address."""
    said = line.text("trainer", say["Trainer"], 160)
    email = read_email(line)
    if "@" in said and not email:
        return _checked(line, said), ("", "")
    if not said:
        return email, ("", "")
    (given, first, second), _other = split_full_name(said)
    if re.search(r"[\d<>={}@]", said) or not first:
        line.wrong(_("%(label)s: «%(said)s» no parece un nombre y un apellido."), say["Trainer"], said)
    elif not email:
        line.problems.append(_("Para asignar a %(name)s falta su correo.") % {"name": said})
    return email, (given, f"{first} {second}".strip())


def _checked(line: Line, said: str) -> str:
    line.put("email", said)
    return read_email(line)

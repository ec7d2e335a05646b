"""What is said to whoever is missed: warm, short, and without a reproach."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts.calling.rules import ABSENT_TWICE, SILENT, UNREACHABLE
from cohorts.models import Cohort, Session
from kit.clock import local

# Programmes run in Spanish: so do the messages, whoever copies them.
LANGUAGE = "es"


@dataclass(frozen=True)
class Coming:
    """The next session, on the clocks of its hall."""

    title: str
    starts: datetime
    place: str

    @classmethod
    def of(cls, session: Session) -> "Coming":
        place = session.venue or ""
        return cls(session.title, local(session.starts_at, session.time_zone), place)


def message_to_person(name: str, cohort: Cohort, code: str, coming: Coming | None) -> str:
    """The text for ``code`` (of ``cohorts.calling.rules.CODES``)."""
    with translation.override(LANGUAGE):
        body = {
            ABSENT_TWICE: _("Te extrañamos en las dos fechas más recientes de «%(cohort)s» y queremos saber "
                            "cómo estás."),
            UNREACHABLE: _("Con las fechas que quedan de «%(cohort)s» ya no se alcanza la asistencia que se pide para "
                           "acreditar. Tu lugar sigue aquí y lo que hiciste cuenta: queremos conversar contigo qué "
                           "opciones hay."),
            SILENT: _("Hace unos días que no te vemos en las lecciones en línea de «%(cohort)s»."),
        }[code]  # fmt: skip
        said = [
            _("Hola, %(name)s. Te escribimos de %(programme)s."),
            body,
            _next(coming),
            _("Si te falta tiempo, conexión o algo no se entiende, cuéntanos y buscamos cómo seguir."),
        ]
        facts = {"name": name, "programme": cohort.programme.name, "cohort": cohort.name}
        return " ".join(part % facts for part in said[:2]) + _ending(said[2:])


def message_to_organisation(name: str, cohort: Cohort, coming: Coming | None) -> str:
    with translation.override(LANGUAGE):
        said = _("Hola. Les escribimos de %(programme)s. En las dos fechas más recientes de «%(cohort)s» no pudo venir "
                 "nadie de %(name)s y queremos saber cómo están.")  # fmt: skip
        facts = {"name": name, "programme": cohort.programme.name, "cohort": cohort.name}
        return said % facts + _ending([_next(coming), _("Si algo lo hace difícil, cuéntennos y buscamos cómo seguir.")])


def subject_for(cohort: Cohort) -> str:
    with translation.override(LANGUAGE):
        return _("Te extrañamos en %(cohort)s") % {"cohort": cohort.name}


def _next(coming: Coming | None) -> str:
    if coming is None:
        return ""
    facts = {"title": coming.title, "day": date_format(coming.starts, "l j F"), "hour": f"{coming.starts:%H:%M}"}
    said = _("La próxima fecha es el %(day)s a las %(hour)s: %(title)s.") % facts
    if not coming.place:
        return said
    return said + " " + _("Lugar: %(place)s.") % {"place": coming.place}


def _ending(parts: list[str]) -> str:
    return "".join(f" {part}" for part in parts if part)

"""How a design will look: drawn with the longest and the shortest name it will meet, before anybody is given it."""

from typing import Final

from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat, Length
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certificates.design.choosing import signatories_of
from certificates.design.drawing import draw
from certificates.design.dressing import dressed
from certificates.models import CertificateTemplate
from certificates.snapshot import LABELS
from certificates.wording import because_of, title_of
from cohorts.models import Cohort
from people.models import Organisation, Person
from programmes.models import Programme
from programmes.terms import word

# On a screen, beside the form.
SHARPNESS: Final = 84
INVENTED: Final = {
    "largo": "María de los Ángeles Guadalupe Hernández Ñancupil Goycoechea",
    "corto": "Li Wu",
}
COURSES: Final = {
    "largo": "Gestión de empresas y proyectos culturales comunitarios: formación de promotoras y promotores",
    "corto": "Taller de bordado",
}
NAME = Case(
    When(certificate_name="", then=Concat("given_names", Value(" "), "surname1", Value(" "), "surname2")),
    default=F("certificate_name"),
)


def names_for(template: CertificateTemplate, user, cohort: Cohort | None = None) -> dict[str, str]:
    """``{"largo": …, "corto": …}`` of those enrolled in the cohort, else in all this account coordinates of the
    programme; invented ones where there is nobody. Two queries at most."""
    if template.programme is None:
        return INVENTED
    if template.kind == "organisation":
        shown = _of_organisations(template.programme)
    else:
        cohorts = Cohort.objects.coordinated_by(user).filter(programme=template.programme)
        cohorts = cohorts.filter(pk=cohort.pk) if cohort else cohorts
        way = "facilitations" if template.kind == "facilitation" else "enrolments"
        shown = _of_people({f"{way}__cohort__in": cohorts})
    return dict(zip(INVENTED, shown, strict=True)) if shown else INVENTED


def _of_organisations(programme: Programme) -> list[str]:
    known = Organisation.objects.filter(participations__programme=programme)
    found = known.annotate(length=Length("name")).order_by("length", "pk")
    return [each.name for each in (found.last(), found.first()) if each]


def _of_people(among: dict) -> list[str]:
    found = Person.objects.filter(**among, erased_at=None).annotate(length=Length(NAME)).order_by("length", "pk")
    return [each.printed_name for each in (found.last(), found.first()) if each]


def picture(template: CertificateTemplate, content: dict, *, name: str, which: str, cohort: Cohort | None) -> bytes:
    """PNG of the sheet that says ``name``; ``which`` is "largo" or "corto", for what is invented besides it."""
    programme = template.programme
    course = cohort.course.title if cohort else COURSES[which]
    design = content | {"name": template.name, "template": template.pk or 0, "version": 0}
    design["signatories"] = signatories_of(content, programme) or [{"name": "—", "post": "", "signature": None}]
    with translation.override(content["language"]):
        snapshot = dressed(_sample(template.kind, programme, name, course, content["language"]), design)
        return draw(snapshot, issued_at=timezone.now(), format="png", sharpness=SHARPNESS)


def _sample(kind: str, programme: Programme | None, name: str, course: str, language: str) -> dict:
    issuer = programme.issuer if programme else _("Casa de Cultura de Ejemplo")
    values = {
        "hours": _("%(hours)d horas") % {"hours": 40},
        "modality": _("Semipresencial"),
        "dates": _("Del %(start)s al %(end)s") % {"start": _("3 de marzo"), "end": _("5 de mayo de 2026")},
        "attendance": _("%(attended)d de %(base)d sesiones realizadas") % {"attended": 9, "base": 10},
        "issued": _("20 de mayo de 2026"),
        "place": _("Casa de Cultura de Ejemplo"),
    }
    folio_word = word(programme, "folio") if programme else _("folio")
    called = word(programme, "certificate") if programme else _("constancia")
    text = {
        "programme": programme.name if programme else _("Programa de ejemplo"),
        "title": title_of(kind, capfirst(called)),
        "given": _("%(issuer)s hace constar que") % {"issuer": issuer},
        "name": name,
        "because": because_of(kind, "workshop", course),
        "course": course,
        "facts": [[code, str(LABELS[code]), value] for code, value in values.items()],
        "issuer": issuer,
        "folio": f"{programme.certificate_prefix if programme else 'P9'}-2026-00042-K",
        "folio_word": capfirst(folio_word),
        "verify": _("Comprueba su validez: escanea el código o escribe el %(folio)s en") % {"folio": folio_word},
        "verify_at": "https://paralelo.example/verificar/",
        "code_words": _("Código QR que abre %(url)s") % {"url": "https://paralelo.example/"},
    }
    days = {"first_day": "2026-03-03", "last_day": "2026-05-05"}
    # The code leads nowhere: a picture of a sheet must not verify.
    return {"language": language, "course": course, "url": "https://paralelo.example/v/muestra/", "text": text} | days

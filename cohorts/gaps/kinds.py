"""The kinds of gaps, what they are called, and when a person has one."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Area, Sex

SEX, AGE, AREA, PLACE = "sex", "age", "area", "place"
CONSENT, DUPLICATES = "consent", "duplicates"
NOT_TAKEN, NOT_SENT, NOT_APPROVED, NO_SHEET = "not_taken", "not_sent", "not_approved", "no_sheet"
# Those that are filled in on the page itself.
PERSONAL = (SEX, AGE, AREA, PLACE)
REGISTERS = (NOT_TAKEN, NOT_SENT, NOT_APPROVED, NO_SHEET)
# What whoever watches over the data reads line by line; of the rest, how many.
OF_PRIVACY = (CONSENT,)


@dataclass(frozen=True)
class Kind:
    """``title`` over a count, ``help`` when it is chosen: why it matters and how it is mended."""

    code: str
    group: Promise
    title: Promise
    help: Promise


_PEOPLE, _LISTS = _("Personas"), _("Listas de asistencia")
KINDS = [
    Kind(SEX, _PEOPLE, _("Sin sexo"), _("Los informes lo cuentan como «no informado». Llena lo que sepas.")),
    Kind(AGE, _PEOPLE, _("Sin edad"), _("Basta el año de nacimiento. Sin él no se sabe quién tiene menos de 18 años.")),
    Kind(AREA, _PEOPLE, _("Sin área urbana o rural"), _("Se pregunta a la persona: no se deduce del municipio.")),
    Kind(PLACE, _PEOPLE, _("Sin municipio"), _("Donde vive. Escribe su nombre o su clave.")),
    Kind(CONSENT, _PEOPLE, _("Sin responder el aviso de privacidad"),
         _("Transcribe lo que firmó, o pídele que responda en «Mis datos y permisos».")),
    Kind(DUPLICATES, _PEOPLE, _("Posibles duplicados"), _("Registros que podrían ser la misma persona.")),
    Kind(NOT_TAKEN, _LISTS, _("Sin tomar"), _("La sesión ya pasó y nadie pasó lista.")),
    Kind(NOT_SENT, _LISTS, _("Tomadas sin enviar"), _("Están en borrador o se devolvieron: falta enviarlas.")),
    Kind(NOT_APPROVED, _LISTS, _("Enviadas sin aprobar"), _("Esperan la revisión de la coordinación.")),
    Kind(NO_SHEET, _LISTS, _("Falta la hoja"), _("Se pasaron de un papel y falta adjuntar la hoja con las firmas.")),
]  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}


def blank(kind: str, at: str = "") -> Q:
    """Whether a person lacks it; ``at`` leads to her from another row (``"person__"``)."""
    facts: dict[str, dict[str, str | None]] = {
        SEX: {"sex": Sex.NOT_REPORTED},
        AGE: {"birth_date": None, "birth_year": None},
        AREA: {"area": Area.NOT_REPORTED},
        PLACE: {"territory": None},
    }
    return Q(**{f"{at}{name}": value for name, value in facts[kind].items()})

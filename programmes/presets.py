"""What a country brings along: its clocks, its money, its paper and its words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Preset:
    """``zones`` are IANA names with the words people use for them; the first is the country's usual one.

    ``oficio`` is the height in millimetres of the long sheet that goes by that name there.
    """

    zones: tuple[tuple[str, object], ...]
    currency: str
    words: dict[str, tuple[str, str]]
    oficio: int
    paper: str = "letter"

    @property
    def time_zone(self) -> str:
        return self.zones[0][0]


# Singular and plural, in lower case. A country adds only what it says differently.
NEUTRAL = {
    "cohort": ("grupo", "grupos"),
    "trainer": ("persona facilitadora", "personas facilitadoras"),
    "certificate": ("constancia", "constancias"),
    "session": ("sesión", "sesiones"),
    "folio": ("folio", "folios"),
    "organisation": ("organización", "organizaciones"),
    "enrolment": ("inscripción", "inscripciones"),
    "register": ("lista de asistencia", "listas de asistencia"),
    "region": ("región", "regiones"),
    "participant": ("participante", "participantes"),
}

# Readers in English get the same word whatever the country.
ENGLISH = {
    "cohort": ("group", "groups"),
    "trainer": ("trainer", "trainers"),
    "certificate": ("certificate", "certificates"),
    "session": ("session", "sessions"),
    "folio": ("folio", "folios"),
    "organisation": ("organisation", "organisations"),
    "enrolment": ("enrolment", "enrolments"),
    "register": ("attendance register", "attendance registers"),
    "region": ("region", "regions"),
    "participant": ("participant", "participants"),
}

PRESETS = {
    "MX": Preset(
        zones=(
            ("America/Mexico_City", _("Centro de México")),
            ("America/Tijuana", _("Baja California")),
            ("America/Hermosillo", _("Sonora")),
            ("America/Mazatlan", _("Pacífico: Sinaloa, Nayarit, Baja California Sur")),
            ("America/Chihuahua", _("Chihuahua")),
            ("America/Ciudad_Juarez", _("Ciudad Juárez")),
            ("America/Cancun", _("Quintana Roo")),
        ),
        currency="MXN",
        oficio=340,
        words={"cohort": ("generación", "generaciones"), "trainer": ("tallerista", "talleristas")},
    ),
    "CO": Preset(
        zones=(("America/Bogota", _("Colombia")),),
        currency="COP",
        oficio=330,
        words={
            "cohort": ("cohorte", "cohortes"),
            "trainer": ("tallerista", "talleristas"),
            "session": ("encuentro", "encuentros"),
            "certificate": ("certificado", "certificados"),
            "folio": ("consecutivo", "consecutivos"),
            "enrolment": ("matrícula", "matrículas"),
            "register": ("listado de asistencia", "listados de asistencia"),
        },
    ),
    "CL": Preset(
        zones=(
            ("America/Santiago", _("Chile continental")),
            ("America/Punta_Arenas", _("Magallanes")),
            ("Pacific/Easter", _("Isla de Pascua")),
        ),
        currency="CLP",
        oficio=330,
        words={
            "cohort": ("versión", "versiones"),
            "trainer": ("persona relatora", "personas relatoras"),
            "session": ("clase", "clases"),
            "certificate": ("certificado", "certificados"),
        },
    ),
}

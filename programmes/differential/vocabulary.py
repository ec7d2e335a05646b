"""What may be asked, and how it may be answered. Codes stay for ever: answers stand in the database."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

PREFER_NOT = "prefer_not"
NOT_ANSWERING = (PREFER_NOT, _("Prefiero no responder"))
YES_NO = (("yes", _("Sí")), ("no", _("No")))


@dataclass(frozen=True)
class Attribute:
    code: str
    # In the reader's language when it is read, as the labels of the choices.
    title: Any
    choices: tuple

    @property
    def every(self) -> tuple:
        """The choices, with the one that says nothing."""
        return (*self.choices, NOT_ANSWERING)


ATTRIBUTES = {
    each.code: each
    for each in (
        Attribute(
            "ethnicity",
            _("Pueblo o pertenencia étnica"),
            (
                ("indigenous", _("Indígena")),
                ("afro", _("Afrodescendiente")),
                ("islander", _("Raizal, palenquera o rapanui")),
                ("rrom", _("Rrom o gitana")),
                ("other", _("Otro pueblo")),
                ("none", _("Ninguno de estos")),
            ),
        ),
        Attribute(
            "disability",
            _("Discapacidad"),
            (
                ("physical", _("Física o motriz")),
                ("visual", _("Visual")),
                ("hearing", _("Auditiva")),
                ("intellectual", _("Intelectual")),
                ("psychosocial", _("Psicosocial")),
                ("multiple", _("Más de una")),
                ("none", _("Ninguna")),
            ),
        ),
        Attribute("conflict_victim", _("Víctima del conflicto armado"), YES_NO),
        Attribute("lgbtiq", _("Población LGBTIQ+"), YES_NO),
        Attribute("migrant", _("Persona migrante, refugiada o desplazada"), YES_NO),
        Attribute(
            "rurality",
            _("Dónde vives, dentro del municipio"),
            (
                ("town", _("Cabecera o ciudad")),
                ("village", _("Centro poblado o pueblo pequeño")),
                ("scattered", _("Vereda, ejido o caserío disperso")),
            ),
        ),
    )
}

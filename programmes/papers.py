"""The papers that offices have, upright, in millimetres."""

from django.utils.translation import gettext_lazy as _

from programmes.presets import PRESETS

PAPERS = {"letter": _("Carta"), "oficio": _("Oficio"), "a4": _("A4")}
_SIZES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}


def usual_paper(country: str) -> str:
    """The paper that lies in the printers there; A4 where we know nothing."""
    return PRESETS[country].paper if country in PRESETS else "a4"


def size_of(paper: str, country: str) -> tuple[float, float]:
    """Width and height. The long sheet called «oficio» is not the same in every country."""
    if paper == "oficio":
        return 215.9, float(PRESETS[country].oficio)
    return _SIZES[paper]

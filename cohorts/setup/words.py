"""What the list of cohorts says to people."""

from django.utils.translation import gettext as _

from programmes.models import Programme
from programmes.terms import word
from programmes.vocabulary import Vocabulary


def verdict_words() -> dict[str, tuple[str, str]]:
    """Words and colour of each verdict."""
    return {
        "new": (_("Se crea"), "ok"),
        "here": (_("Ya está"), "muted"),
        "wrong": (_("Por corregir"), "error"),
    }


def done_words(programme: Programme, key: str, count: int) -> str:
    """«Listo: 18 encuentros.», in the programme's own words."""
    named = word(programme, key, plural=count != 1)
    return _("Listo: %(count)s %(words)s.") % {"count": count, "words": named}


def created_words(programme: Programme, key: str, count: int, *, here: int) -> str:
    """«Listo: 2 cohortes. Ya estaban: 3.»: what was made now, and what the same list had brought before."""
    done = done_words(programme, key, count)
    return f"{done} {_('Ya estaban: %(count)s.') % {'count': here}}" if here else done


def sample_of(programme: Programme) -> list[list]:
    """A header and a line that would be read as they stand, with a region and the dates of the programme."""
    region = programme.regions.first()
    say = Vocabulary(programme)
    header = [_("Nombre"), _("Clave"), say["Region"], _("Inicio"), _("Fin"), _("Cupo"), say["Trainer"], _("Correo")]
    name = _("%(word)s de ejemplo") % {"word": say["Cohort"]}
    dates = [programme.starts_on.isoformat(), programme.ends_on.isoformat()]
    return [header, [name, "G01", region.code if region else "", *dates, 30, "Ana Pérez", "ana@example.org"]]

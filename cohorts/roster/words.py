"""The verdicts and the columns in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cohorts.roster.facts import Judged, RosterRow
from people.models import Area, Sex

VERDICTS = ("new", "known", "possible", "wrong", "repeated", "here")


def field_labels() -> dict[str, str]:
    """What each column is called when we speak of it."""
    return {
        "given_names": _("Nombre"),
        "surname1": _("Primer apellido"),
        "surname2": _("Segundo apellido"),
        "surnames": _("Apellidos"),
        "full_name": _("Nombre completo"),
        "email": _("Correo"),
        "phone": _("Teléfono"),
        "sex": _("Sexo"),
        "area": _("Área"),
        "place": _("Municipio"),
        "state": pgettext("territorio", "Estado"),
        "organisation": _("Organización"),
        "post": _("Cargo"),
        "birth_date": _("Fecha de nacimiento"),
    }


def verdict_words() -> dict[str, tuple[str, str, str]]:
    """For each verdict: its badge, the badge's kind, and its name over a count."""
    return {
        "new": (_("Nueva"), "ok", _("Nuevas")),
        "known": (_("Conocida"), "info", _("Conocidas")),
        "possible": (_("Posible duplicado"), "warn", _("Posibles duplicados")),
        "wrong": (_("Con error"), "error", _("Con error")),
        "repeated": (_("Repetida"), "muted", _("Repetidas")),
        "here": (_("Ya en el grupo"), "muted", _("Ya en el grupo")),
    }


def why(line: Judged) -> str:
    """The reason of a verdict, in a sentence."""
    if line.verdict == "wrong":
        return " ".join(line.row.problems)
    if line.verdict == "new":
        return _("Se registrará y se inscribirá.")
    if line.verdict == "possible":
        return question(line)
    if line.verdict == "repeated":
        return _("Está también en la línea %(twin)s de esta lista: cuenta una vez.") % {"twin": line.twin}
    who = {"name": line.found.name, "cohort": line.found.seen_in}
    if line.verdict == "here":
        return _("Ya está en el grupo como %(name)s: no cambia nada.") % who
    if line.why == "same_email":
        return _("Tiene el mismo correo que %(name)s (%(cohort)s): se inscribirá a la misma persona.") % who
    return _("Tiene el mismo nombre y teléfono que %(name)s (%(cohort)s): se inscribirá a la misma persona.") % who


def question(line: Judged) -> str:
    """What has to be decided about a possible duplicate."""
    if line.why == "same_name_in_list":
        return _("Se llama igual que la línea %(twin)s, con otros datos. ¿Es la misma persona?") % {"twin": line.twin}
    facts = {"name": line.found.name, "cohort": line.found.seen_in}
    if line.why == "same_email":
        return _("%(name)s (%(cohort)s) usa el mismo correo. ¿Es la misma persona?") % facts
    return _("Ya conocemos a %(name)s (%(cohort)s), con el mismo nombre. ¿Es la misma persona?") % facts


def cells(row: RosterRow, fields: list[str]) -> list[str]:
    """What we read of a line, for the columns that the list has."""
    said = {
        "email": row.email,
        "phone": row.phone,
        "sex": str(Sex(row.sex).label) if row.sex else "",
        "area": str(Area(row.area).label) if row.area else "",
        "place": row.place,
        "organisation": row.organisation,
        "post": row.post,
        "birth_date": row.birth_date.strftime("%d/%m/%Y") if row.birth_date else "",
    }
    return [said[field] for field in fields]

"""The verdicts about organisations in words."""

from django.utils.translation import gettext as _

from cohorts.organisations.facts import JudgedOrganisation


def verdict_words() -> dict[str, tuple[str, str, str]]:
    """For each verdict: its badge, the badge's kind, and its name over a count."""
    return {
        "new": (_("Nueva"), "ok", _("Nuevas")),
        "changed": (_("Se actualiza"), "info", _("Se actualizan")),
        "wrong": (_("Con error"), "error", _("Con error")),
        "repeated": (_("Repetida"), "muted", _("Repetidas")),
        "same": (_("Sin cambios"), "muted", _("Sin cambios")),
    }


def why(line: JudgedOrganisation) -> str:
    """The reason of a verdict, in a sentence."""
    if line.verdict == "new":
        return _("Se registrará.")
    if line.verdict == "same":
        return _("Ya está así: no cambia nada.")
    if line.verdict == "changed":
        if line.why == "elsewhere":
            return _("Ya existe en la plataforma: se suma a tu programa sin cambiar sus datos.")
        said = "; ".join(_change(name, line) for name in line.changes)
        return _("Cambia: %(changes)s.") % {"changes": said}
    return _refusal(line.why, line.twin, line.row.problems)


def _refusal(why: str, twin: int | None, problems) -> str:
    if why == "in_list":
        return _("Está también en la línea %(twin)s de esta lista: cuenta una vez.") % {"twin": twin}
    if why == "other_ref":
        return _("Ya hay una organización con ese nombre ahí, con otro identificador. Revisa cuál es.")
    if why == "name_taken":
        return _("Otra organización se llama así en ese lugar.")
    return " ".join(problems)


def left_words(left: list[dict]) -> list[tuple[dict, tuple, str]]:
    """The lines that stayed out, with their badge and reason, from what a committed draft kept."""
    words = verdict_words()
    return [(line, words[line["verdict"]], _refusal(line["why"], line["twin"], line["problems"])) for line in left]


def _change(name: str, line: JudgedOrganisation) -> str:
    row, known = line.row, line.known
    assert known is not None, "Only what is known can change."
    return {
        "name": lambda: _("el nombre, antes «%(before)s»") % {"before": known.name},
        "kind": lambda: _("el tipo"),
        "territory": lambda: _("el territorio"),
        "ref": lambda: _("el identificador externo"),
        "declared_members": lambda: (
            _("integrantes, de %(before)s a %(now)s")
            % {"before": "—" if known.members is None else known.members, "now": row.members}
        ),
        "declared_on": lambda: _("la fecha de la declaración"),
        "contact": lambda: _("la persona de contacto"),
    }[name]()

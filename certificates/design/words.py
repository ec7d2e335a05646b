"""Words with holes: "{name} cursó {hours} de {course}". No template language: ten names, and nothing is ever run."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from kit.text import longest_word

VARIABLES: Final = {
    "name": _("a quién se entrega"),
    "course": _("título del curso"),
    "hours": _("duración, «40 horas»"),
    "dates": _("fechas en palabras, «del 3 de marzo al 5 de mayo de 2026»"),
    "modality": _("modalidad, «presencial»"),
    "place": _("lugar"),
    "folio": _("folio"),
    "programme": _("nombre del programa"),
    "issuer": _("entidad que emite"),
    "attendance": _("asistencia, «9 de 10 sesiones realizadas»"),
}
LONGEST_WORD = 60
HOLE = re.compile(r"\{([^{}\n]*)\}")


def problem_with(words: str) -> str:
    """A sentence for whoever typed a variable that does not exist or left a brace open; empty when all is well."""
    known = ", ".join(f"{{{each}}}" for each in VARIABLES)
    unknown = [found for found in HOLE.findall(words) if found not in VARIABLES]
    if unknown:
        return _("No existe {%(unknown)s}. Puedes usar: %(known)s.") % {"unknown": unknown[0][:40], "known": known}
    if set("{}") & set(HOLE.sub("", words)):
        return _("Hay una llave sin su pareja. Los datos se escriben así: %(known)s.") % {"known": known}
    return ""


def problem_with_length(words: str) -> str:
    """A sentence for a word that no line of a sheet holds; empty when all is well."""
    word = longest_word(words)
    if len(word) <= LONGEST_WORD:
        return ""
    sentence = _("La palabra «%(word)s…» tiene %(count)d letras y no cabe en una línea: pártela en dos.")
    return sentence % {"word": word[:20], "count": len(word)}


def filled(words: str, values: dict[str, str]) -> str:
    """Each hole with its value; a line of which something has no value is left out."""
    lines = [line.strip() for line in words.splitlines()]
    said = [line for line in lines if all(values.get(name) for name in HOLE.findall(line))]
    return "\n".join(HOLE.sub(lambda hole: values[hole[1]], line) for line in said).strip()

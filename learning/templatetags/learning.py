"""The words of a verdict: to the person herself ("te falta…"), or about her, for those who look after the group."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.joining import joining_too_late as too_late
from learning.progress import passages_of
from learning.quizzes import QuizState, state_of
from learning.rules import Reason, Verdict

register = template.Library()


@register.inclusion_tag("learning/_reasons.html")
def reasons(verdict, person="second"):
    """The list of what is missing; ``{% reasons verdict "third" %}`` speaks about the person instead of to her."""
    return {"lines": in_words(verdict, person)}


@register.filter
def in_words(verdict: Verdict, person="second") -> list[str]:
    """One sentence a reason: ``{% for line in verdict|in_words:"third" %}``. Empty when nothing is missing."""
    words = TO_HER if person == "second" else ABOUT_HER
    return [words[reason.code](reason) for reason in verdict.missing]


@register.simple_tag
def quiz_state(quiz, reading=None) -> QuizState:
    """Where this reader stands with the quiz: her form, her attempts, what may be revealed."""
    return state_of(quiz, reading)


@register.simple_tag
def joining_too_late(cohort) -> Verdict | None:
    """What stands against who joins this cohort today; None when nothing does."""
    return too_late(cohort)


@register.simple_tag
def passage_in(course, user):
    """This account's newest passage through the course, or None. Ask only for who is signed in."""
    if not user.is_authenticated:
        return None
    return next((p for p in passages_of(user) if p.promise and p.cohort.course_id == course.pk), None)


def _to_her_withdrawn(reason: Reason) -> str:
    return _("Tu inscripción está dada de baja.")


def _to_her_minutes(reason: Reason) -> str:
    return _("Te faltan %(need)d minutos de asistencia; quedan %(left)d.") % {"need": reason.need, "left": reason.left}


def _to_her_nothing_held(reason: Reason) -> str:
    if reason.minutes:
        return _to_her_minutes(reason)
    return ngettext(
        "Todavía no hay sesiones realizadas: te falta asistir a %(need)d de las %(left)d que vienen.",
        "Todavía no hay sesiones realizadas: te falta asistir a %(need)d de las %(left)d que vienen.",
        reason.need,
    ) % {"need": reason.need, "left": reason.left}


def _to_her_attendance(reason: Reason) -> str:
    if reason.minutes:
        return _to_her_minutes(reason)
    return ngettext(
        "Te falta asistir a %(need)d sesión más; quedan %(left)d.",
        "Te falta asistir a %(need)d sesiones más; quedan %(left)d.",
        reason.need,
    ) % {"need": reason.need, "left": reason.left}


def _to_her_unreachable(reason: Reason) -> str:
    if reason.minutes:
        return _("La asistencia ya no alcanza: te faltaron %(need)d minutos.") % {"need": reason.need - reason.left}
    return ngettext(
        "La asistencia ya no alcanza: te faltó %(need)d sesión.",
        "La asistencia ya no alcanza: te faltaron %(need)d sesiones.",
        reason.need - reason.left,
    ) % {"need": reason.need - reason.left}


def _to_her_enrolled_late(reason: Reason) -> str:
    return _(
        "La asistencia no alcanza: cuando te inscribiste ya habían pasado %(earlier)s. Habla con la coordinación."
    ) % {"earlier": _amount(reason.earlier, reason.minutes)}


def _amount(number: int, minutes: bool) -> str:
    if minutes:
        return ngettext("%(n)d minuto", "%(n)d minutos", number) % {"n": number}
    return ngettext("%(n)d sesión", "%(n)d sesiones", number) % {"n": number}


def _to_her_lessons(reason: Reason) -> str:
    return ngettext("Te falta terminar %(need)d lección.", "Te falta terminar %(need)d lecciones.", reason.need) % {
        "need": reason.need
    }


def _to_her_final_missing(reason: Reason) -> str:
    return _("Te falta responder la evaluación final; se aprueba con %(need)d.") % {"need": reason.need}


def _to_her_final_failed(reason: Reason) -> str:
    if not reason.left:
        return _(
            "Tu mejor calificación en la evaluación final es %(have)d y se aprueba con %(need)d: ya no alcanza,"
            " porque no te quedan intentos."
        ) % {"have": reason.have, "need": reason.need}
    return ngettext(
        "Tu mejor calificación en la evaluación final es %(have)d; apruebas con %(need)d. Te queda %(left)d intento.",
        "Tu mejor calificación en la evaluación final es %(have)d; apruebas con %(need)d. Te quedan %(left)d intentos.",
        reason.left,
    ) % {"have": reason.have, "need": reason.need, "left": reason.left}


def _about_withdrawn(reason: Reason) -> str:
    return _("Se dio de baja.")


def _about_nothing_held(reason: Reason) -> str:
    return _("Sin sesiones realizadas todavía.")


def _about_attendance(reason: Reason) -> str:
    if reason.minutes:
        return _("Le faltan %(need)d minutos de asistencia.") % {"need": reason.need}
    return ngettext("Le falta %(need)d sesión.", "Le faltan %(need)d sesiones.", reason.need) % {"need": reason.need}


def _about_enrolled_late(reason: Reason) -> str:
    return _("Se inscribió cuando ya habían pasado %(earlier)s: la asistencia no alcanza.") % {
        "earlier": _amount(reason.earlier, reason.minutes)
    }


def _about_unreachable(reason: Reason) -> str:
    if reason.minutes:
        return _("La asistencia ya no alcanza: faltaron %(need)d minutos.") % {"need": reason.need - reason.left}
    return ngettext(
        "La asistencia ya no alcanza: faltó %(need)d sesión.",
        "La asistencia ya no alcanza: faltaron %(need)d sesiones.",
        reason.need - reason.left,
    ) % {"need": reason.need - reason.left}


def _about_lessons(reason: Reason) -> str:
    return ngettext("Le falta %(need)d lección.", "Le faltan %(need)d lecciones.", reason.need) % {"need": reason.need}


def _about_final_missing(reason: Reason) -> str:
    return _("Le falta la evaluación final.")


def _about_final_failed(reason: Reason) -> str:
    sentence = (
        _("Evaluación final: %(have)d de %(need)d para aprobar.")
        if reason.left
        else _("Evaluación final: %(have)d de %(need)d para aprobar, sin más intentos.")
    )
    return sentence % {"have": reason.have, "need": reason.need}


TO_HER = {
    "withdrawn": _to_her_withdrawn,
    "nothing_held": _to_her_nothing_held,
    "attendance": _to_her_attendance,
    "attendance_unreachable": _to_her_unreachable,
    "enrolled_late": _to_her_enrolled_late,
    "lessons": _to_her_lessons,
    "final_missing": _to_her_final_missing,
    "final_failed": _to_her_final_failed,
}
ABOUT_HER = {
    "withdrawn": _about_withdrawn,
    "nothing_held": _about_nothing_held,
    "attendance": _about_attendance,
    "attendance_unreachable": _about_unreachable,
    "enrolled_late": _about_enrolled_late,
    "lessons": _about_lessons,
    "final_missing": _about_final_missing,
    "final_failed": _about_final_failed,
}

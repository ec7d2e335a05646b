"""A list that comes in as one form, from the screen or from paper: its marks are kept, then it is handed in."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.actions import roll as acts
from cohorts.forms.roll import RollForm
from cohorts.models import AttendanceMark
from cohorts.sheet import sheet_of, standing_at
from people.actions import Refused

Do = RollForm.Do
HANDS_IN = {Do.SUBMIT, Do.SUBMIT_AS_IS, Do.REST_ABSENT}


def keep_marks(request, register, form, method=AttendanceMark.Method.ROLL_CALL) -> tuple[str, int]:
    """Keep what differs from what the page showed; the words of a refusal, and how many marks were kept."""
    shown, _newest = standing_at(register, form.cleaned_data["seen"])
    wanted = {pk: status for pk, status in form.typed.items() if shown.get(pk) != status or pk in form.queued}
    do = form.cleaned_data["do"]
    if do in {Do.ALL_PRESENT, Do.REST_ABSENT} and not register.locked:
        rest = sheet_of(register).unmarked - form.typed.keys()
        wanted |= dict.fromkeys(rest, "present" if do == Do.ALL_PRESENT else "absent")
    if not wanted:
        return "", 0
    marks = [acts.Mark(pk, status, form.uuid_for(pk), method=method) for pk, status in wanted.items()]
    outcomes = acts.mark_roll(register, marks, by=request.user)
    codes = {outcome.refused for outcome in outcomes} - {""}
    return _refusal(codes), sum(outcome.kept for outcome in outcomes)


def _refusal(codes: set[str]) -> str:
    """The gravest of the codes in words."""
    words = {
        "cancelled": _("La sesión se canceló: su lista ya no recibe cambios."),
        "closed": _("Ya se cerró y sus listas no reciben cambios. Abajo está lo que no se guardó."),
        "locked": _("La lista ya se había enviado y no recibe cambios. Abajo está lo que no se guardó."),
        "not_enrolled": _(
            "En esta página hay alguien sin inscripción en el grupo. Lo demás se guardó; revisa la lista."
        ),
        "withdrawn": _(
            "Alguien de esta página se dio de baja antes de la sesión. Lo demás se guardó; revisa la lista."
        ),
        "other_content": _(
            "Esta página ya se había enviado con otras marcas. Revisa lo que elegiste y guárdalo de nuevo."
        ),
    }
    known = [text for code, text in words.items() if code in codes]
    if codes and not known:
        return _("Algunas marcas no se guardaron. Revísalas y guarda de nuevo.")
    return known[0] if known else ""


def hand_in(request, register, form, show):
    """Hand the list in. What to answer instead, by ``show``, when somebody lacks a mark or it is refused."""
    missing = 0 if form.cleaned_data["do"] == Do.SUBMIT_AS_IS else acts.unmarked(register)
    if missing:
        return show(request, register, form=form, ask=missing)
    try:
        acts.submit_register(register, version=form.cleaned_data["version"], by=request.user)
    except Refused as refusal:
        return show(request, register, form=form, problem=str(refusal), status=409)
    return None


def differs(row, typed) -> bool:
    return row["pk"] in typed and typed[row["pk"]] != row.get("status")


def first_error(form) -> str:
    return next(iter(form.errors.values()))[0]


def kept_words(count: int) -> str:
    if not count:
        return _("No había nada nuevo que guardar.")
    return ngettext("Se guardó %(count)d marca.", "Se guardaron %(count)d marcas.", count) % {"count": count}

"""Why a mark was not kept, for whoever holds the telephone: what happened, and what to do."""

from django.utils.translation import gettext as _


def why(code: str) -> str:
    """The sentence for a code of ``cohorts.actions.phone.Answer``, in the reader's language."""
    words = {
        "locked": _("La lista ya se había enviado a la coordinación. Pide que la devuelva y envía la marca de nuevo."),
        "closed": _("Ya se cerró y sus listas no reciben cambios. Copia tus marcas y dáselas a quien coordina."),
        "cancelled": _("La sesión se canceló: su lista ya no recibe cambios."),
        "not_enrolled": _("Esa persona no está inscrita en el grupo de esta lista."),
        "withdrawn": _("Esa persona se dio de baja antes de la sesión."),
        "unknown_status": _("Esa asistencia no existe: se recibe presente, tarde, justificada o ausente."),
        "other_content": _(
            "Esa marca ya había llegado con otro contenido, y lo que llegó no cambia. Márcala de nuevo."
        ),
        "not_yours": _("Ya no pasas esta lista. Copia tus marcas y dáselas a quien coordina."),
        "unreadable": _("La marca llegó incompleta. Márcala de nuevo."),
    }
    return words.get(code) or _("La marca no se guardó. Márcala de nuevo.")


def dated_back() -> str:
    return _("El reloj del teléfono estaba adelantado: la marca quedó con la hora en que llegó.")

"""The line that says what a telephone still has to send."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cohorts.phone.kept import account_key

register = template.Library()

_LINE = '{}<div class="phone" id="phone" hidden data-account="{}"{}>{}</div>'


@register.simple_tag(takes_context=True)
def phone(context, kept=None):
    """The queue of this account on this telephone. ``kept``: when this copy was made, of a page kept for no signal."""
    request = context["request"]
    notice = render_to_string("cohorts/_phone_copy.html", {"kept": kept, "path": request.path}) if kept else ""
    mark = format_html(' data-kept="{}"', "1") if kept else ""
    return format_html(_LINE, notice, account_key(request.user), mark, _parts(get_language()))


@cache
def _parts(language: str) -> str:
    """Buttons and words, the same for everybody who reads this language: node by node they were a tenth of the page."""
    words = {
        "sync": reverse("cohorts:roll_sync"),
        "kit": reverse("cohorts:phone_kit"),
        "worker": reverse("worker"),
        "cookie": settings.CSRF_COOKIE_NAME,
        "waiting": _("{n} por enviar"),
        "unkept": _("{n} sin guardar"),
        "nothing": _("Todo enviado"),
        "last": _("Último envío: {when}"),
        "away": _("Sin señal: tus marcas están en este teléfono y se enviarán solas."),
        "unwell": _("El sitio no pudo recibirlas. Siguen en este teléfono; se volverá a intentar."),
        "refused": _("{n} no se guardaron. Aquí dice por qué:"),
        "file": _("marcas-de-asistencia"),
        "present": _("Presente"),
        "late": _("Llegó tarde"),
        "excused": _("Justificada"),
        "absent": _("Ausente"),
    }
    return render_to_string("cohorts/_phone_parts.html", {"words": words})

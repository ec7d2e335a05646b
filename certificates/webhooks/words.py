"""What became of a delivery, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import WebhookDelivery
from certificates.webhooks.announcing import ISSUED, REPLACED, REVOKED

TRIAL = "webhook.test"
EVENT_WORDS = {
    ISSUED: gettext_lazy("Se emitió"),
    REPLACED: gettext_lazy("Se sustituyó"),
    REVOKED: gettext_lazy("Se anuló"),
    TRIAL: gettext_lazy("Prueba"),
}
ERRORS = {
    "refused_address": gettext_lazy("La dirección lleva a una red interna: no se envió nada."),
    "no_address": gettext_lazy("No se encontró ese nombre en internet."),
    "no_connection": gettext_lazy("El servidor no aceptó la conexión."),
    "no_answer": gettext_lazy("El servidor no respondió en tres segundos."),
    "tls": gettext_lazy("El certificado de seguridad del servidor no es válido."),
    "broken_answer": gettext_lazy("La respuesta no se entiende."),
    "redirect": gettext_lazy("El servidor manda a otra dirección: escribe la definitiva."),
    "gone": gettext_lazy("El servidor dice que ya no quiere avisos."),
    "status": gettext_lazy("El servidor respondió con un error."),
    "no_secret": gettext_lazy("Falta la llave que abre el secreto: avisa a quien administra."),
    "too_old": gettext_lazy("No se pudo entregar en tres días."),
    "ended": gettext_lazy("La dirección se quitó antes de enviarlo."),
}


def outcome(delivery: WebhookDelivery) -> tuple[str, str]:
    """(kind of badge, words of its state)."""
    if delivery.delivered_at:
        return "ok", _("Entregado")
    if delivery.failed_at:
        return "error", _("No se entregó")
    return ("warn", _("Se reintentará")) if delivery.attempts else ("muted", _("En espera"))


def error_in_words(delivery: WebhookDelivery) -> str:
    if not delivery.error:
        return ""
    words = str(ERRORS.get(delivery.error, delivery.error))
    return f"{words} ({delivery.answered})" if delivery.answered else words

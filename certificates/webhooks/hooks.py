"""The names of its acts in the audit, and its secrets after a change of keys."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from certificates.models import WebhookEndpoint


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action(
        "certificates.add_webhook", _("Agregar una dirección de avisos"), _("Agregó una dirección de avisos")
    )
    actions.register_action(
        "certificates.end_webhook", _("Quitar una dirección de avisos"), _("Quitó una dirección de avisos")
    )
    actions.register_action("certificates.try_webhook", _("Probar una dirección"), _("Envió un aviso de prueba"))
    actions.register_action("certificates.resend_webhook", _("Reenviar avisos"), _("Reenvió avisos a otro sistema"))


@hooks.register("people.reseal")
def seal_anew() -> tuple[int, int]:
    """(sealed with the first key, opened by none). Safe to repeat."""
    every = list(WebhookEndpoint.objects.order_by("pk"))
    opened = [each for each in every if each.secret]
    WebhookEndpoint.objects.bulk_update(opened, ["secret"], batch_size=500)
    return len(opened), len(every) - len(opened)

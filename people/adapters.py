"""How the account library speaks and behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core import ratelimit
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Our own words, and a limit on how much anybody can make us write to one mailbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Esta cuenta está suspendida."),
        "cannot_remove_primary_email": _("No puedes quitar tu correo principal."),
        "duplicate_email": _("Ese correo ya está en tu cuenta."),
        "email_password_mismatch": _("El correo o la contraseña no coinciden. También puedes entrar con un código."),
        "email_taken": _("Ya hay una cuenta con ese correo."),
        "enter_current_password": _("Escribe tu contraseña actual."),
        "incorrect_code": _("Ese código no es. Revisa que sea el del último mensaje."),
        "incorrect_password": _("Esa contraseña no es."),
        "invalid_or_expired_key": _("Ese enlace ya se usó o venció."),
        "invalid_login": _("No pudimos entrar con esos datos."),
        "invalid_password_reset": _("Ese enlace ya se usó o venció."),
        "too_many_login_attempts": _("Hubo demasiados intentos. Espera cinco minutos y vuelve a probar."),
        "unknown_email": _("Ese correo no tiene cuenta."),
        "unverified_primary_email": _("Antes hay que confirmar tu correo principal."),
        "same_as_current": _("Escribe uno distinto del actual."),
        "rate_limited": _("Pediste varios códigos seguidos. Espera unos minutos y vuelve a probar."),
    }

    def send_mail(self, template_prefix, email, context):
        """Write the mail, or silently not when this mailbox had its share: the page's answer stays the same."""
        if ratelimit.consume(current.request, action="mail_to_one", key=email.lower()):
            super().send_mail(template_prefix, email, context)

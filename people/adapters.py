"""How the account library speaks and behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.entering.mail_code import mailbox_of


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

    def get_reauthentication_methods(self, user):
        """In our words; and a code by mail for who protects her account with nothing stronger."""
        words = {
            "reauthenticate": gettext("Con mi contraseña"),
            "mfa_reauthenticate": gettext("Con mi aplicación de códigos"),
            "mfa_reauthenticate:webauthn": gettext("Con mi llave de acceso"),
        }
        methods = [
            method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)
        ]
        if user.is_authenticated and mailbox_of(user):
            by_mail = {
                "id": "proof",
                "description": gettext("Con un código a mi correo"),
                "url": reverse("entering:proof"),
            }
            methods.append(by_mail)
        return methods


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Who comes from the provider: known by the number she has there, and the first time by her mailbox."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _("Ya hay una cuenta con ese correo: entra con ella."),
        "invalid_token": _("No pudimos comprobar esa respuesta."),
        "no_password": _("Antes de desconectarla, ponle una contraseña a tu cuenta."),
        "no_verified_email": _("Antes de desconectarla, confirma un correo."),
        "connected_other": _("Esa identidad ya está unida a otra cuenta."),
    }

    def authenticate_by_email(self, sociallogin):
        """An account of ours is hers when the provider has proved the mailbox. Only a plain yes is one: not "false"."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True or address.verified == "true"
        return super().authenticate_by_email(sociallogin)

    def pre_social_login(self, request, sociallogin):
        """Whoever is new here and has no proved mailbox does not come in: she could take somebody else's address."""
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        if sociallogin.is_existing or connecting or any(each.verified for each in sociallogin.email_addresses):
            return
        raise ImmediateHttpResponse(render(request, "socialaccount/unproved_email.html", status=403))

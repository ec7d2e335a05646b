"""Input from outside, for accounts and people."""

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """An address alone asks for a code; with a password it signs in by password."""

    def _setup_password_field(self):
        self.fields["login"].label = _("Tu correo electrónico")
        self.fields["login"].widget.attrs.pop("placeholder")
        self.fields["password"] = forms.CharField(
            label=_("Contraseña"),
            required=False,
            strip=False,
            max_length=128,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )


def code_field():
    """Nine digits, typed or pasted, with or without their dashes: the telephone shows its numbers."""
    attrs = {"inputmode": "numeric", "autocomplete": "one-time-code"}
    return forms.CharField(label=_("Código"), max_length=20, widget=forms.TextInput(attrs=attrs))


class SignInCodeForm(ConfirmLoginCodeForm):
    code = code_field()


class AddressCodeForm(ConfirmEmailVerificationCodeForm):
    code = code_field()


class PasswordAgainForm(ReauthenticateForm):
    """Nothing beside the password: who forgot it takes the code, which the page offers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text = _("Contraseña"), ""
        password.widget.attrs.pop("placeholder", None)


class ClaimForm(forms.Form):
    """Which of the registers that carry my mailbox is me."""

    person = forms.ModelChoiceField(label=_("¿Quién eres?"), queryset=None, empty_label=None, widget=forms.RadioSelect)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = people
        # Of one, nothing is left to choose: she presses the button.
        found = list(people[:2])
        chosen.initial = found[0].pk if len(found) == 1 else None

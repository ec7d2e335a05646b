from django import forms
from django.utils.translation import gettext_lazy as _

from people.claiming.rules import LONGEST, parse


class CodeForm(forms.Form):
    """The code of a slip, as it is typed: with or without dash, in small letters too."""

    code = forms.CharField(
        label=_("Código de tu papel"),
        max_length=LONGEST,
        help_text=_("Son diez letras y números. Nunca lleva el cero ni el uno, ni las letras I, L y O."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self):
        code = parse(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("Ese código no está completo o tiene una letra cambiada. Compáralo otra vez.")
            )
        return code


class AddressForm(forms.Form):
    """The mailbox by which she will sign in from now on."""

    email = forms.EmailField(
        label=_("Tu correo electrónico"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

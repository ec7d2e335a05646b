from django import forms
from django.utils.translation import gettext_lazy as _

from kit.ids import parse_folio
from kit.text import tidy


class VerifyForm(forms.Form):
    """What is written on the paper: its folio and the first surname."""

    folio = forms.CharField(
        label=_("Folio"),
        max_length=100,
        help_text=_("Está impreso junto al código, como P9-2026-00042-K. No importan mayúsculas ni guiones."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    surname = forms.CharField(
        label=_("Primer apellido"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_folio(self):
        folio = parse_folio(self.cleaned_data["folio"])
        if folio is None:
            raise forms.ValidationError(_("Ese folio no está bien escrito. Cópialo completo, con su último carácter."))
        return folio


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lo leerá quien verifique. No escribas datos personales."),
    )

    def clean_reason(self):
        return tidy(self.cleaned_data["reason"])


class ReplaceForm(forms.Form):
    printed_name = forms.CharField(
        label=_("Nombre como debe aparecer"),
        max_length=160,
        help_text=_("Escríbelo completo, con tildes. Solo cambia el nombre: lo demás se conserva."),
    )

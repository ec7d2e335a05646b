"""Fields of forms about people that several rooms ask in the same way."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """A telephone as people write it, from 6 to 20 digits; what cannot be dialled is said, not dropped."""

    def __init__(self, *, autocomplete="off", **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": autocomplete})
        super().__init__(**{"label": _("Teléfono"), "required": False, "max_length": 32, "widget": widget} | kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not 6 <= sum(char.isdigit() for char in value) <= 20:
            raise forms.ValidationError(_("Escribe de 6 a 20 cifras."))

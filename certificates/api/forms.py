from django import forms
from django.utils.translation import gettext_lazy as _

LASTS = [(30, _("30 días")), (90, _("90 días")), (365, _("Un año"))]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Para qué"),
        max_length=80,
        help_text=_("El sistema que la va a usar, como «Registro municipal»."),
    )
    days = forms.TypedChoiceField(label=_("Cuánto dura"), choices=LASTS, coerce=int, initial=365)

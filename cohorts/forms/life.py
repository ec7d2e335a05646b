"""Decisions about a cohort that are explained: cancelling it, reopening it, doing without a list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CancelCohortForm(forms.Form):
    reason = forms.CharField(
        label=_("Por qué se cancela"),
        max_length=200,
        help_text=_("Lo va a leer cada persona a la que se le avisa."),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Por qué se reabre"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Queda en el historial."),
    )


class WaiveForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Por qué se prescinde de esta lista"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Por ejemplo: «La lista firmada se perdió en la mudanza». Queda en el historial."),
    )

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.actions import claim_read
from certificates.design.words import problem_with_length
from certificates.models import Offer, Waiver
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
        label=_("Primer apellido"),
        max_length=160,
        help_text=_("Si se entregó a una organización, escribe su nombre."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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

    def clean_printed_name(self):
        name = self.cleaned_data["printed_name"]
        if problem := problem_with_length(name):
            raise forms.ValidationError(problem)
        return name


class OfferForm(forms.ModelForm):
    """Which certificates a cohort gives."""

    class Meta:
        model = Offer
        fields = ("completion", "attendance", "both", "facilitation", "organisation", "nightly")
        help_texts = {
            "completion": _("Para quien cumple la regla completa."),
            "attendance": _(
                "Para quien cumple la parte de asistencia. Si también das la de acreditación, se entrega a quien ya no"
                " puede acreditar o cuando terminan las fechas."
            ),
            "both": _("Sin marcar, quien acredita recibe solo esa."),
            "facilitation": _("Para quien tuvo a su cargo las sesiones realizadas, con el tiempo que suman."),
            "organisation": _("Para cada organización con al menos una persona que cumplió la asistencia."),
            "nightly": _("Cada noche se emite lo que falte. Nunca mientras haya listas por aprobar."),
        }


class ChosenForm(forms.Form):
    """The lines that were ticked on the board."""

    LIMIT = 2000
    claim = forms.Field(
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Marca a quién emitir, o usa el botón para emitir todas.")},
    )

    def clean_claim(self):
        said = self.cleaned_data["claim"]
        if len(said) > self.LIMIT:
            raise forms.ValidationError(_("Son demasiadas a la vez: marca 2000 o menos."))
        try:
            return [claim_read(words) for words in said]
        except ValueError:
            raise forms.ValidationError(_("La página no está al día: ábrela de nuevo y vuelve a marcar.")) from None


class WhyForm(forms.Form):
    """A reason for the team, never shown in public."""

    reason = forms.CharField(
        label=_("Motivo"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en el historial para el equipo; no se imprime ni se publica."),
    )

    def clean_reason(self):
        return tidy(self.cleaned_data["reason"])


class WaiveForm(WhyForm):
    kind = forms.ChoiceField(label=_("Para qué"), choices=Waiver.Kind.choices, widget=forms.RadioSelect)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        field.choices = [(value, label) for value, label in Waiver.Kind.choices if value in kinds]
        field.initial = kinds[-1] if kinds else None
        if len(kinds) == 1:
            field.widget = forms.HiddenInput()

"""Input from outside about what a session is made of and what it agreed on."""

import uuid

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cohorts.actions.meetings import MOST_MOMENTS, STEP
from cohorts.models import Agreement, Moment
from kit.clock import local
from kit.widgets import DayInput

EMPTY = 4


class MomentForm(forms.ModelForm):
    """One row of the sheet; an empty one is left out, so clearing a row removes it."""

    class Meta:
        model = Moment
        fields = list(STEP)
        widgets = {
            "minutes": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "activity": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "minutes": {
                "required": _("Escribe cuántos minutos dura."),
                "min_value": _("Un momento dura al menos un minuto."),
                "max_value": _("Un momento dura 840 minutos como máximo."),
            },
            "title": {"required": _("Escribe qué momento es.")},
        }


class Steps(forms.BaseFormSet):
    """The whole sheet: the rows that say something, in their order."""

    def initial_form_count(self) -> int:
        return 0

    def steps(self) -> list[dict]:
        return [row.cleaned_data for row in self.forms if row.cleaned_data and row.cleaned_data.get("title")]


def steps_form(data, moments):
    """The form of an outline sheet, with some empty rows at its end."""
    extra = min(len(moments) + EMPTY, MOST_MOMENTS)
    made = forms.formset_factory(MomentForm, formset=Steps, extra=extra, max_num=MOST_MOMENTS, validate_max=True,
                                 absolute_max=MOST_MOMENTS)  # fmt: skip
    stored = [{name: getattr(moment, name) for name in STEP} for moment in moments]
    return made(data, initial=None if data else stored, prefix="m")


class AgreementForm(forms.ModelForm):
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Agreement
        fields = ["what", "who", "due_on"]
        widgets = {"due_on": DayInput, "what": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"who": _("Una persona, una organización o todas y todos.")}

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreed_on = local(session.starts_at, session.time_zone).date()
        self.fields["client_uuid"].initial = uuid.uuid4

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < self.agreed_on:
            sentence = _("Se acordó el %(day)s: el plazo no puede ser anterior.")
            raise forms.ValidationError(sentence % {"day": date_format(self.agreed_on)})
        return due_on

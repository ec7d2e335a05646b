from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Pack
from certificates.packs.choosing import organisations_in
from people.models import Organisation


class PackForm(forms.Form):
    """Which sheets of the cohort, and how they are put together."""

    format = forms.ChoiceField(label=_("Formato"), choices=Pack.Format.choices)
    organisation = forms.ModelChoiceField(
        label=_("De quiénes"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("De todas las personas"),
    )

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_in(cohort)

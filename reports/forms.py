from django import forms
from django.utils.translation import gettext_lazy as _

from kit.widgets import WrittenSelect
from programmes.models import FundingPeriod, Region


class FilterForm(forms.Form):
    """Which part of the programme to count: the regions and periods that this person sees."""

    region = forms.ModelChoiceField(
        Region.objects.none(), required=False, label=_("Región"), empty_label=_("Todas"), widget=WrittenSelect
    )
    period = forms.ModelChoiceField(
        FundingPeriod.objects.none(),
        required=False,
        label=_("Periodo de financiamiento"),
        empty_label=_("Todos"),
        widget=WrittenSelect,
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = programme.regions.all()
        self.fields["period"].queryset = programme.funding_periods.all()

    @property
    def chosen(self) -> dict:
        """The valid choices; a wrong one is told beside its field and counts as none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in ("region", "period")}

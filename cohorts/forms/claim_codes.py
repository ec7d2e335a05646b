from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Enrolment

DAYS = [(7, _("7 días")), (30, _("30 días")), (60, _("60 días"))]


class SlipsForm(forms.Form):
    """For whom, and how long the codes serve. ``sheet`` names what is printed: sent twice, it is the same sheet."""

    days = forms.TypedChoiceField(label=_("Cuánto tiempo sirven"), choices=DAYS, coerce=int)
    people = forms.MultipleChoiceField(
        label=_("Para quiénes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marca al menos a una persona.")},
    )
    sheet = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, enrolments: list[Enrolment], **kwargs):
        self.enrolments = {str(each.uuid): each for each in enrolments}
        super().__init__(data, initial={"days": 30, "people": [*self.enrolments], "sheet": uuid4()}, **kwargs)
        people = self.fields["people"]
        assert isinstance(people, forms.MultipleChoiceField)
        people.choices = [(key, each.person.list_name) for key, each in self.enrolments.items()]

    def chosen(self) -> list[Enrolment]:
        """Those ticked, in the order of the list."""
        ticked = set(self.cleaned_data["people"])
        return [each for key, each in self.enrolments.items() if key in ticked]

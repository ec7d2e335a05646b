"""What is decided about two registers: whose word stands, field by field, and which account."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.merging.choices import DROP, KEEP, Choice
from people.models import PotentialDuplicate

_ACCOUNT = "account"


class InboxForm(forms.Form):
    """Which suggestions to look at."""

    q = forms.CharField(label=gettext_lazy("Buscar por nombre"), max_length=80, required=False, strip=True)
    status = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[
            (PotentialDuplicate.Status.OPEN, gettext_lazy("Por revisar")),
            (PotentialDuplicate.Status.NOT_DUPLICATE, gettext_lazy("Son dos personas")),
        ],
    )


class UniteForm(forms.Form):
    """One choice for each thing that the two registers say differently; the fuller is chosen before anybody looks."""

    def __init__(self, *args, choices: list[Choice], accounts: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.differing = [choice for choice in choices if choice.differs]
        for choice in self.differing:
            sides = [(KEEP, choice.kept or _("Sin dato")), (DROP, choice.dropped or _("Sin dato"))]
            self.fields[choice.name] = _radio(choice.label, sides, initial=choice.fuller)
        if len(accounts) == 2:
            label = _("Los dos tienen cuenta: ¿con cuál entrará?")
            hint = _("La otra cuenta queda sin persona: podrá entrar, pero no verá inscripciones ni constancias.")
            self.fields[_ACCOUNT] = _radio(label, list(accounts.items()), help_text=hint)

    @property
    def chosen(self) -> dict[str, str]:
        return {choice.name: self.cleaned_data[choice.name] for choice in self.differing}

    @property
    def account(self) -> str:
        return self.cleaned_data.get(_ACCOUNT, "")


def _radio(label: str, sides: list[tuple[str, str]], **more) -> forms.ChoiceField:
    label = label[:1].upper() + label[1:]
    return forms.ChoiceField(label=label, choices=sides, widget=forms.RadioSelect, **more)

"""Which questions a programme asks, and what is answered to them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.text import tidy
from programmes.differential.vocabulary import ATTRIBUTES

# What a coordination may do with an answer that it does not read.
KEEP, CLEAR = "", "clear"


class AskForm(forms.Form):
    """A box and a reason for each question of the vocabulary."""

    def __init__(self, data=None, *, asked: dict[str, str]):
        super().__init__(data)
        for attribute in ATTRIBUTES.values():
            self.fields[f"ask_{attribute.code}"] = forms.BooleanField(
                label=attribute.title, required=False, initial=attribute.code in asked
            )
            self.fields[f"why_{attribute.code}"] = forms.CharField(
                label=_("Para qué se pregunta"),
                max_length=200,
                required=False,
                initial=asked.get(attribute.code, ""),
                widget=forms.TextInput(
                    attrs={"placeholder": _("Por ejemplo: para pedir intérprete o un lugar sin gradas")}
                ),
            )

    @property
    def rows(self):
        """(box, reason, the answers that can be given)."""
        for code, attribute in ATTRIBUTES.items():
            answers = " · ".join(str(label) for _choice, label in attribute.every)
            yield self[f"ask_{code}"], self[f"why_{code}"], answers

    def clean(self):
        data = super().clean()
        for code in ATTRIBUTES:
            if data.get(f"ask_{code}") and not tidy(data.get(f"why_{code}") or "") and f"why_{code}" not in self.errors:
                self.add_error(f"why_{code}", _("Escribe para qué se pregunta: quien responde lo va a leer."))
        return data

    @property
    def purposes(self) -> dict[str, str]:
        data = self.cleaned_data
        return {code: data[f"why_{code}"] for code in ATTRIBUTES if data[f"ask_{code}"]}


class AnswerForm(forms.Form):
    """The questions a programme asks. One reads one's own answers; a coordination writes and reads none."""

    def __init__(self, data=None, *, asked: dict[str, str], said: dict[str, str], own: bool, allowed: bool):
        super().__init__(data)
        self.asked, self.own = [code for code in ATTRIBUTES if code in asked], own
        for code in self.asked:
            self.fields[code] = self._question(code, asked[code], said.get(code, ""))
        if own and not allowed:
            self.fields["authorised"] = forms.BooleanField(
                label=_("Autorizo que se guarden estas respuestas para contar, sin mi nombre"), required=False
            )
        elif not own:
            self.fields["authorised"] = forms.BooleanField(
                label=_("La persona me autorizó a guardarlas, y sabe que es voluntario"), required=False
            )

    def _question(self, code: str, purpose: str, said: str) -> forms.ChoiceField:
        attribute = ATTRIBUTES[code]
        if self.own:
            choices, initial = [("", _("Sin dato")), *attribute.every], said
        else:
            choices, initial = [(KEEP, _("No cambiar")), *attribute.every, (CLEAR, _("Borrar la respuesta"))], KEEP
        return forms.ChoiceField(
            label=attribute.title, choices=choices, required=False, initial=initial, help_text=purpose
        )

    @property
    def choices(self) -> dict[str, str]:
        """What ``programmes.differential.actions.answer`` takes."""
        said = {code: self.cleaned_data[code] for code in self.asked}
        if self.own:
            return said
        return {code: "" if choice == CLEAR else choice for code, choice in said.items() if choice != KEEP}

    @property
    def authorised(self) -> bool:
        return self.cleaned_data.get("authorised", False)

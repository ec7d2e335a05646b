"""Parts of a municipality, pasted as a list."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.text import tidy
from places.actions import MOST_INSIDE
from places.models import Territory

# «14 El Poblado», «14. El Poblado», «Comuna 14 - El Poblado»; without a number, the whole line is a name.
_NUMBERED = re.compile(r"(?:comuna|corregimiento|sector|u\.?v\.?|unidad vecinal)?\s*(?:n[.º°]*\s*)?"
                       r"(?P<code>\d{1,6})\s*(?:[-–—.:)\t]\s*|\s+)(?P<name>\S.*)", re.IGNORECASE)  # fmt: skip


class PlaceSearchForm(forms.Form):
    q = forms.CharField(label=_("Municipio"), max_length=80, required=False)


class PlaceLinesForm(forms.Form):
    """A level and names, one a line; ``lines`` become (own code or empty, name)."""

    level = forms.ChoiceField(label=_("Qué son"), widget=forms.RadioSelect)
    lines = forms.CharField(
        label=_("Nombres, uno por línea"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Con su número delante si lo tienen: «14 El Poblado». Sin él, les damos el que sigue. Hasta 500."),
    )

    def __init__(self, *args, parent: Territory, **kwargs):
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [(each.value, each.label) for each in parent.inner_levels]

    def clean_lines(self):
        said = [tidy(line) for line in self.cleaned_data["lines"].split("\n")]
        places = [_read(line) for line in said if line]
        if len(places) > MOST_INSIDE:
            raise forms.ValidationError(_("Son demasiados lugares: caben 500 y la lista trae %(count)s."),
                                        params={"count": len(places)})  # fmt: skip
        formulas = [line[:40] for line in said if line.startswith(("=", "@", "+"))]
        if formulas:
            raise forms.ValidationError(_("«%(line)s» parece una fórmula. Escribe el nombre."),
                                        params={"line": formulas[0]})  # fmt: skip
        long = [name[:40] for _code, name in places if len(name) > 120]
        if long:
            raise forms.ValidationError(_("«%(line)s…» tiene más de 120 caracteres."), params={"line": long[0]})
        return places


def _read(line: str) -> tuple[str, str]:
    found = _NUMBERED.fullmatch(line)
    return (found["code"], found["name"]) if found else ("", line)

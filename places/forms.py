"""How a place is asked for: by its name, with help while typing, and without."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from places.matching import match_municipality, match_place
from places.models import Country

SHOWN_CANDIDATES = 10


class SearchForm(forms.Form):
    country = forms.ChoiceField(choices=Country.choices)
    q = forms.CharField(max_length=80, required=False)
    inside = forms.BooleanField(required=False)


def place_widget(country: str, *, inside: bool = False) -> forms.TextInput:
    """A text field that ``places.js`` turns into a list of suggestions; without it one writes the name."""
    attrs = {
        "autocomplete": "off",
        "data-place-search": reverse_lazy("places:search"),
        "data-country": country,
        "data-none": _("Ningún lugar con ese nombre"),
        "data-count": _("Sugerencias: {count}. Usa las flechas para elegir."),
    }
    if inside:
        attrs["data-inside"] = "1"
    return forms.TextInput(attrs=attrs)


class PlaceField(forms.CharField):
    """«Benito Juárez, Guerrero», «05001»: gives the ``Territory``, or None for nothing written.

    ``inside``: the parts of a municipality too, «El Poblado, Medellín».
    """

    def __init__(self, *, country: str, inside: bool = False, **kwargs):
        kwargs.setdefault("label", _("Municipio"))
        kwargs.setdefault("help_text", _("Escribe su nombre, o su clave. Por ejemplo: Benito Juárez, Quintana Roo."))
        super().__init__(max_length=160, **kwargs)
        self.country, self.inside = country, inside
        self.widget = place_widget(country, inside=inside)
        self.widget.is_required = self.required
        self.widget.attrs |= self.widget_attrs(self.widget)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        match = (match_place if self.inside else match_municipality)(self.country, text)
        if match.territory:
            return match.territory
        if not match.candidates:
            raise forms.ValidationError(_("No encontramos ese lugar. Revisa cómo está escrito."))
        options = " · ".join(place.full_name for place in match.candidates[:SHOWN_CANDIDATES])
        raise forms.ValidationError(
            _("Puede ser: %(options)s. Escríbelo con su estado o región."), params={"options": options}
        )

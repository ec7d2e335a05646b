"""Where a session is: a point pasted from a telephone or a map."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.maps import coordinates_in


class PlaceField(forms.CharField):
    """Two coordinates, or a map link that carries them; (latitude, longitude), None when left empty."""

    def __init__(self, **kwargs):
        hint = _("Coordenadas o un enlace de mapa copiado, por ejemplo «31.8667, -116.5964». Vacío, se busca el lugar.")
        super().__init__(max_length=600, help_text=hint, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if found := coordinates_in(text):
            return found
        raise forms.ValidationError(
            _("Ahí no hay coordenadas. Escribe latitud y longitud, por ejemplo «31.8667, -116.5964».")
        )

    @staticmethod
    def written(latitude, longitude) -> str:
        return "" if latitude is None else f"{latitude}, {longitude}"

    @staticmethod
    def as_fields(point) -> dict:
        """What a session stores of it."""
        latitude, longitude = point or (None, None)
        return {"latitude": latitude, "longitude": longitude}

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.webhooks.announcing import EVENTS
from certificates.webhooks.rules import LONGEST_URL
from certificates.webhooks.words import EVENT_WORDS


class EndpointForm(forms.Form):
    url = forms.CharField(
        label=_("Dirección"),
        max_length=LONGEST_URL,
        help_text=_("La que te dio el otro sistema. Empieza con https://"),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Qué avisar"),
        choices=[(event, EVENT_WORDS[event]) for event in EVENTS],
        initial=[*EVENTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elige al menos un aviso.")},
    )

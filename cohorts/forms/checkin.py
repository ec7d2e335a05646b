"""What comes from the pages of arriving: a code from a screen, a code from a person, what becomes of a door."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.checkin import screen_code

_BROKEN = _("La página llegó incompleta. Recárgala e inténtalo de nuevo.")


class ScreenCodeForm(forms.Form):
    """The six characters on the screen, as somebody types them: with or without dash, in small letters too."""

    code = forms.CharField(
        label=_("Código de la pantalla"),
        max_length=screen_code.LONGEST,
        help_text=_("Son seis letras y números, y cambian cada medio minuto."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self):
        code = screen_code.parse(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("Ese código no está completo o tiene una letra cambiada. Míralo otra vez."))
        return code


class ReceiveForm(forms.Form):
    """What the person at the door shows, typed or read by the camera. ``form`` is the page's own number."""

    code = forms.CharField(
        label=_("Código de la persona"),
        max_length=60,
        help_text=_("Las seis cifras de su credencial, o la clave de su renglón en la hoja de firmas."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "numeric", "autofocus": True}
        ),
    )
    form = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _BROKEN, "invalid": _BROKEN})

    def __init__(self, data=None):
        super().__init__(data, initial={"form": uuid4()})


class DoorDeedForm(forms.Form):
    """Which button of the screen was pressed."""

    OPEN, CLOSE, VOID = "open", "close", "void"
    do = forms.ChoiceField(choices=[(each, each) for each in (OPEN, CLOSE, VOID)], error_messages={"required": _BROKEN})


class HereForm(forms.Form):
    """Who says to be here: needed where several persons left the same mailbox."""

    who = forms.UUIDField(required=False)

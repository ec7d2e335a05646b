"""A logo from outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.files import BadFile, Upload, check_upload, reencode_image

MAX_LOGO_BYTES = 5 * 1024 * 1024
MAX_LOGO_SIDE = 600


class LogoForm(forms.Form):
    """``picture`` is the file drawn anew, as it may be kept."""

    name = forms.CharField(label=_("De quién es"), max_length=120, help_text=_("Por ejemplo «Secretaría de Cultura»."))
    file = forms.FileField(
        label=_("Imagen"),
        help_text=_("PNG, JPG o WEBP, hasta 5 MB. Mejor con fondo blanco o transparente."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        allow_empty_file=True,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            found = check_upload(file, kinds={"png", "jpg", "webp"}, max_bytes=MAX_LOGO_BYTES)
            self.picture = Upload(*reversed(reencode_image(found.data, MAX_LOGO_SIDE)))
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error
        return file

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.files import BadFile, check_upload

MAX_BYTES = 2 * 1024 * 1024


class PdfForm(forms.Form):
    """A PDF to compare; ``held`` is it once the form is valid."""

    file = forms.FileField(
        label=_("Archivo PDF"),
        help_text=_("Hasta 2 MB. Lo comparamos y no lo guardamos."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        allow_empty_file=True,
    )
    held = b""

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.held = check_upload(file, kinds={"pdf"}, max_bytes=MAX_BYTES).data
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error
        return file

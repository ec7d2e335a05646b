"""What comes from the screens of the signed sheet."""

from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cohorts.forms.roll import RollForm
from cohorts.sheets.content import MOST_BLANK
from kit.files import BadFile, Upload, check_upload, reencode_image
from kit.text import tidy

MAX_PAGE_BYTES = 15 * 1024 * 1024
MOST_FILES = 12
PAGES = frozenset({"jpg", "png", "webp", "pdf"})


class TranscriptionForm(RollForm):
    """The roll's own form, from a sheet of paper; ``hoja`` names the print it was read from.

    ``first`` is the number of its first empty row, ``blank`` how many there are.
    """

    hoja = forms.UUIDField(required=False)
    first = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    blank = forms.IntegerField(required=False, min_value=0, max_value=MOST_BLANK)


class BlankRowForm(forms.Form):
    """Somebody who wrote herself on an empty row: nothing, or enough to enrol her or to note her as a guest."""

    given_names = forms.CharField(label=_("Nombre"), max_length=80, required=False)
    surname1 = forms.CharField(label=_("Apellido"), max_length=80, required=False)
    contact = forms.CharField(label=_("Organización, teléfono o correo"), max_length=160, required=False)
    guest = forms.BooleanField(label=_("Solo de visita"), required=False)

    def __init__(self, data=None, *, number: int):
        super().__init__(data, prefix=f"w{number}")
        self.number = number

    @property
    def written(self) -> bool:
        return any(tidy(str(self[name].value() or "")) for name in ("given_names", "surname1", "contact"))

    def clean(self):
        data = super().clean()
        if self.written and not data.get("given_names") and "given_names" not in self.errors:
            self.add_error("given_names", _("Escribe su nombre."))
        if self.written and not data.get("guest") and not data.get("surname1") and "surname1" not in self.errors:
            self.add_error("surname1", _("Escribe su apellido, o anótala solo de visita."))
        return data

    def uuid_in(self, page: UUID) -> UUID:
        """The same row of the same page is the same person, however often it arrives."""
        return uuid5(page, f"w{self.number}")


def blank_rows(data, first: int, count: int) -> list[BlankRowForm]:
    """A form for each empty row, numbered as on the paper."""
    return [BlankRowForm(data, number=first + at) for at in range(min(count, MOST_BLANK))]


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files at once; cleaned to a list."""

    widget = SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"})

    def clean(self, data, initial=None):
        files = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if len(files) > MOST_FILES:
            words = ngettext_lazy(
                "Elegiste %(n)d archivo y se reciben %(most)d a la vez.",
                "Elegiste %(n)d archivos y se reciben %(most)d a la vez.",
                len(files),
            )
            raise forms.ValidationError(words % {"n": len(files), "most": MOST_FILES})
        return [super(SeveralFilesField, self).clean(each, initial) for each in files or [None]]


class PagesForm(forms.Form):
    """Photographs or scans of the signed sheet. ``pages`` are those that can be kept, also when others cannot.

    With ``en_lugar_de`` (the uuid of a page) only one, in the place of that one.
    """

    en_lugar_de = forms.UUIDField(required=False, widget=forms.HiddenInput)
    photos = SeveralFilesField(
        label=_("Fotos o escaneos de la hoja firmada"),
        help_text=_("JPG, PNG, WEBP o PDF, hasta 15 MB cada archivo y 12 a la vez. De las fotos quitamos el lugar "
                    "y los demás datos de la cámara."),
        error_messages={"required": _("Elige al menos un archivo.")},
        allow_empty_file=True,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages: list[Upload] = []

    def clean_photos(self):
        wrong = []
        for file in self.cleaned_data["photos"]:
            try:
                self.pages.append(page_of(file))
            except BadFile as error:
                sentence = _("«%(name)s»: %(why)s") % {"name": file.name[:80], "why": error}
                wrong.append(forms.ValidationError(sentence))
        if wrong:
            raise forms.ValidationError(wrong)
        return self.cleaned_data["photos"]


def page_of(file) -> Upload:
    """The file as it may be kept: a document as it is, a picture drawn anew. Raises ``BadFile``."""
    found = check_upload(file, kinds=PAGES, max_bytes=MAX_PAGE_BYTES)
    if found.kind == "pdf":
        return found
    data, kind = reencode_image(found.data)
    return Upload(kind, data)

"""What editors upload passes the one door for files before Wagtail sees it."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from kit.files import DOCUMENTS, IMAGES, BadFile, check_upload, reencode_image, safe_name


class SafeImageField(WagtailImageField):
    """Stores the picture drawn anew; whatever cannot be drawn is a sentence beside the field."""

    def to_python(self, data):
        if data in self.empty_values:
            return None
        try:
            upload = check_upload(data, kinds=IMAGES, max_bytes=self.max_upload_size)
            picture, kind = reencode_image(upload.data)
        except BadFile as error:
            raise ValidationError(str(error), code=error.code) from error
        content_type = "image/jpeg" if kind == "jpg" else "image/png"
        return super().to_python(SimpleUploadedFile(safe_name(data.name, kind), picture, content_type))


class SafeImageForm(BaseImageForm):
    """The form of every image in Wagtail: no place of home, no author, no script leaves with a photograph."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = SafeImageField(label=plain.label, required=plain.required, widget=plain.widget)


class SafeDocumentForm(BaseDocumentForm):
    """The form of every document in Wagtail: of the kind that its content says, not its name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in sorted(DOCUMENTS))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            upload = check_upload(file, kinds=DOCUMENTS, max_bytes=self.fields["file"].max_upload_size)
        except BadFile as error:
            raise ValidationError(str(error), code=error.code) from error
        return SimpleUploadedFile(safe_name(file.name, upload.kind), upload.data, file.content_type)

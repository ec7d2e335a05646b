"""A file that is looked at and forgotten: it never touches the disk; of one too large only the beginning is held."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemoryOnly(FileUploadHandler):
    """Holds ``limit`` bytes and one more, so that whoever asks sees that it was too large; the rest goes by."""

    def __init__(self, request=None, *, limit: int):
        super().__init__(request)
        self.limit = limit

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.held.write(raw_data[: max(0, self.limit + 1 - self.held.tell())])

    def file_complete(self, file_size):
        size = self.held.tell()
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )

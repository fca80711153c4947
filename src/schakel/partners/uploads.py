"""Takes one small file into memory; what is larger is let go as it comes in, and nothing ever stands on the disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class SmallFile(FileUploadHandler):
    """A handler for one request; `is_too_large` says that what came did not fit."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes = most_bytes
        self._content = BytesIO()
        self.is_too_large = False

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        self._content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what still fits."""
        if start + len(raw_data) > self._most_bytes:
            self.is_too_large = True
        else:
            self._content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The file as the form gets it; none when it was too large."""
        if self.is_too_large:
            return None
        self._content.seek(0)
        return InMemoryUploadedFile(
            self._content, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )

"""Forms take no files, unless a page says so and brings a way to take them: a small one in memory, say."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class NoFiles(FileUploadHandler):
    """Drops every file as it comes in; nothing of it stands in memory or on the disk."""

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Raises SkipFile."""
        super().new_file(*arguments, **named)
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: no file is begun."""

    def file_complete(self, file_size: int) -> None:
        """Never called, as above."""


class SmallFile(FileUploadHandler):
    """Takes one small file into memory; what is larger is let go as it comes in, and nothing stands on the disk.

    A handler for one request; `is_too_large` says that what came did not fit.
    """

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

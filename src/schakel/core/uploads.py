"""Forms take no files, unless a page says so and brings a way to take them."""

from typing import Any

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

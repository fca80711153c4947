"""Sending files through the public door's pages, and what the desk then has; for tests."""

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from schakel.access.models import User
from schakel.attachments import actions, examine, uploads
from schakel.attachments.models import Attachment
from schakel.attachments.uploads import SealingHandler, Taken
from schakel.intake import actions as intake
from schakel.intake.models import Report
from tests.rooms import chain

ADDRESS = "/meesturen/"


def send(client: Client, *files: tuple[str, bytes], whole: bool = True) -> HttpResponse:
    """Post the form with these files; what came back, not followed."""
    sent: dict[str, Any] = {"files": [SimpleUploadedFile(name, content) for name, content in files]}
    if whole:
        sent["einde"] = "ja"
    return client.post(ADDRESS, sent)


def arrived(name: str, content: bytes) -> Taken:
    """A file as it comes out of the upload handler."""
    handler = SealingHandler(room=1)
    handler.new_file("files", name, "application/octet-stream", len(content))
    for start in range(0, len(content), 65_536):
        handler.receive_data_chunk(content[start : start + 65_536], start)
    handler.file_complete(len(content))
    (taken,) = handler.taken
    return taken


def report_with(*files: tuple[str, bytes]) -> Report:
    """A report that was handed in with these files."""
    report, _code = chain.hand_in()
    actions.attach(lookup=bytes(report.lookup), taken=[arrived(*file) for file in files])
    return Report.objects.get(pk=report.pk)


def opened(report: Report, *, by: User) -> list[Attachment]:
    """The files after somebody opened the report and the worker came by."""
    intake.open_report(report=report, by=by)
    actions.open_files(report=report, by=by)
    examine.examine_waiting()
    return list(Attachment.objects.filter(lookup=bytes(report.lookup)))


def address(report: Report, file: Attachment | uuid.UUID, page: str = "") -> str:
    """Where a file stands at the desk."""
    return f"/meldingen/{report.pk}/bestanden/{getattr(file, 'pk', file)}/{page}"


MOST = uploads.MOST_FILES

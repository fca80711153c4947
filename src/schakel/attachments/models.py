"""Files and their encrypted pieces. A file is found by the lookup id of its report, also before that report is sent."""

from django.conf import settings
from django.db import models

from schakel.attachments.states import Finding, Scan, State
from schakel.core import time
from schakel.core.models import Privacy, Record


class StoredFile(Record):
    """A file in pieces, whoever sent it: its name, kind, exact size and key stand in `content`; how far the check is, plain."""

    pieces = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=15, choices=State, default=State.SEALED)
    finding = models.CharField(max_length=10, choices=Finding, blank=True)
    scan = models.CharField(max_length=12, choices=Scan, blank=True)
    # The working copy: its pieces stand under this id; its name, kind and key, encrypted, in `copy`.
    copy_id = models.UUIDField(null=True)
    copy = models.BinaryField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    stored_privacy = {
        "copy_id": Privacy.TECHNICAL,
        **dict.fromkeys(("content", "copy"), Privacy.SEALED),
        **dict.fromkeys(("pieces", "state", "finding", "scan", "decided_by", "decided_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        abstract = True


class Attachment(StoredFile):
    """A file of a report. Until that is opened, what else stands in `content` stands in `sealed`."""

    # That of the report; no foreign key, because the file comes first and the public door may change no row.
    lookup = models.BinaryField(db_index=True)
    sent_at = models.DateTimeField(default=time.now)
    key_id = models.CharField(max_length=16, blank=True)
    sealed = models.BinaryField(null=True)

    privacy = {
        **StoredFile.stored_privacy,
        "lookup": Privacy.SEARCH_TOKEN,
        "key_id": Privacy.TECHNICAL,
        "sealed": Privacy.SEALED,
        "sent_at": Privacy.OPERATIONAL,
    }

    class Meta:
        ordering = ("sent_at", "id")
        indexes = [models.Index(fields=("state",), name="attachments_by_state")]


class Piece(Record):
    """An encrypted piece of a file or of a working copy. The file's row comes last: pieces without one are no file yet."""

    file_id = models.UUIDField()
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    privacy = {"file_id": Privacy.TECHNICAL, "number": Privacy.TECHNICAL, "sealed": Privacy.SEALED}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("file_id", "number"), name="attachments_piece_order")]

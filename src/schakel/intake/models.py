"""Sealed reports, their conversation, and the short-lived visits of the public door."""

from django.conf import settings
from django.db import models

from schakel.access.models import INBOX_ID, Compartment
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.intake.content import Urgency
from schakel.vault.models import DataKeyField


class Channel(models.TextChoices):
    """Which way a report came in."""

    WEB = "web", "formulier"
    PHONE = "phone", "telefoon"
    EMAIL = "email", "e-mail"
    COUNTER = "counter", "balie"


class ReportState(models.TextChoices):
    """How far the desk is with a report."""

    SEALED = "sealed", "nog verzegeld"
    OPENED = "opened", "geopend"
    TRIAGED = "triaged", "beoordeeld"


class SealedBy(models.TextChoices):
    """Where the words of a report were sealed."""

    BROWSER = "browser", "op het toestel van de melder"
    SERVER = "server", "door onze server"


class Report(Record):
    """One message to the centre about a suspicion: two sealed parts until somebody opens it, one encrypted after."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, default=INBOX_ID, related_name="+")
    received_at = models.DateTimeField(default=time.now)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=10, default="nl")
    urgency = models.CharField(max_length=20, choices=Urgency, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.SEALED)
    sealed_by = models.CharField(max_length=10, choices=SealedBy, default=SealedBy.SERVER)
    # Unique: a second sending of the same visit can't become a second report.
    lookup = models.BinaryField(unique=True)
    reply_key = models.BinaryField()
    key_id = models.CharField(max_length=16, blank=True)
    routing_sealed = models.BinaryField(null=True)
    body_sealed = models.BinaryField(null=True)
    data_key = DataKeyField()
    content = models.BinaryField(null=True)

    privacy = {
        **dict.fromkeys(("compartment", "key_id", "data_key", "reply_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("received_at", "channel", "language", "urgency", "state", "sealed_by"), Privacy.OPERATIONAL),
        **dict.fromkeys(("routing_sealed", "body_sealed", "content"), Privacy.SEALED),
        "lookup": Privacy.SEARCH_TOKEN,
    }

    class Meta:
        indexes = [
            # Counting and sorting ten thousand waiting reports reads this index alone, never the envelopes.
            models.Index(fields=("compartment", "state", "urgency", "received_at", "id"), name="intake_inbox"),
            models.Index(fields=("received_at",), name="intake_by_moment"),
        ]


class Message(Record):
    """One turn of the conversation after a report. Sealed to the desk, or to the key in the reporter's code."""

    class Sender(models.TextChoices):
        REPORTER = "reporter", "melder"
        DESK = "desk", "meldpunt"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    sequence = models.PositiveIntegerField()
    sender = models.CharField(max_length=10, choices=Sender)
    sent_at = models.DateTimeField(default=time.now)
    key_id = models.CharField(max_length=16, blank=True)
    sealed = models.BinaryField(null=True)
    signature = models.BinaryField(null=True)
    # What staff read: under the report's data key (a reporter's words get here when first read).
    staff_copy = models.BinaryField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("report", "sequence", "key_id", "signature"), Privacy.TECHNICAL),
        **dict.fromkeys(("sender", "sent_at", "author", "read_at"), Privacy.OPERATIONAL),
        **dict.fromkeys(("sealed", "staff_copy"), Privacy.SEALED),
    }

    class Meta:
        ordering = ("sequence",)
        constraints = [models.UniqueConstraint(fields=("report", "sequence"), name="intake_message_order")]


class Visit(Record):
    """What the public door keeps between two pages, for 15 minutes, under a key that only the cookie holds."""

    lookup = models.BinaryField(unique=True)
    content = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    privacy = {"lookup": Privacy.SEARCH_TOKEN, "content": Privacy.SEALED, "expires_at": Privacy.OPERATIONAL}

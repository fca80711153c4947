"""Sealed reports, their conversation, proofs that one came in, and the short-lived visits of the public door."""

import uuid
from typing import ClassVar

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


class Answered(models.TextChoices):
    """How the term for a first answer ended."""

    MESSAGE = "message", "met een bericht"
    CONTACT = "contact", "de melder is gesproken"
    NOT_POSSIBLE = "not_possible", "antwoorden kan niet"
    NOT_KEPT = "not_kept", "niet bijgehouden"


class Aside(models.TextChoices):
    """Why a report was set aside without being judged."""

    SPAM = "spam", "spam"
    DOUBLE = "double", "dubbel"
    TEST = "test", "proefmelding"


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
    # What the desk does with it; the public door writes none of these.
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    held_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=20, choices=Answered, blank=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_as = models.CharField(max_length=10, choices=Aside, blank=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    double_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="doubles")

    privacy = {
        **dict.fromkeys(("compartment", "key_id", "data_key", "reply_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("received_at", "channel", "language", "urgency", "state", "sealed_by"), Privacy.OPERATIONAL),
        **dict.fromkeys(("holder", "held_since", "answered_at", "answered_how"), Privacy.OPERATIONAL),
        **dict.fromkeys(("set_aside_at", "set_aside_as", "set_aside_by"), Privacy.OPERATIONAL),
        "double_of": Privacy.TECHNICAL,
        **dict.fromkeys(("routing_sealed", "body_sealed", "content"), Privacy.SEALED),
        "lookup": Privacy.SEARCH_TOKEN,
    }

    class Meta:
        indexes = [
            # Counting and sorting ten thousand waiting reports reads this index alone, never the envelopes.
            models.Index(
                fields=(
                    "compartment",
                    "state",
                    "set_aside_at",
                    "urgency",
                    "received_at",
                    "answered_at",
                    "holder",
                    "channel",
                    "id",
                ),
                name="intake_inbox",
            ),
            models.Index(fields=("received_at",), name="intake_by_moment"),
            # What waits is a handful beside the reports of a year.
            models.Index(
                fields=("received_at",),
                name="intake_waiting",
                condition=models.Q(state__in=(ReportState.SEALED, ReportState.OPENED), set_aside_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(set_aside_at=None, set_aside_as="")
                | models.Q(set_aside_at__isnull=False, set_aside_as__in=Aside.values),
                name="intake_aside_has_reason",
            )
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
    # When whom it is for first saw it: staff, or the reporter with the code.
    read_at = models.DateTimeField(null=True)
    # Of an answer: in which language, whether somebody translated it, and which colleague read it before it went.
    language = models.CharField(max_length=10, blank=True)
    is_translated = models.BooleanField(default=False)
    second_reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    privacy = {
        **dict.fromkeys(("report", "sequence", "key_id", "signature"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("sender", "sent_at", "author", "read_at", "language", "is_translated", "second_reader"),
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(("sealed", "staff_copy"), Privacy.SEALED),
    }

    class Meta:
        ordering = ("sequence",)
        constraints = [models.UniqueConstraint(fields=("report", "sequence"), name="intake_message_order")]

    # Set while a conversation is drawn: nobody at the desk had read this turn before.
    is_new = False


class Visit(Record):
    """What the public door keeps between two pages, for 15 minutes, under a key that only the cookie holds."""

    lookup = models.BinaryField(unique=True)
    content = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    privacy = {"lookup": Privacy.SEARCH_TOKEN, "content": Privacy.SEALED, "expires_at": Privacy.OPERATIONAL}


class Proof(models.Model):
    """That something came in on a day, for whoever holds the check number; made only when a reporter asks for it.

    No `Record`: neither a link nor a moment leads from here to a report, nor the other way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(db_index=True)
    token = models.BinaryField(unique=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "id": Privacy.TECHNICAL,
        "day": Privacy.OPERATIONAL,
        "token": Privacy.SEARCH_TOKEN,
    }


class Return(Record):
    """That a reporter came back with the code: on which day first.

    Nothing else, and no moment: whoever finds this table learns on which day somebody looked, once.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="returned")
    first_on = models.DateField()

    privacy = {"report": Privacy.TECHNICAL, "first_on": Privacy.OPERATIONAL}

    class Meta:
        indexes = [models.Index(fields=("first_on",), name="intake_returned_on")]


class AnswerTemplate(Record):
    """Words to begin an answer with: about the work, and about nobody."""

    title = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="nl")
    body = models.TextField()
    retired_at = models.DateTimeField(null=True)

    privacy = dict.fromkeys(("title", "language", "body", "retired_at"), Privacy.ORGANISATIONAL)

    class Meta:
        ordering = ("language", "title", "id")


class AnswerDraft(Record):
    """An answer that waits for a second reader, or came back from one; under the report's data key, one per author."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=time.now)
    content = models.BinaryField()

    privacy = {
        "report": Privacy.TECHNICAL,
        **dict.fromkeys(("author", "written_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("written_at", "id")
        constraints = [models.UniqueConstraint(fields=("report", "author"), name="intake_one_draft_each")]

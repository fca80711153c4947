"""Changes of a reporter's contact rules, attempts to reach them, and messages on their way out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.intake.models import Report
from schakel.outbox.texts import Kind


class ContactChange(Record):
    """How a reporter may be reached from now on, and why staff changed that. Appended, never edited; the last one holds."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="contact_changes")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Under the report's data key, so that destroying the report destroys this with it.
    content = models.BinaryField()

    privacy = {"report": Privacy.TECHNICAL, "made_by": Privacy.OPERATIONAL, "content": Privacy.SEALED}

    class Meta:
        ordering = ("created_at", "id")


class ContactAttempt(Record):
    """Somebody tried to reach the reporter, or was reached; how that went is encrypted."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="contact_attempts")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()

    privacy = {"report": Privacy.TECHNICAL, "made_by": Privacy.OPERATIONAL, "content": Privacy.SEALED}

    class Meta:
        ordering = ("created_at", "id")


class State(models.TextChoices):
    """How far a message is. Only WAITING ones are ever sent."""

    WAITING = "waiting", "wacht"
    SENDING = "sending", "wordt verstuurd"
    SENT = "sent", "verstuurd"
    HELD = "held", "niet verstuurd: het mag niet"
    FAILED = "failed", "mislukt"
    UNSURE = "unsure", "misschien verstuurd"
    WITHDRAWN = "withdrawn", "ingetrokken"


class Outgoing(Record):
    """A message to go out, as ids and states: the words are in `texts`, the address where it always was.

    Either `report` (its reporter, as the rules of that moment allow), or `to` (a colleague), or `subject_id`: something of a
    room above, which says to which partner (`letters`).
    """

    kind = models.CharField(max_length=20, choices=Kind)
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(null=True, db_index=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=time.now)
    # Set when a try begins, and again when a server is about to get the text: what is not known afterwards shows here.
    begun_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # What went wrong last, as the kind of error and the server's number; never its words, which quote addresses.
    error = models.CharField(max_length=60, blank=True)

    privacy = {
        **dict.fromkeys(("report", "to", "subject_id"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("kind", "asked_by", "state", "tries", "due_at", "begun_at", "handed_at", "finished_at", "error"),
            Privacy.OPERATIONAL,
        ),
    }

    class Meta:
        indexes = [models.Index(fields=("state", "due_at"), name="outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, to=None, subject_id=None)
                | Q(report=None, to__isnull=False, subject_id=None)
                | Q(report=None, to=None, subject_id__isnull=False),
                name="outbox_to_one_reader",
            )
        ]

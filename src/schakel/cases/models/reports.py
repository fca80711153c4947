"""What is decided about reports and done with them; every judgement in words is encrypted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schakel.cases.models.case import Case
from schakel.cases.states import AdviceOutcome, CaseUrgency, Outcome
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.intake.models import Report
from schakel.vault.models import DataKeyField


class Triage(Record):
    """The decision on a report by a named person. A new decision supersedes the old one, which stays on record."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="triages")
    fits_purpose = models.BooleanField()
    reason = models.BinaryField()
    urgency = models.CharField(max_length=20, choices=CaseUrgency)
    outcome = models.CharField(max_length=20, choices=Outcome)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="triages")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=time.now)
    superseded_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("report", "case"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("fits_purpose", "urgency", "outcome", "decided_by", "decided_at", "superseded_at"), Privacy.OPERATIONAL
        ),
        "reason": Privacy.SEALED,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("report",), condition=Q(superseded_at=None), name="cases_one_triage_in_force"
            )
        ]


class Advice(Record):
    """How an advice request was handled. It makes no person, and counts among no victims.

    Topic, kind of asker and time spent stand with the words under the report's data key: beside a report they say
    something about who asked.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="advice")
    outcome = models.CharField(max_length=20, choices=AdviceOutcome)
    content = models.BinaryField()
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(default=time.now)

    privacy = {
        "report": Privacy.TECHNICAL,
        **dict.fromkeys(("outcome", "handled_by", "handled_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        indexes = [models.Index(fields=("handled_at",), name="cases_advice_by_moment")]


class Handover(Record):
    """Somebody gave a report to a colleague, with a few words. The receiver's own reading of it ends the wait."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=time.now)
    seen_at = models.DateTimeField(null=True)
    # Under a key of its own: a report that nobody opened has none yet.
    note = models.BinaryField(default=b"")
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(("report", "data_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("giver", "receiver", "given_at", "seen_at"), Privacy.OPERATIONAL),
        "note": Privacy.SEALED,
    }

    class Meta:
        ordering = ("given_at", "id")


class Joining(Record):
    """A report is about the same event as another, which leads. Each keeps its own conversation and judgement."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="joinings")
    leading = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="led")
    reason = models.BinaryField()
    data_key = DataKeyField()
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=time.now)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("report", "leading", "data_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("joined_by", "joined_at", "ended_at"), Privacy.OPERATIONAL),
        "reason": Privacy.SEALED,
    }

    class Meta:
        ordering = ("joined_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("report",), condition=Q(ended_at=None), name="cases_joined_once"),
            models.CheckConstraint(condition=~Q(report=models.F("leading")), name="cases_joined_to_another"),
        ]

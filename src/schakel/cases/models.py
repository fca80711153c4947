"""Triage decisions and cases; every judgement in words is encrypted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schakel.access.models import Compartment
from schakel.cases.plan.models import Calendar, Clock, Goal, Step, Version
from schakel.cases.states import AdviceOutcome, CaseState, CaseUrgency, Outcome
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.intake.models import Report
from schakel.people.models import Person
from schakel.vault.models import DataKeyField

# The tables of the plan stand in its own folder, and belong to this room.
__all__ = [
    "Advice", "Calendar", "Case", "Clock", "Goal", "Handover", "Joining", "Note", "Step", "Triage", "Version", "Victim",
]  # fmt: skip


class Case(Record):
    """Coordinated handling around one or more victims, led by a case coordinator."""

    compartment = models.OneToOneField(Compartment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    urgency = models.CharField(max_length=20, choices=CaseUrgency, default=CaseUrgency.ORDINARY)
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=time.now)
    closed_at = models.DateTimeField(null=True)
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(("compartment", "data_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("number", "state", "urgency", "coordinator", "opened_at", "closed_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        indexes = [models.Index(fields=("state", "opened_at"), name="cases_by_state")]

    def __str__(self) -> str:
        return self.number


class Victim(Record):
    """A person whose (suspected) victimhood a case is about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="victims")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="victim_in")

    privacy = dict.fromkeys(("case", "person"), Privacy.TECHNICAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "person"), name="cases_victim_once")]


class Note(Record):
    """What somebody wrote in a case. Notes are added, never edited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=time.now)
    text = models.BinaryField()

    privacy = {
        "case": Privacy.TECHNICAL,
        **dict.fromkeys(("author", "written_at"), Privacy.OPERATIONAL),
        "text": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-written_at", "id")


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

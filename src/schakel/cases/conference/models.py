"""Conferences, who takes part, what was agreed, and the minutes. Days, states and whose it is stand plain; no word does.

Where it is, what it is for, why somebody is needed, what they shared and on which ground: all of it stands under the data
key of the case, with every earlier version, as the parts of a plan do.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schakel.cases.conference.states import Answer, ConferenceState, MinutesState, Presence
from schakel.cases.plan.models import InPlan, Step
from schakel.cases.plan.states import Part
from schakel.core import time
from schakel.core.models import Privacy, Record


class Conference(InPlan):
    """People around one table, about one case, on one day."""

    part = Part.CONFERENCE
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="conferences")
    state = models.CharField(max_length=20, choices=ConferenceState, default=ConferenceState.PLANNED)
    starts_at = models.DateTimeField()
    duration = models.PositiveSmallIntegerField()  # minutes
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Goes up with each move: a calendar program takes the higher number for the newer day (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The day it was held, and when somebody wrote that down: notes from paper come later.
    held_on = models.DateField(null=True)
    held_entered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("case", "revision", "sequence"), Privacy.TECHNICAL),
        **dict.fromkeys(
            (
                "state",
                "starts_at",
                "duration",
                "chair",
                "planned_by",
                "held_on",
                "held_entered_at",
                "cancelled_at",
            ),
            Privacy.OPERATIONAL,
        ),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-starts_at", "id")

    def plain(self) -> dict[str, str]:
        """What stands outside the encrypted part and belongs to a version."""
        return {
            "state": str(self.state),
            "starts_at": self.starts_at.astimezone(time.REGION_ZONE).isoformat(),
            "duration": str(self.duration),
            "chair": str(self.chair_id),
        }


class Attendee(InPlan):
    """Somebody who takes part: a colleague, or a professional of another organisation; needed for something."""

    part = Part.ATTENDEE
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="attendees")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey("partners.Professional", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Answer, default=Answer.INVITED)
    presence = models.CharField(max_length=20, choices=Presence, default=Presence.UNKNOWN, blank=True)
    # The last day that this is theirs to see; a third party always has one (domain: Wgs 2.25-2.31).
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Which sequence of the invitation they were last given; none: nobody took it along yet.
    told = models.PositiveIntegerField(null=True)

    privacy = {
        **dict.fromkeys(("case", "conference", "revision", "told"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("account", "professional", "answer", "presence", "until", "ended_at"),
            Privacy.OPERATIONAL,
        ),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("conference", "account"), name="cases_attendee_account_once"),
            models.UniqueConstraint(fields=("conference", "professional"), name="cases_attendee_professional_once"),
            models.CheckConstraint(
                condition=Q(account=None) ^ Q(professional=None), name="cases_attendee_is_one_person"
            ),
        ]

    def plain(self) -> dict[str, str]:
        """What stands outside the encrypted part and belongs to a version."""
        last = self.until.isoformat() if self.until is not None else ""
        return {"answer": self.answer, "presence": self.presence, "until": last}


class Agreement(Record):
    """What was agreed: a step of the plan, made in this conference, and whose it is if they are of elsewhere."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="agreements")
    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="agreed")
    attendee = models.ForeignKey(Attendee, null=True, on_delete=models.SET_NULL, related_name="agreements")

    privacy = dict.fromkeys(("conference", "step", "attendee"), Privacy.TECHNICAL)

    class Meta:
        ordering = ("created_at", "id")


class Minutes(InPlan):
    """One edition of the minutes. Once final it stays as it is: a correction is the next one, which says what it mends."""

    part = Part.MINUTES
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=MinutesState, default=MinutesState.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    final_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("case", "conference", "number", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("state", "written_by", "read_by", "final_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-number",)
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=("conference", "number"), name="cases_minutes_numbered"),
            models.CheckConstraint(
                condition=Q(state=MinutesState.FINAL, final_at__isnull=False, read_by__isnull=False)
                & ~Q(read_by=F("written_by"))
                | ~Q(state=MinutesState.FINAL),
                name="cases_minutes_read_by_another",
            ),
        ]

    def plain(self) -> dict[str, str]:
        """What stands outside the encrypted part and belongs to a version."""
        return {"state": str(self.state)}

"""Goals, steps and clocks of a case. Days, states and whose it is stand plain, to sort and warn; every word is encrypted.

So is the kind of a step and the rule of a clock: that somebody is a child, a Dublin claimant or in hiding is said by these
alone. All of it stands under the data key of the case.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from schakel.cases.plan.states import ClockState, GoalState, Part, StepState
from schakel.core import time
from schakel.core.models import Privacy, Record

if TYPE_CHECKING:
    from schakel.cases.models import Case


class InPlan(Record):
    """A part of a plan: of a case, with words under its key, and a number that grows with every change."""

    case: "models.ForeignKey[Case, Case]"
    part: Part
    content = models.BinaryField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def plain(self) -> dict[str, str]:
        """What of a version stands outside the encrypted part."""
        return {}


class Goal(InPlan):
    """What a case works towards."""

    part = Part.GOAL
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="goals")
    state = models.CharField(max_length=20, choices=GoalState, default=GoalState.OPEN)
    set_at = models.DateTimeField(default=time.now)

    privacy = {
        **dict.fromkeys(("case", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("state", "set_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("set_at", "id")

    def plain(self) -> dict[str, str]:
        return {"state": str(self.state)}


class Step(InPlan):
    """An action or agreement: whose, by when, and how far it is."""

    part = Part.STEP
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="steps")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.SET_NULL, related_name="steps")
    state = models.CharField(max_length=20, choices=StepState, default=StepState.OPEN)
    # A colleague; somebody of another organisation who is not in the address book is named in the words.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Somebody of another organisation, where the address book knows them.
    professional = models.ForeignKey("partners.Professional", null=True, on_delete=models.PROTECT, related_name="+")
    # Plain, for the list of what waits for a partner.
    is_outside = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    planned_at = models.DateTimeField(default=time.now)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("case", "goal", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("state", "owner", "professional", "is_outside", "due_on", "planned_at", "ended_at"), Privacy.OPERATIONAL
        ),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("planned_at", "id")
        indexes = [models.Index(fields=("state", "due_on"), name="cases_steps_by_day")]

    def plain(self) -> dict[str, str]:
        return {
            "state": str(self.state),
            "owner": str(self.owner_id or ""),
            "professional": str(self.professional_id or ""),
            "goal": str(self.goal_id or ""),
            "due_on": self.due_on.isoformat() if self.due_on is not None else "",
        }


class Clock(InPlan):
    """A term that runs in a case. `due_at` and `warn_on` were counted when it started or was changed."""

    part = Part.CLOCK
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="clocks")
    # The step that it belongs to: it ends when that is done.
    step = models.OneToOneField(Step, null=True, on_delete=models.CASCADE, related_name="clock")
    state = models.CharField(max_length=20, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    last_day = models.DateField()
    warn_on = models.DateField()
    suspended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("case", "step", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("state", "started_at", "due_at", "last_day", "warn_on", "suspended_on", "ended_at"), Privacy.OPERATIONAL
        ),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("due_at", "id")
        indexes = [models.Index(fields=("state", "warn_on"), name="cases_clocks_by_day")]

    def plain(self) -> dict[str, str]:
        return {
            "state": str(self.state),
            "started_at": self.started_at.isoformat(),
            "last_day": self.last_day.isoformat(),
        }


class Version(Record):
    """How a part of a plan was after one change: by whom, when, and all that it said. Added, never edited."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="plan_versions")
    part = models.CharField(max_length=10, choices=Part)
    subject_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)
    content = models.BinaryField()

    privacy = {
        **dict.fromkeys(("case", "part", "subject_id", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("by", "at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("revision",)
        constraints = [models.UniqueConstraint(fields=("subject_id", "revision"), name="cases_plan_version_once")]


class Calendar(Record):
    """The address under which somebody's own calendar program fetches their days. Only the hash: it can't be read back."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=time.real_now)
    read_at = models.DateTimeField(null=True)

    privacy = {
        "token_hash": Privacy.TECHNICAL,
        **dict.fromkeys(("account", "made_at", "read_at"), Privacy.OPERATIONAL),
    }


class DailyMail(Record):
    """Somebody wants a mail on a working day that says how many things ask their attention; nothing of what they are."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The day that was looked at last: once a day, whether there was anything or not.
    looked_on = models.DateField(null=True)

    privacy = dict.fromkeys(("account", "looked_on"), Privacy.OPERATIONAL)

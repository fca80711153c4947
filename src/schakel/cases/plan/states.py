"""The states of a goal, a step and a clock."""

from django.db import models


class Part(models.TextChoices):
    """What a plan is made of, and what is versioned as its parts are."""

    GOAL = "goal", "doel"
    STEP = "step", "actie"
    CLOCK = "clock", "termijn"
    # What is kept in the same way, version by version, and stands beside the plan.
    CONFERENCE = "conference", "overleg"
    ATTENDEE = "attendee", "deelnemer"
    MINUTES = "minutes", "verslag"
    SIGNS = "signs", "signalen"
    DOCUMENT = "document", "document"
    SUPPLIED = "supplied", "aanvulling"
    REFERRAL = "referral", "doorverwijzing"


class GoalState(models.TextChoices):
    OPEN = "open", "loopt"
    REACHED = "reached", "bereikt"
    DROPPED = "dropped", "losgelaten"


class StepState(models.TextChoices):
    OPEN = "open", "open"
    BEGUN = "begun", "begonnen"
    DONE = "done", "klaar"
    DROPPED = "dropped", "vervallen"


class ClockState(models.TextChoices):
    """What is stored. Whether a running clock is late is counted from its day, and stored nowhere."""

    RUNNING = "running", "loopt"
    SUSPENDED = "suspended", "ligt stil"
    MET = "met", "gehaald"
    STOPPED = "stopped", "gestopt"


UNFINISHED = (StepState.OPEN, StepState.BEGUN)
UNENDED = (ClockState.RUNNING, ClockState.SUSPENDED)

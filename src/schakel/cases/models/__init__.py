"""The tables of cases, and of what is decided about reports; those of the plan and of conferences stand in their own folders."""

from schakel.cases.conference.models import Agreement, Attendee, Conference, Minutes
from schakel.cases.models.case import Case, Change, Involvement, Lineage, Look, Note, RiskAssessment, SavedView
from schakel.cases.models.reports import Advice, Handover, Joining, Triage
from schakel.cases.plan.models import Calendar, Clock, DailyMail, Goal, Step, Version

__all__ = [
    "Advice",
    "Agreement",
    "Attendee",
    "Calendar",
    "Case",
    "Change",
    "Clock",
    "Conference",
    "DailyMail",
    "Goal",
    "Handover",
    "Involvement",
    "Joining",
    "Lineage",
    "Look",
    "Minutes",
    "Note",
    "RiskAssessment",
    "SavedView",
    "Step",
    "Triage",
    "Version",
]

"""The tables of cases, and of what is decided about reports; those of the plan stand in its own folder."""

from schakel.cases.models.case import Case, Change, Involvement, Lineage, Look, Note, RiskAssessment, SavedView
from schakel.cases.models.reports import Advice, Handover, Joining, Triage
from schakel.cases.plan.models import Calendar, Clock, Goal, Step, Version

__all__ = [
    "Advice",
    "Calendar",
    "Case",
    "Change",
    "Clock",
    "Goal",
    "Handover",
    "Involvement",
    "Joining",
    "Lineage",
    "Look",
    "Note",
    "RiskAssessment",
    "SavedView",
    "Step",
    "Triage",
    "Version",
]

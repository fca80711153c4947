"""The tables of cases, and of what is decided about reports; those of the plan, conferences and signs stand in their own folders."""

from schakel.cases.conference.models import Agreement, Attendee, Conference, Minutes
from schakel.cases.documents.models import About, Document, DocumentFile, LetterTemplate, LetterTemplateVersion
from schakel.cases.models.case import Case, Change, Involvement, Lineage, Look, Note, RiskAssessment, SavedView
from schakel.cases.models.reports import Advice, Handover, Joining, Triage
from schakel.cases.plan.models import Calendar, Clock, DailyMail, Goal, Step, Version
from schakel.cases.signs.models import CriticalSign, OwnSign, OwnSignVersion, SignSource

__all__ = [
    "About",
    "Advice",
    "Agreement",
    "Attendee",
    "Calendar",
    "Case",
    "Change",
    "Clock",
    "Conference",
    "CriticalSign",
    "DailyMail",
    "Document",
    "DocumentFile",
    "Goal",
    "Handover",
    "Involvement",
    "Joining",
    "LetterTemplate",
    "LetterTemplateVersion",
    "Lineage",
    "Look",
    "Minutes",
    "Note",
    "OwnSign",
    "OwnSignVersion",
    "RiskAssessment",
    "SavedView",
    "SignSource",
    "Step",
    "Triage",
    "Version",
]

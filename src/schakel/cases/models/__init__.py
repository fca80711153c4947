"""The tables of cases, and of what is decided about reports."""

from schakel.cases.models.case import Case, Change, Involvement, Lineage, Note, RiskAssessment
from schakel.cases.models.reports import Advice, Handover, Joining, Triage

__all__ = [
    "Advice",
    "Case",
    "Handover",
    "Involvement",
    "Joining",
    "Lineage",
    "Note",
    "RiskAssessment",
    "Change",
    "Triage",
]

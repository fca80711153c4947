"""An invented region and year: reports, people, decisions and activities that give exactly the margins asked for."""

from schakel.methods.synthetic.invent import invent_year
from schakel.methods.synthetic.margins import MARGINS_2026, PUBLISHED_2025, Margins
from schakel.methods.synthetic.records import (
    Activity,
    Contact,
    InventedReport,
    MentionedPerson,
    Message,
    Person,
    TriageDecision,
    Year,
)
from schakel.methods.synthetic.region import ELSEWHERE, TWENTE, UNKNOWN, Municipality

__all__ = [
    "ELSEWHERE",
    "MARGINS_2026",
    "PUBLISHED_2025",
    "TWENTE",
    "UNKNOWN",
    "Activity",
    "Contact",
    "InventedReport",
    "Margins",
    "MentionedPerson",
    "Message",
    "Municipality",
    "Person",
    "TriageDecision",
    "Year",
    "invent_year",
]

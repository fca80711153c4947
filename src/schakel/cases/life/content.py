"""What a case says in words, as plain values, and how each part is encrypted."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from schakel.cases.models import Case, Change, Involvement, Lineage, Note, RiskAssessment
from schakel.cases.states import ClosingOutcome, ClosingReason, RiskLevel
from schakel.core import region
from schakel.intake.content import Form
from schakel.people import details as described
from schakel.people.details import PersonDetails
from schakel.vault import records

_NOTE = "note"
_FACTS, _INVOLVED, _STEP, _RISK, _LINEAGE = "case facts", "involvement", "case step", "risk assessment", "lineage"


@dataclass(frozen=True)
class Facts:
    """What is known of a case as a whole."""

    municipality: str = ""  # code of the profile
    forms: tuple[str, ...] = ()
    goal: str = ""
    urgent_because: str = ""
    outcome: str = ""  # ClosingOutcome
    reason: str = ""  # ClosingReason
    # The content was there and can't be read any more; never stored.
    is_destroyed: bool = False

    @property
    def municipality_name(self) -> str:
        return region.current().municipality_name(self.municipality) if self.municipality else ""

    @property
    def form_names(self) -> str:
        return ", ".join(str(Form(form).label) for form in self.forms)

    @property
    def outcome_words(self) -> str:
        return str(ClosingOutcome(self.outcome).label) if self.outcome else ""

    @property
    def reason_words(self) -> str:
        return str(ClosingReason(self.reason).label) if self.reason else ""


@dataclass(frozen=True)
class Involved:
    """Who it is where no `Person` says so, what they are to the others in words, and why their part ended."""

    details: PersonDetails | None = None
    relation: str = ""
    ended_because: str = ""


@dataclass(frozen=True)
class Said:
    """What somebody wrote down with a move, or with another urgency."""

    words: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Risk:
    """One assessment in words."""

    level: str
    at_stake: str
    agreements: str = ""
    is_destroyed: bool = False

    @property
    def level_words(self) -> str:
        return records.DESTROYED if self.is_destroyed else str(RiskLevel(self.level).label)


@dataclass(frozen=True)
class Went:
    """Why cases were split or joined, and the ids of what went along."""

    why: str = ""
    ended: list[str] = field(default_factory=list)  # rows of who is in it, ended in the case they left
    made: list[str] = field(default_factory=list)  # and made in the other
    became: dict[str, str] = field(default_factory=dict)  # which of the first is which of the second
    reports: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    urgency: str = ""  # what it was in the case that went on
    stood: list[int] = field(default_factory=list)  # how much there was in both, right after


def read_note(note: Note) -> str:
    """A note in words, or that the words were destroyed."""
    return records.decrypt_words(note.case.data_key, note.text, label=_NOTE, record_id=note.id)


def write_note(note: Note, text: str) -> None:
    """Encrypt a note into the row (the caller saves). Raises Destroyed."""
    note.text = records.encrypt(note.case.data_key, text, label=_NOTE, record_id=note.id)


def read_facts(case: Case) -> Facts:
    """What is known of the case; nothing where nobody wrote anything."""
    if not case.facts:
        return Facts(is_destroyed=records.is_destroyed(case.data_key))
    try:
        raw = records.decrypt(case.data_key, case.facts, label=_FACTS, record_id=case.id)
    except records.Destroyed:
        return Facts(is_destroyed=True)
    return Facts(**{**raw, "forms": tuple(raw["forms"])})


def write_facts(case: Case, facts: Facts) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    raw = asdict(facts)
    del raw["is_destroyed"]
    case.facts = records.encrypt(case.data_key, raw, label=_FACTS, record_id=case.id)


def read_involved(row: Involvement) -> Involved:
    """What the row says in words."""
    if not row.content:
        return Involved()
    try:
        raw = records.decrypt(row.case.data_key, row.content, label=_INVOLVED, record_id=row.id)
    except records.Destroyed:
        gone = PersonDetails(row.since, is_destroyed=True) if row.person_id is None else None
        return Involved(gone, records.DESTROYED)
    details = described.from_json(raw["details"]) if raw["details"] else None
    return Involved(details, raw["relation"], raw["ended_because"])


def write_involved(row: Involvement, said: Involved) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    raw = {
        "details": described.to_json(said.details) if said.details else None,
        "relation": said.relation,
        "ended_because": said.ended_because,
    }
    row.content = records.encrypt(row.case.data_key, raw, label=_INVOLVED, record_id=row.id)


def ended(row: Involvement, because: str) -> None:
    """Add to the row why this part ended (the caller saves)."""
    write_involved(row, replace(read_involved(row), ended_because=because))


def read_said(step: Change) -> Said:
    """What was written down with the step."""
    if not step.content:
        return Said()
    try:
        return Said(**records.decrypt(step.case.data_key, step.content, label=_STEP, record_id=step.id))
    except records.Destroyed:
        return Said(records.DESTROYED)


def write_said(step: Change, said: Said) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    step.content = records.encrypt(step.case.data_key, asdict(said), label=_STEP, record_id=step.id)


def read_risk(row: RiskAssessment) -> Risk:
    """The assessment in words."""
    try:
        return Risk(**records.decrypt(row.case.data_key, row.content, label=_RISK, record_id=row.id))
    except records.Destroyed:
        return Risk("", records.DESTROYED, is_destroyed=True)


def write_risk(row: RiskAssessment, risk: Risk) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    raw = asdict(risk)
    del raw["is_destroyed"]
    row.content = records.encrypt(row.case.data_key, raw, label=_RISK, record_id=row.id)


def read_went(row: Lineage) -> Went:
    """Why, and what went along."""
    try:
        raw: Mapping[str, Any] = records.decrypt(row.data_key, row.content, label=_LINEAGE, record_id=row.id)
    except records.Destroyed:
        return Went(records.DESTROYED)
    return Went(**raw)


def write_went(row: Lineage, went: Went) -> None:
    """Encrypt into the row, under a key of its own (the caller saves)."""
    if row.data_key is None:
        row.data_key = records.create_data_key()
    row.content = records.encrypt(row.data_key, asdict(went), label=_LINEAGE, record_id=row.id)


def ids(texts: list[str]) -> list[uuid.UUID]:
    """The ids behind what `Went` keeps as text."""
    return [uuid.UUID(text) for text in texts]

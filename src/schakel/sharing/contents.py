"""What a disclosure and a consent say, as plain values, and how they are encrypted under the key of the case."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from schakel.core import time
from schakel.sharing.models import Consent, Disclosure
from schakel.vault import records

_DRAFT, _GIVEN, _CONSENT = "disclosure", "disclosure given", "consent"


@dataclass(frozen=True)
class Wording:
    """Everything that is written down about a disclosure. Days are text (2026-11-20), empty where nobody said one."""

    purpose: str
    is_representative: bool = False
    ground: str = ""
    article: str = ""
    necessity: str = ""
    proportionality: str = ""
    subsidiarity: str = ""
    # Of whom which fields ("<row of who is in the case>:<field>", or "case:<field>"), and what is told in words.
    chosen: tuple[str, ...] = ()
    text: str = ""
    # Categories that staff add to what the fields say by themselves; they can't take one away.
    also: tuple[str, ...] = ()
    secrecy: str = ""
    secrecy_because: str = ""
    supplier: str = ""
    supplier_agreed_on: str = ""
    onward: str = ""
    conditions: str = ""
    basis: str = ""
    committee: str = ""
    committee_on: str = ""
    objections: str = ""
    objections_asked_on: str = ""
    mandate_seen_on: str = ""
    expires_on: str = ""
    # Why it was recalled, or dropped.
    ended_because: str = ""
    # Nobody can guess it, so that the hash which an approval is bound to gives no words away.
    salt: str = ""


@dataclass(frozen=True)
class Told:
    """One person (or the case itself) as it was given: label and value, with the category of each."""

    subject: str
    name: str
    role: str
    # Whom it is about: the ids by which they are known, not to be printed.
    about: tuple[str, ...]
    lines: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Given:
    """What was given, and everything that it rested on, as it stood at that moment."""

    number: str
    given_on: str
    given_by: str
    organisation: str
    professional: str
    recipients: tuple[str, ...]
    purpose: str
    ground: str
    how: str
    told: tuple[Told, ...]
    text: str
    conditions: str
    expires_on: str
    categories: tuple[str, ...]
    consents: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def about(self) -> set[str]:
        """Everybody of whom something was given."""
        return {one for told in self.told for one in told.about}

    @property
    def has_suspects(self) -> bool:
        """Whether something was given of a suspect: not for everybody's eyes."""
        return any(told.role == "suspect" for told in self.told)

    def is_of(self, rows: Collection[str]) -> bool:
        """Whether something was given of one of these rows of who is in the case."""
        return any(told.subject in rows for told in self.told)


@dataclass(frozen=True)
class Agreement:
    """What a consent says."""

    purpose: str
    giver: str
    how: str
    # Who spoke for somebody else, and what was said.
    giver_name: str = ""
    words: str = ""
    withdrawn_because: str = field(default="")


def write_draft(row: Disclosure, wording: Wording) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    row.content = records.encrypt(row.case.data_key, asdict(wording), label=_DRAFT, record_id=row.id)


def read_draft(row: Disclosure) -> Wording:
    """What is written down about it. Raises Destroyed."""
    raw = records.decrypt(row.case.data_key, row.content, label=_DRAFT, record_id=row.id)
    return Wording(**{**raw, "chosen": tuple(raw["chosen"]), "also": tuple(raw["also"])})


def write_given(row: Disclosure, given: Given) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    row.frozen = records.encrypt(row.case.data_key, asdict(given), label=_GIVEN, record_id=row.id)


def read_given(row: Disclosure) -> Given | None:
    """What was given; None for what was not. Raises Destroyed."""
    if not row.frozen:
        return None
    raw = records.decrypt(row.case.data_key, row.frozen, label=_GIVEN, record_id=row.id)
    lists = {name: tuple(raw[name]) for name in ("recipients", "categories", "consents", "rules")}
    return Given(**{**raw, **lists, "told": tuple(_told(one) for one in raw["told"])})


def write_agreement(row: Consent, agreement: Agreement) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    row.content = records.encrypt(row.case.data_key, asdict(agreement), label=_CONSENT, record_id=row.id)


def read_agreement(row: Consent) -> Agreement:
    """What the consent says. Raises Destroyed."""
    return Agreement(**records.decrypt(row.case.data_key, row.content, label=_CONSENT, record_id=row.id))


def day_of(text: str) -> date | None:
    """A day that is kept as text."""
    return date.fromisoformat(text) if text else None


def has_come(text: str) -> bool:
    """Whether a day was said, and it is not still to come."""
    day = day_of(text)
    return day is not None and day <= time.today()


def _told(raw: Mapping[str, Any]) -> Told:
    lines = tuple((label, value, tuple(categories)) for label, value, categories in raw["lines"])
    return Told(**{**raw, "about": tuple(raw["about"]), "lines": lines})

"""What the generator hands over: plain frozen records of an invented year, without behaviour."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

Channel = Literal["form", "phone", "email", "counter"]
Outcome = Literal["new_case", "add_to_case", "advice", "refer", "no_further_action"]
Urgency = Literal["ordinary", "soon", "urgent"]
Misfit = Literal["smuggling_question", "spam", "nuisance", "advice_only", "redirected"]
Speaker = Literal["centre", "reporter"]


@dataclass(frozen=True)
class Person:
    """The real human behind the mentions, as nobody in the region knows them completely.

    `birth_date` is None when nobody who reports knows the age. `gender` is woman, man, other or unknown;
    `nationality` an ISO 3166 code of two letters; `family_name` stands without its `prefix` (van der).
    """

    identity_key: str
    origin: str
    given_name: str
    prefix: str
    family_name: str
    nickname: str
    gender: str
    birth_date: date | None
    nationality: str
    phone: str
    address: str


@dataclass(frozen=True)
class MentionedPerson:
    """What one report says about one person: '' and None are "not said". The same `identity_key`, the same human."""

    identity_key: str
    given_name: str = ""
    family_name: str = ""
    nickname: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    age: int | None = None
    age_words: str = ""
    gender: str = "unknown"
    nationality: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Contact:
    """How the reporter wants to hear back; `detail` is the number or address, '' with only the receipt code."""

    how: Literal["code", "phone", "email"]
    detail: str = ""


@dataclass(frozen=True)
class TriageDecision:
    """What the centre decided about a report.

    `case_key` ties the reports of one case together; `misfit` says what it was when it is no report of trafficking.
    """

    fits_purpose: bool
    reason: str
    urgency: Urgency
    outcome: Outcome
    note: str
    misfit: Misfit | None = None
    case_key: str | None = None
    victim_status: Literal["possible", "confirmed"] | None = None


class Message(NamedTuple):
    """One message of the conversation after the report."""

    direction: Speaker
    text: str


@dataclass(frozen=True)
class InventedReport:
    """One report as it came in, with what the centre did with it (`triage` is None while it waits in the inbox).

    `received_at` is aware, Europe/Amsterdam. `municipality` is a CBS code, "elsewhere" or "unknown".
    `forms` holds sexual, criminal, labour, organ; empty means "don't know".
    """

    key: str
    received_at: datetime
    channel: Channel
    language: str
    reporter_category: str
    municipality: str
    danger_today: bool
    under_18: bool | None
    story: str
    place: str
    forms: tuple[str, ...]
    since: str
    people: tuple[MentionedPerson, ...]
    contact: Contact
    triage: TriageDecision | None
    conversation: tuple[Message, ...]


@dataclass(frozen=True)
class Activity:
    """Something the centre did; `people_reached` is None when nobody can know."""

    date: date
    kind: Literal["network_event", "information_session", "vr_headset", "talking_board", "poster", "campaign"]
    title: str
    municipality: str | None
    people_reached: int | None


@dataclass(frozen=True)
class Year:
    """An invented year: reports by `received_at`, activities by date, and the truth about everyone mentioned."""

    reports: tuple[InventedReport, ...]
    activities: tuple[Activity, ...]
    people: tuple[Person, ...]

"""What a report says, as plain values: the routing part and the body, and how they become bytes."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models


class ReporterCategory(models.TextChoices):
    """Who reports: the six categories of the factsheet."""

    CARE = "care", "zorg of wijkteam"
    MUNICIPALITY = "municipality", "gemeente"
    POLICE = "police", "politie"
    VICTIM = "victim", "slachtoffer of betrokkene"
    COMENSHA = "comensha", "CoMensha"
    OTHER = "other", "anders"


class Form(models.TextChoices):
    """The four forms of exploitation; none chosen means that the reporter does not know."""

    SEXUAL = "sexual", "seksuele uitbuiting"
    CRIMINAL = "criminal", "criminele uitbuiting"
    LABOUR = "labour", "arbeidsuitbuiting"
    ORGAN = "organ", "gedwongen orgaanhandel of draagmoederschap"


class Gender(models.TextChoices):
    WOMAN = "woman", "vrouw"
    MAN = "man", "man"
    OTHER = "other", "anders"
    UNKNOWN = "unknown", "weet ik niet"


class HearBack(models.TextChoices):
    """How the reporter wants to hear back; the code always works."""

    CODE = "code", "alleen met de code"
    PHONE = "phone", "bellen"
    EMAIL = "email", "mailen"


class Urgency(models.TextChoices):
    """The one mark outside the seal."""

    NONE = "", "geen"
    UNDER_18 = "under_18", "onder de 18"
    DANGER_TODAY = "danger_today", "gevaar vandaag"


@dataclass(frozen=True)
class Routing:
    """The part that tells the desk who should look first."""

    category: str
    municipality: str
    danger_today: bool = False
    under_18: bool = False


@dataclass(frozen=True)
class PersonDescription:
    """Somebody the report is about, in the reporter's own words; everything may be empty."""

    name: str = ""
    nickname: str = ""
    age: str = ""  # a birth date, a year, an age or a guess, as typed
    gender: str = Gender.UNKNOWN
    phone: str = ""
    address: str = ""

    def is_empty(self) -> bool:
        """Whether nothing at all was said about this person."""
        return self == PersonDescription(gender=self.gender) and self.gender in ("", Gender.UNKNOWN)


@dataclass(frozen=True)
class Body:
    """What only whoever opens the report reads."""

    story: str
    place: str = ""
    since: str = ""
    forms: tuple[str, ...] = ()
    people: tuple[PersonDescription, ...] = ()
    hear_back: str = HearBack.CODE
    hear_back_detail: str = ""
    # What a form did not take, of a report that only the reporter's own browser checked: question and words.
    as_typed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Content:
    """A whole report, after opening."""

    routing: Routing
    body: Body

    @property
    def urgency(self) -> Urgency:
        """The mark that stands outside the seal."""
        if self.routing.danger_today:
            return Urgency.DANGER_TODAY
        return Urgency.UNDER_18 if self.routing.under_18 else Urgency.NONE


def routing_to_bytes(routing: Routing) -> bytes:
    return _to_bytes(asdict(routing))


def routing_from_bytes(raw: bytes) -> Routing:
    return Routing(**json.loads(raw))


def body_to_bytes(body: Body) -> bytes:
    return _to_bytes(asdict(body))


def body_from_bytes(raw: bytes) -> Body:
    return body_from_json(json.loads(raw))


def to_json(content: Content) -> dict[str, Any]:
    """The form in which an opened report is encrypted again."""
    return {"routing": asdict(content.routing), "body": asdict(content.body)}


def from_json(raw: dict[str, Any]) -> Content:
    return Content(Routing(**raw["routing"]), body_from_json(raw["body"]))


def body_from_json(raw: dict[str, Any]) -> Body:
    people = tuple(PersonDescription(**person) for person in raw["people"])
    as_typed = tuple((str(question), str(words)) for question, words in raw.get("as_typed", ()))
    return Body(**{**raw, "people": people, "forms": tuple(raw["forms"]), "as_typed": as_typed})


def _to_bytes(raw: dict[str, Any]) -> bytes:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()

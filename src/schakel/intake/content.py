"""What a report says, as plain values: the routing part and the body, and how they become bytes."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models

from schakel.intake.contact import NOTHING_ALLOWED, ContactRules, rules_from_json


class Way(models.TextChoices):
    """What somebody came for, in their own words as the desk reads them. The public door asks it first."""

    HELP = "help", "Ik heb zelf hulp nodig"
    WORRIED = "worried", "Ik maak me zorgen om iemand"
    PROFESSIONAL = "professional", "Ik meld voor mijn werk"
    ADVICE = "advice", "Ik wil sparren"
    MUNICIPALITY = "municipality", "Ik meld voor een gemeente"
    STOPPING = "stopping", "Ik heb zelf iets gedaan en wil stoppen"
    # No longer asked at the public door: there are pages for professionals. What came in this way stays what it is.
    REQUEST = "request", "Ik vraag een training of materiaal"


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


class Ground(models.TextChoices):
    """Why a professional may tell us about a client, asked before any name."""

    CONSENT = "consent", "toestemming van de cliënt"
    DANGER = "danger", "ernstig gevaar (vitaal belang)"
    TASK = "task", "wettelijke taak van de organisatie"
    WGS = "wgs", "samenwerking onder de Wgs"
    NO_NAMES = "no_names", "noemt geen namen"
    UNKNOWN = "unknown", "weet de melder niet"


class Wish(models.TextChoices):
    """What would help somebody who wants to stop."""

    STOP = "stop", "hulp om te stoppen"
    SAFE = "safe", "zelf veilig zijn"
    VICTIM = "victim", "hulp voor iemand anders"
    LAWYER = "lawyer", "een advocaat vinden"
    TALK = "talk", "praten"


class Subject(models.TextChoices):
    """What an organisation asked for, in a request of before the pages for professionals."""

    TRAINING = "training", "training of les"
    BOARD = "board", "praatplaat, poster of ander materiaal"
    HEADSET = "headset", "VR-bril lenen"
    OTHER = "other_request", "iets anders"


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
    way: str = ""  # empty in reports from before the ways were told apart


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
    reporter_name: str = ""
    organisation: str = ""
    ground: str = ""
    wishes: tuple[str, ...] = ()  # of somebody who wants to stop, or the subject of a request
    contact: ContactRules = NOTHING_ALLOWED
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


def way_words(routing: Routing) -> str:
    """What the reporter came for, as the desk reads it; nothing in a report from before the ways were told apart."""
    return Way(routing.way).label if routing.way else ""


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
    lists = {"forms": tuple(raw["forms"]), "wishes": tuple(raw.get("wishes", ()))}
    lists["as_typed"] = tuple((str(question), str(words)) for question, words in raw.get("as_typed", ()))
    return Body(**{**raw, "people": people, **lists, "contact": rules_from_json(raw.get("contact", {}))})


def _to_bytes(raw: dict[str, Any]) -> bytes:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()

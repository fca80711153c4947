"""Events in words: who, what, about which record and with which details; ids become names, content is never touched."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format

from schakel.access.models import BreakGlassReview, Compartment, Grant, LogReading, Proposal, User
from schakel.access.roles import Role
from schakel.audit import kinds
from schakel.audit.kinds import Kind
from schakel.audit.models import Event
from schakel.cases.models import Case
from schakel.cases.plan.states import GoalState, StepState
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.intake.models import Channel, Report
from schakel.people.models import Person
from schakel.publications.models import Publication

# Actors without an account.
OTHERS = {"reporter": "een melder", "professional": "een professional", "visitor": "iemand die niet was aangemeld"}
_OTHER_ROLES = {
    "reporter": "publieke deur",
    "professional": "publieke deur",
    "visitor": "aanmeldpagina",
    "system": "zelfstandig onderdeel",
}
_SYSTEM = "system:"

_USERS = {
    "user": "collega",
    "actor": "collega",
    "coordinator": "procesregisseur",
    "leaver": "vertrokken",
    "successor": "opvolger",
    "author": "geschreven door",
    "owner": "van wie",
}
_LISTS = {
    "persons": ("persoon", "personen"),
    "reports": ("melding", "meldingen"),
    "messages": ("bericht", "berichten"),
    "grants": ("toegang", "toegangen"),
    "readings": ("lezing", "lezingen"),
    "cases": ("casus", "casussen"),
    "accounts": ("account", "accounts"),
    "proposals": ("voorstel", "voorstellen"),
}
_CHOICES: Mapping[str, tuple[str, tuple[Any, ...]]] = {
    "outcome": ("uitkomst", (Outcome,)),
    "ground": ("grond", (Grant.Ground,)),
    "verdict": ("oordeel", (BreakGlassReview.Verdict,)),
    "role": ("rol", (Role,)),
    "channel": ("ingang", (Channel,)),
    "purpose": ("waarvoor", (LogReading.Purpose,)),
    "state": ("stand", (StepState, GoalState)),
    "kind": ("soort", (Compartment.Kind, Proposal.Kind, Kind)),
}
_PLAIN = {
    "notes": "notities", "steps": "acties", "clocks": "termijnen", "count": "aantal", "year": "jaar", "revision": "versie", "through": "tot en met nummer",
    "reason": "reden", "variable": "tabel", "value": "rij", "page": "pagina", "status": "antwoord", "door": "deur",
    "names": "collega's met",
}  # fmt: skip
_MOMENTS = {"first_day": "vanaf", "last_day": "tot en met", "until": "tot", "since": "vanaf"}


@dataclass(frozen=True)
class Line:
    """One event as it stands on the page. `case` and `person` are what to filter by to see more of the same."""

    event: Event
    at: str
    who: str
    role: str
    what: str
    about: str
    detail: str
    kind: str
    case: str = ""
    person: str = ""
    search: str = ""


class Names:
    """The names behind the ids in some events, fetched in a few queries whatever their number."""

    def __init__(self, events: Iterable[Event]) -> None:
        wanted: dict[str, set[uuid.UUID]] = {}
        for event in events:
            wanted.setdefault("user", set()).update(_uuids([event.actor_id]))
            wanted.setdefault(event.object_type, set()).update(_uuids([event.object_id]))
            for detail in (event.detail, event.detail.get("asked") or {}):
                wanted["user"].update(_uuids(detail.get(key) for key in _USERS))
                wanted.setdefault("case", set()).update(_uuids([detail.get("case")]))
        self._users = {str(user.pk): user for user in User.objects.filter(pk__in=wanted.get("user", ()))}
        self._cases = _numbers("pk", wanted.get("case", set()))
        self._compartments = _numbers("compartment", wanted.get("compartment", set()))
        self._reports = {
            str(pk): at
            for pk, at in Report.objects.filter(pk__in=wanted.get("report", ())).values_list("pk", "received_at")
        }
        self._publications = {
            str(pk): year
            for pk, year in Publication.objects.filter(pk__in=wanted.get("publication", ())).values_list("pk", "year")
        }
        self._persons = set(
            map(str, Person.objects.filter(pk__in=wanted.get("person", ())).values_list("pk", flat=True))
        )

    def actor(self, actor_id: str) -> str:
        """Whose name an actor's id stands for, also when the account was closed since."""
        user = self._users.get(actor_id)
        if user is not None:
            return user.name if user.is_active else f"{user.name} (account gesloten)"
        if actor_id.startswith(_SYSTEM):
            return f"het systeem ({actor_id.removeprefix(_SYSTEM)})"
        return OTHERS.get(actor_id, actor_id)

    def case_number(self, event: Event) -> str:
        """The number of the case that an event is about, if it is about one."""
        return {"case": self._cases, "compartment": self._compartments}.get(event.object_type, {}).get(
            event.object_id, ""
        )

    def about(self, event: Event) -> str:
        """Which record an event is about, after what was done: a number, a day or a name, never content."""
        kind, record_id = event.object_type, event.object_id
        if kind == "user" and record_id != event.actor_id:
            return self.actor(record_id)
        if kind == "report" and record_id in self._reports:
            return moment_words(self._reports[record_id], with_time=False)
        if kind == "publication" and record_id in self._publications:
            return str(self._publications[record_id])
        return self.case_number(event)

    def line(self, event: Event) -> Line:
        """An event ready to show."""
        is_person = event.object_type == "person" and event.object_id in self._persons
        return Line(
            event,
            moment_words(event.at),
            self.actor(event.actor_id),
            role_words(event.actor_role),
            kinds.words_of(event.tag),
            self.about(event),
            "; ".join(self._detail(event.detail)),
            kinds.kind_of(event.tag).label,
            self.case_number(event) or self._cases.get(str(event.detail.get("case")), ""),
            event.object_id if is_person else "",
            str(event.detail.get("query", "")) if kinds.kind_of(event.tag) == Kind.SEARCH else "",
        )

    def _detail(self, detail: Mapping[str, Any]) -> Iterator[str]:
        """The details that say something; ids of rows that nobody can open from here are left out."""
        for key, value in detail.items():
            if key == "asked" and isinstance(value, dict):
                yield from self._detail(value)
            elif value not in (None, "", [], {}) and (words := self._one(key, value)):
                yield words

    def _one(self, key: str, value: Any) -> str:
        if key in _USERS:
            return f"{_USERS[key]}: {self.actor(str(value))}"
        if key in _LISTS and isinstance(value, list):
            return f"{len(value)} {_LISTS[key][len(value) != 1]}"
        if key in _CHOICES:
            return f"{_CHOICES[key][0]}: {_choice(_CHOICES[key][1], str(value))}"
        if key in _MOMENTS:
            return f"{_MOMENTS[key]} {_moment(str(value))}"
        if key == "case" and str(value) in self._cases:
            return f"casus {self._cases[str(value)]}"
        return f"{_PLAIN[key]}: {value}" if key in _PLAIN else {"person": "over een persoon"}.get(key, "")


def role_words(role: str) -> str:
    """A role as the desk writes it, of actors without an account too."""
    return Role(role).label if role in Role.values else _OTHER_ROLES.get(role, role)


def moment_words(at: datetime, *, with_time: bool = True) -> str:
    """A moment in the region's zone, to the second: what happened first must be plain."""
    return date_format(at.astimezone(time.REGION_ZONE), "j M Y H:i:s" if with_time else "j M Y").lower()


def _choice(enums: tuple[Any, ...], value: str) -> str:
    return next((str(enum(value).label) for enum in enums if value in enum.values), value)


def _moment(text: str) -> str:
    try:
        return moment_words(datetime.fromisoformat(text))
    except ValueError:
        return text


def _numbers(field: str, ids: set[uuid.UUID]) -> dict[str, str]:
    rows = Case.objects.filter(**{f"{field}__in": ids}).values_list(field, "number")
    return {str(record_id): number for record_id, number in rows}


def _uuids(texts: Iterable[Any]) -> set[uuid.UUID]:
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(str(text)))
        except ValueError:
            continue
    return found

"""A version of a conference, of who takes part or of the minutes as fields in words: to lay two beside each other."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from schakel.access.models import User
from schakel.cases.conference.states import Answer, ConferenceState, Ground, MinutesState, Naming, Presence
from schakel.cases.plan import contents
from schakel.cases.plan.history import Change
from schakel.cases.plan.models import InPlan, Version
from schakel.cases.plan.states import Part
from schakel.core import time
from schakel.core.templatetags.work import day, when
from schakel.vault import records

POINT, WORDS, AUDIENCE, ORDER = "point_", "words_", "audience_", "order"
PARTIES, ALL = "parties", "all"
_LABELS: Mapping[str, str] = {
    "starts_at": "Wanneer",
    "duration": "Hoe lang (minuten)",
    "place": "Waar",
    "chair": "Voorzitter",
    "purpose": "Waarvoor",
    "decisions": "Besluiten",
    "state": "Stand",
    "reason": "Reden",
    "need": "Waarvoor nodig",
    "until": "Tot en met",
    "answer": "Antwoord",
    "presence": "Aanwezig",
    "shared": "Wat deelde",
    "ground": "Op welke grond",
    "because": "Waarom op deze grond",
    "conditions": "Voorwaarden",
    "naming": "Personen heten",
    "why": "Wat wordt verbeterd",
}
_STATES: Mapping[str, type[ConferenceState] | type[MinutesState]] = {
    Part.CONFERENCE: ConferenceState,
    Part.MINUTES: MinutesState,
}


def flat(content: Mapping[str, Any]) -> dict[str, str]:
    """A version as field and text: each point of an agenda and each part of minutes as fields of their own."""
    told: dict[str, str] = {}
    for name, value in content.items():
        if name == "agenda":
            told |= {f"{POINT}{point['id']}": str(point["words"]) for point in value}
            told[ORDER] = ",".join(str(point["id"]) for point in value)
        elif name == "parts":
            for one in value:
                told |= {f"{WORDS}{one['key']}": str(one["words"]), f"{AUDIENCE}{one['key']}": str(one["audience"])}
        elif isinstance(value, str):
            told[name] = value
    return told


def label_of(field: str, content: Mapping[str, Any]) -> str:
    """What a page calls a field; empty for what no page shows."""
    if field.startswith(POINT):
        return "Agendapunt"
    if field == ORDER:
        return "Volgorde van de agenda"
    for start, more in ((WORDS, ""), (AUDIENCE, ", voor wie")):
        if field.startswith(start):
            key = field.removeprefix(start)
            title = next((one["title"] for one in content.get("parts", []) if one["key"] == key), "Deel")
            return f"{title}{more}"
    return _LABELS.get(field, "")


def words_of(part: InPlan, field: str, value: str, content: Mapping[str, Any]) -> str:
    """A field's value, as a page writes it."""
    if not value:
        return ""
    if field == "state":
        return str(_STATES[part.part](value).label)
    if field == ORDER:
        points = {str(point["id"]): str(point["words"]) for point in content.get("agenda", [])}
        return " · ".join(points[one] for one in value.split(",") if one in points)
    if field.startswith(AUDIENCE):
        return {PARTIES: "alleen voor partijen", ALL: "ook voor alle derden"}.get(value, "ook voor één derde")
    return _WORDS[field](value) if field in _WORDS else value


def history_of(part: InPlan) -> list[Change]:
    """Every version, the latest first. Whoever reads the part reads its history: that is recorded with the part."""
    versions = list(Version.objects.filter(case=part.case, subject_id=part.id).select_related("by"))
    changes, before = [], dict[str, Any]()
    with records.at_hand([part.case.data_key]):
        for version in versions:
            try:
                after = contents.read_version(version, part.case.data_key)
            except records.Destroyed:
                return []
            by = version.by.name if version.by is not None else "het systeem"
            changes.append(Change(version, by, tuple(_changed(part, before, after))))
            before = after
    return changes[::-1]


def _changed(part: InPlan, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    old, new = flat(before), flat(after)
    for field in dict.fromkeys([*new, *old]):
        label = label_of(field, {**before, **after})
        if old.get(field, "") != new.get(field, "") and label:
            was = words_of(part, field, old.get(field, ""), before)
            now = words_of(part, field, new.get(field, ""), after)
            if was != now:
                yield label, was, now


def _moment(value: str) -> str:
    return when(datetime.fromisoformat(value).astimezone(time.REGION_ZONE))


_WORDS: Mapping[str, Callable[[str], str]] = {
    "starts_at": _moment,
    "chair": lambda value: User.objects.get(pk=uuid.UUID(value)).name,
    "until": lambda value: day(date.fromisoformat(value)),
    "ground": lambda value: str(Ground(value).label),
    "answer": lambda value: str(Answer(value).label),
    "presence": lambda value: str(Presence(value).label),
    "naming": lambda value: str(Naming(value).label),
}

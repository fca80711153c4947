"""How a part of a plan came to be as it is: every version against the one before it, field by field, in words."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from schakel.access.models import User
from schakel.cases.plan import contents
from schakel.cases.plan.kinds import BY_KEY, OTHER_KIND
from schakel.cases.plan.models import Goal, InPlan, Version
from schakel.cases.plan.queries import answer_words
from schakel.cases.plan.states import ClockState, GoalState, Part, StepState
from schakel.core import time
from schakel.core.templatetags.work import day
from schakel.partners.models import Professional
from schakel.partners.sealing import called
from schakel.vault import records

ANSWER = "answer_"
_LABELS = {
    Part.GOAL: {"words": "Doel", "state": "Stand", "reason": "Reden"},
    Part.STEP: {
        "kind": "Soort",
        "title": "Wat",
        "goal": "Voor welk doel",
        "owner": "Collega",
        "professional": "Van een partner",
        "outside": "Van een andere organisatie",
        "due_on": "Uiterlijk",
        "notes": "Toelichting",
        "state": "Stand",
        "reason": "Reden",
    },
    Part.CLOCK: {"state": "Stand", "started_at": "Begonnen", "last_day": "Tot en met", "reason": "Reden"},
}
_STATES = {Part.GOAL: GoalState, Part.STEP: StepState, Part.CLOCK: ClockState}


@dataclass(frozen=True)
class Change:
    """One version: by whom, when, and each field that changed as label, before and after."""

    version: Version
    by: str
    fields: tuple[tuple[str, str, str], ...]


def history_of(part: InPlan) -> list[Change]:
    """Every version, the latest first. Whoever reads the part reads its history: that is recorded with the part."""
    versions = list(Version.objects.filter(case=part.case, subject_id=part.id).select_related("by"))
    changes, before = [], dict[str, str]()
    with records.at_hand([part.case.data_key]):
        for version in versions:
            try:
                after = flat(contents.read_version(version, part.case.data_key))
            except records.Destroyed:
                return []
            by = version.by.name if version.by is not None else "het systeem"
            changes.append(Change(version, by, tuple(_changed(part, before, after))))
            before = after
    return changes[::-1]


def flat(content: Mapping[str, Any]) -> dict[str, str]:
    """A version as field and text, the answers to a kind's own questions beside the rest."""
    answers = content.get("answers", {})
    plain = {name: str(value) for name, value in content.items() if name != "answers"}
    return plain | {f"{ANSWER}{key}": str(value) for key, value in answers.items()}


def label_of(part: InPlan, field: str, kind: str) -> str:
    """What a page calls a field; empty for what no page shows."""
    if field.startswith(ANSWER):
        asks = BY_KEY.get(kind, BY_KEY[OTHER_KIND]).asks
        return next((ask.label for ask in asks if ask.key == field.removeprefix(ANSWER)), "")
    return _LABELS[part.part].get(field, "")


def words_of(part: InPlan, field: str, value: str, kind: str) -> str:
    """A field's value, as a page writes it."""
    if field.startswith(ANSWER):
        asks = BY_KEY.get(kind, BY_KEY[OTHER_KIND]).asks
        return next((answer_words(ask, value) for ask in asks if ask.key == field.removeprefix(ANSWER)), value)
    if not value:
        return ""
    if field == "state":
        return str(_STATES[part.part](value).label)
    return _WORDS[field](part, value) if field in _WORDS else value


def _goal_words(part: InPlan, value: str) -> str:
    goal = Goal.objects.filter(pk=uuid.UUID(value), case=part.case).select_related("case").first()
    return str(contents.read_if_left(goal).get("words", "")) if goal is not None else ""


def _moment_words(part: InPlan, value: str) -> str:
    return day(datetime.fromisoformat(value).astimezone(time.REGION_ZONE))


# How a stored value is written where it is an id, a day or a moment.
_WORDS: Mapping[str, Callable[[InPlan, str], str]] = {
    "kind": lambda _, value: BY_KEY[value].name,
    "owner": lambda _, value: User.objects.get(pk=uuid.UUID(value)).name,
    "professional": lambda _, value: called(
        Professional.objects.select_related("organisation").get(pk=uuid.UUID(value))
    ),
    "goal": _goal_words,
    "due_on": lambda _, value: day(date.fromisoformat(value)),
    "last_day": lambda _, value: day(date.fromisoformat(value)),
    "started_at": _moment_words,
}


def _changed(part: InPlan, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    kind = after.get("kind", "")
    for field in [*_LABELS[part.part], *(name for name in after if name.startswith(ANSWER))]:
        old, new = before.get(field, ""), after.get(field, "")
        label = label_of(part, field, kind)
        if old != new and label:
            yield label, words_of(part, field, old, kind), words_of(part, field, new, kind)

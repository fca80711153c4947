"""Answers as they were typed, of a report that the reporter's own browser sealed, turned into a report at the desk.

No server looked at them: whoever sealed them could put in anything. What the forms take becomes the report; what they do
not take is kept and shown as words, so that nothing is lost and nothing breaks. An envelope holds 256 KiB at most.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.forms import BaseForm, BaseFormSet, BooleanField, Field, MultipleChoiceField
from django.http import QueryDict
from django.utils.translation import override

from schakel.core import region
from schakel.core.words import tidy
from schakel.intake import ways
from schakel.intake.content import Body, Content, HearBack, PersonDescription, ReporterCategory, Routing
from schakel.intake.forms import OWN_TOWN
from schakel.intake.ways import Path

UNREADABLE = "Deze melding is niet goed verzegeld aangekomen: er staat niets in dat wij kunnen lezen."

_MOST_STEPS = 40
_MOST_FIELDS = 4_000
_MOST_VALUES = 100
_MOST_LEFT_OVER = 500

Typed = Mapping[str, list[str]]
LeftOver = tuple[str, str]


def routing_from_bytes(raw: bytes) -> Routing:
    """The routing part: the way in, and field name → values. What is no such answer counts as not given."""
    parsed = _parsed(raw)
    told, path = _fields(parsed), _path(parsed)
    category, town = _first(told, "category"), _first(told, "municipality")
    return Routing(
        category=category if category in ReporterCategory.values else path.category or ReporterCategory.OTHER,
        municipality=_town(_first(told, "own_municipality") if town == OWN_TOWN else town),
        danger_today=bool(_first(told, "danger_today")),
        under_18=bool(_first(told, "under_18")),
        way=path.way,
    )


def content_from_bytes(raw: bytes) -> Content:
    """The whole report: `{"way": …, "steps": {name: {field: [values]}}}`, whatever is in it."""
    parsed = _parsed(raw)
    steps = parsed.get("steps") if isinstance(parsed, dict) else None
    try:
        if isinstance(steps, dict):
            return _content_of_steps(_path(parsed), steps)
    except RecursionError:
        # Brackets within brackets, just few enough to be read and too many to be written.
        pass
    return _nothing_but(("", tidy(raw.decode(errors="replace"))))


def unreadable() -> Content:
    """What stands for a report whose envelope does not open."""
    return _nothing_but(("", UNREADABLE))


def _content_of_steps(path: Path, steps: Mapping[str, Any]) -> Content:
    left_over: list[LeftOver] = []
    draft: dict[str, Any] = {}
    asked = {step.name: step.form for step in path.steps}
    # Questions are called at the desk what they are called there, whatever language the reporter used.
    with override("nl"):
        for step in path.steps:
            fields = _fields(steps.get(step.name))
            if step.name in steps and step.is_asked(draft):
                draft[step.name] = _answers(step.form, fields, left_over)
            elif step.name in steps:
                left_over += _answered_unasked(step.form, fields)
        for name, answers in list(steps.items())[:_MOST_STEPS]:
            left_over += _strangers(name, answers, asked.get(name))
        said = _content(path, draft)
    detail = draft.get("hear_back", {}).get("hear_back_detail", "")
    if detail and not said.body.hear_back_detail:
        left_over.append(("Telefoonnummer of e-mailadres", detail))
    return replace(said, body=replace(said.body, as_typed=tuple(left_over[:_MOST_LEFT_OVER])))


def _path(parsed: Any) -> Path:
    """The way in that was named, or the ordinary one."""
    named = parsed.get("way") if isinstance(parsed, dict) else None
    if named == ways.FORMER.slug:
        return ways.FORMER
    return ways.BY_SLUG.get(named, ways.ORDINARY) if isinstance(named, str) else ways.ORDINARY


def _town(code: str) -> str:
    towns = {region.ELSEWHERE, *(town.code for town in region.current().municipalities)}
    return code if code in towns else region.UNKNOWN


def _nothing_but(words: LeftOver) -> Content:
    return Content(Routing(ReporterCategory.OTHER, region.UNKNOWN), Body(story="", as_typed=(words,)))


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        # Also text that is no UTF-8, a number of thousands of digits, and brackets within brackets without end.
        return None


def _fields(raw: Any) -> dict[str, list[str]]:
    """Field name → values, as a form would post them; anything else is left to `_strangers`."""
    if not isinstance(raw, dict):
        return {}
    return {
        name: values[:_MOST_VALUES]
        for name, values in list(raw.items())[:_MOST_FIELDS]
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }


def _first(told: Typed, name: str) -> str:
    return next(iter(told.get(name, ())), "")


def _answers(form: Any, told: Typed, left_over: list[LeftOver]) -> Any:
    """What the form takes of the answers; the rest goes to `left_over` under the question's own words."""
    posted = QueryDict(mutable=True)
    for name, values in told.items():
        posted.setlist(name, values)
    questions = form(posted)
    if not isinstance(questions, BaseFormSet):
        return _taken(questions, left_over)
    if not questions.management_form.is_valid():
        return []
    rows = [_taken(row, left_over, f"Persoon {number}: ") for number, row in enumerate(questions.forms, start=1)]
    people = [PersonDescription(**{name: str(value) for name, value in row.items() if value}) for row in rows]
    return [vars(person) for person in people if not person.is_empty()]


def _taken(questions: BaseForm, left_over: list[LeftOver], before: str = "") -> dict[str, Any]:
    questions.is_valid()
    taken = dict(getattr(questions, "cleaned_data", {}))
    for bound in questions:
        if not bound.errors:
            continue
        taken.pop(bound.name, None)
        words = "\n".join(tidy(value) for value in _raw(questions, bound.html_name))
        if words.strip():
            left_over.append((f"{before}{bound.label}", words))
    return taken


def _raw(questions: BaseForm, name: str) -> list[str]:
    data = questions.data
    return data.getlist(name) if isinstance(data, QueryDict) else []


def _answered_unasked(form: Any, told: Typed) -> Iterator[LeftOver]:
    """What was said on a page that other answers make superfluous: how to call safely may still matter."""
    for bound in form():
        words = tidy("\n".join(told.get(bound.html_name, ())))
        if words.strip():
            yield str(bound.label), words


def _strangers(name: str, answers: Any, form: Any) -> Iterator[LeftOver]:
    """What stands under a group of questions without being an answer to one of them."""
    fields = _fields(answers)
    if isinstance(answers, dict):
        asked = _asked(form, fields) if form is not None else set()
        strange = {field: value for field, value in answers.items() if field not in asked or field not in fields}
    else:
        strange = {"": answers}
    for field, value in list(strange.items())[:_MOST_LEFT_OVER]:
        words = "\n".join(value) if field in fields else json.dumps(value, ensure_ascii=False)
        if words.strip():
            yield tidy(f"{name} {field}".strip()), tidy(words)


def _asked(form: Any, told: Typed) -> set[str]:
    """The names of the fields that the form reads."""
    posted = QueryDict(mutable=True)
    for name, values in told.items():
        posted.setlist(name, values)
    questions = form(posted)
    if not isinstance(questions, BaseFormSet):
        return {bound.html_name for bound in questions}
    rows = {bound.html_name for row in questions.forms for bound in row}
    return rows | {bound.html_name for bound in questions.management_form}


def _content(path: Path, draft: Mapping[str, Any]) -> Content:
    """The report of what was taken, with what counts as not said in place of what was not."""
    usual = {"category": path.category or ReporterCategory.OTHER, "municipality": region.UNKNOWN} | {
        "own_municipality": region.UNKNOWN,
        "hear_back": HearBack.CODE,
        "story": "",
    }
    filled: dict[str, Any] = {}
    for step in path.steps:
        if step.has_rows:
            filled[step.name] = draft.get(step.name, [])
        elif not step.only_for or step.name in draft:
            fields = step.form().fields
            filled[step.name] = {name: usual.get(name, _unsaid(field)) for name, field in fields.items()}
            filled[step.name] |= draft.get(step.name, {})
    filled["hear_back"] = {"hear_back": HearBack.CODE, "hear_back_detail": "", **filled["hear_back"]}
    return ways.content_of(path.way, filled)


def _unsaid(field: Field) -> Any:
    if isinstance(field, BooleanField):
        return False
    return [] if isinstance(field, MultipleChoiceField) else ""

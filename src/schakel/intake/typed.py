"""Answers as they were typed, of a report that the reporter's own browser sealed, turned into a report at the desk.

No server looked at them: whoever sealed them could put in anything. What the forms take becomes the report; what they do
not take is kept and shown as words, so that nothing is lost and nothing breaks. An envelope holds 256 KiB at most.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.forms import BaseForm, BaseFormSet, BooleanField
from django.http import QueryDict
from django.utils.translation import override

from schakel.core import region
from schakel.core.words import tidy
from schakel.intake import forms
from schakel.intake.content import Body, Content, Form, HearBack, PersonDescription, ReporterCategory, Routing

# Every group of questions, by its name in what the browser sealed.
FORMS: dict[str, Any] = {
    "reporter": forms.ReporterForm,
    "story": forms.StoryForm,
    "forms": forms.FormsForm,
    "people": forms.PeopleForms,
    "hear_back": forms.HearBackForm,
}
UNREADABLE = "Deze melding is niet goed verzegeld aangekomen: er staat niets in dat wij kunnen lezen."

_MOST_STEPS = 40
_MOST_FIELDS = 4_000
_MOST_VALUES = 100
_MOST_LEFT_OVER = 500

Typed = Mapping[str, list[str]]
LeftOver = tuple[str, str]


def routing_from_bytes(raw: bytes) -> Routing:
    """The routing part: field name → values. What is no such answer counts as not given."""
    told = _fields(_parsed(raw))
    category, municipality = _first(told, "category"), _first(told, "municipality")
    towns = {region.ELSEWHERE, *(town.code for town in region.current().municipalities)}
    return Routing(
        category=category if category in ReporterCategory.values else ReporterCategory.OTHER,
        municipality=municipality if municipality in towns else region.UNKNOWN,
        danger_today=bool(_first(told, "danger_today")),
        under_18=bool(_first(told, "under_18")),
    )


def content_from_bytes(raw: bytes) -> Content:
    """The whole report: `{"way": …, "steps": {name: {field: [values]}}}`, whatever is in it."""
    parsed = _parsed(raw)
    steps = parsed.get("steps") if isinstance(parsed, dict) else None
    try:
        if isinstance(steps, dict):
            return _content_of_steps(steps)
    except RecursionError:
        # Brackets within brackets, just few enough to be read and too many to be written.
        pass
    return _nothing_but(("", tidy(raw.decode(errors="replace"))))


def unreadable() -> Content:
    """What stands for a report whose envelope does not open."""
    return _nothing_but(("", UNREADABLE))


def _content_of_steps(steps: Mapping[str, Any]) -> Content:
    left_over: list[LeftOver] = []
    draft: dict[str, Any] = {}
    # Questions are called at the desk what they are called there, whatever language the reporter used.
    with override("nl"):
        for name, form in FORMS.items():
            draft[name] = _answers(form, _fields(steps.get(name)), left_over)
        for name, answers in list(steps.items())[:_MOST_STEPS]:
            known = FORMS.get(name)
            left_over += _strangers(name, answers, known)
    said = _content(draft)
    detail = draft["hear_back"].get("hear_back_detail", "")
    if detail and not said.body.hear_back_detail:
        left_over.append(("Telefoonnummer of e-mailadres", detail))
    return replace(said, body=replace(said.body, as_typed=tuple(left_over[:_MOST_LEFT_OVER])))


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


def _content(draft: Mapping[str, Any]) -> Content:
    """The report of what was taken, with what counts as not said in place of what was not."""
    usual: dict[str, dict[str, Any]] = {
        "reporter": {"category": ReporterCategory.OTHER},
        "story": {"municipality": region.UNKNOWN},
        "hear_back": {"hear_back": HearBack.CODE},
    }
    filled = dict(draft)
    for name, form in FORMS.items():
        if name != "people":
            empty = {field: False if isinstance(asked, BooleanField) else "" for field, asked in form().fields.items()}
            filled[name] = {**empty, **usual.get(name, {}), **draft[name]}
    filled["forms"]["forms"] = [form for form in filled["forms"]["forms"] if form in Form.values]
    return forms.content_from(**filled)

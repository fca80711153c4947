"""What staff fill in about a plan: a goal, a step with its kind's own questions, a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.history import ANSWER
from schakel.cases.plan.kinds import Answer, Ask, Kind
from schakel.cases.plan.models import Goal
from schakel.core import time
from schakel.core.choosing import offer
from schakel.intake.forms import Words
from schakel.partners.models import Professional

MOST_LINE = 300
MOST_WORDS = 4_000
_DAYS = ["%Y-%m-%d", "%d-%m-%Y"]
_MOMENTS = ["%Y-%m-%dT%H:%M", "%d-%m-%Y %H:%M"]
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


class Day(forms.DateField):
    """A day, picked from a calendar where the browser has one."""

    def __init__(self, *, earliest: date = _EARLIEST, is_past: bool = False, **options: Any) -> None:
        self._earliest, self._is_past = earliest, is_past
        super().__init__(
            input_formats=_DAYS,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
            error_messages={
                "required": "Kies een dag.",
                "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026.",
            },
            **options,
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self._earliest <= value <= _LATEST:
            raise forms.ValidationError("Kijk of het jaar klopt.")
        if value is not None and self._is_past and value > time.today():
            raise forms.ValidationError("Deze dag moet nog komen.")


class Moment(forms.DateTimeField):
    """A day and a time of day, in the region's zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=_MOMENTS,
            widget=forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "autocomplete": "off"}
            ),
            error_messages={
                "required": "Kies een dag en een tijd.",
                "invalid": "Dit is geen dag met een tijd. Schrijf bijvoorbeeld 31-12-2026 14:30.",
            },
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored moment as the field writes it."""
        try:
            return datetime.fromisoformat(value).astimezone(time.REGION_ZONE) if isinstance(value, str) else value
        except ValueError:
            return value


class RevisionForm(forms.Form):
    """Carries as of which version something is changed, so that nobody writes over another's words unseen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> int:
        """The version that somebody began with; 0, which is none, where the page did not say."""
        form = cls(data)
        return int(form.cleaned_data["revision"]) if form.is_valid() else 0


class GoalForm(forms.Form):
    """What a case works towards."""

    words = Words(
        label="Doel",
        help_text="Zo dat de cliënt het herkent, en dat u later ziet of het gelukt is.",
        most=MOST_WORDS,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf het doel op."},
    )


class StepForm(forms.Form):
    """A step: what, whose, by when, and what its kind asks besides."""

    title = Words(
        label="Wat moet er gebeuren?",
        most=MOST_LINE,
        required=True,
        error_messages={"required": "Schrijf kort wat er moet gebeuren."},
    )
    owner = forms.ChoiceField(label="Welke collega?", required=False)
    professional = forms.ChoiceField(
        label="Of welke professional van een partner?",
        help_text="Wie een eigen account heeft en bij de casus kan, leest deze actie met de toelichting, en vinkt haar zelf af.",
        required=False,
    )
    outside = Words(
        label="Of wie van elders, die niet in het adresboek staat?", help_text="Naam en organisatie.", most=MOST_LINE
    )
    due_on = Day(label="Uiterlijk", required=False)
    goal = forms.ChoiceField(label="Voor welk doel?", required=False)
    notes = Words(label="Toelichting", most=MOST_WORDS, rows=3)

    def __init__(
        self,
        *arguments: Any,
        kind: Kind,
        people: Sequence[User],
        professionals: Sequence[tuple[Professional, str]],
        goals: Sequence[tuple[Goal, str]],
        **options: Any,
    ) -> None:
        initial = {"title": kind.name if kind.asks else ""} | (options.get("initial") or {})
        super().__init__(*arguments, **{**options, "initial": initial})
        self.kind = kind
        self._people = {str(person.pk): person for person in people}
        self._professionals = {str(row.pk): (row, words) for row, words in professionals}
        self._goals = {str(goal.pk): (goal, words) for goal, words in goals}
        self._offer("owner", "Niemand van ons", {key: person.name for key, person in self._people.items()})
        self._offer("professional", "Niemand", {key: words for key, (_, words) in self._professionals.items()})
        self._offer("goal", "Geen", {key: words[:80] for key, (_, words) in self._goals.items()})
        if not goals:
            del self.fields["goal"]
        for ask in kind.asks:
            self.fields[f"{ANSWER}{ask.key}"] = _field_for(ask)
        own = [f"{ANSWER}{ask.key}" for ask in kind.asks]
        self.order_fields(["title", *own, "owner", "professional", "outside", "due_on", "goal", "notes"])

    def clean(self) -> dict[str, Any]:
        """The day that starts a clock can't be one that did not come yet."""
        said: dict[str, Any] = super().clean() or {}
        name = f"{ANSWER}{self.kind.starts}"
        started = said.get(name)
        if isinstance(started, datetime) and started > time.now():
            self.add_error(name, "Dit moment moet nog komen.")
        elif isinstance(started, date) and not isinstance(started, datetime) and started > time.today():
            self.add_error(name, "Deze dag moet nog komen.")
        return said

    def said(self) -> Said:
        """What was said, after a valid form."""
        told = self.cleaned_data
        goal = self._goals.get(told.get("goal", ""))
        professional = self._professionals.get(told["professional"])
        return Said(
            title=told["title"],
            owner=self._people.get(told["owner"]),
            professional=professional[0] if professional is not None else None,
            outside=told["outside"],
            due_on=told["due_on"],
            goal=goal[0] if goal is not None else None,
            notes=told["notes"],
            answers={ask.key: _text(told[f"{ANSWER}{ask.key}"]) for ask in self.kind.asks},
        )

    def flat(self) -> dict[str, str]:
        """The same as field and text, to lay beside what another made of it."""
        return {name: _text(value) for name, value in self.cleaned_data.items()}

    def _offer(self, name: str, nothing: str, choices: Mapping[str, str]) -> None:
        offer(self, name, [("", nothing), *choices.items()])


class ReasonForm(forms.Form):
    """Why something is let go, stopped, extended or suspended."""

    reason = Words(
        label="Waarom?", most=MOST_WORDS, rows=2, required=True, error_messages={"required": "Schrijf waarom."}
    )


class NoteOfEndForm(forms.Form):
    """How something ended well; may stay empty."""

    reason = Words(label="Hoe ging het?", most=MOST_WORDS, rows=2)


def _field_for(ask: Ask) -> forms.Field:
    match ask.answer:
        case Answer.DAY:
            return Day(label=ask.label, required=ask.needed)
        case Answer.MOMENT:
            return Moment(label=ask.label, required=ask.needed)
        case Answer.CHOICE:
            return _choice(ask)
        case Answer.WORDS:
            return Words(label=ask.label, most=MOST_WORDS, rows=3, required=ask.needed)
        case Answer.LINE:
            return Words(label=ask.label, most=MOST_LINE, required=ask.needed)


def _choice(ask: Ask) -> forms.ChoiceField:
    has_nothing = any(not value for value, _ in ask.choices)
    choices = ask.choices if has_nothing else (("", "Kies …"), *ask.choices)
    return forms.ChoiceField(
        label=ask.label, choices=choices, required=ask.needed, error_messages={"required": "Kies een antwoord."}
    )


def _text(value: Any) -> str:
    """A cleaned value as it is stored."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)

"""Planning duty, being away, closing: people, days, and nothing about anybody else."""

from datetime import date
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.core import region, time
from schakel.core.choosing import offer
from schakel.duty.queries import who_can_have_duty

WEEKDAYS = {1: "maandag", 2: "dinsdag", 3: "woensdag", 4: "donderdag", 5: "vrijdag", 6: "zaterdag", 7: "zondag"}
EVERY = {1: "elke week", 2: "om de week", 3: "eens in de drie weken", 4: "eens in de vier weken"}
MOST_WEEKS = 52


class Day(forms.DateField):
    """A day, picked from a calendar where the browser has one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": "Kies een dag.",
                "invalid": "Schrijf de dag als jaar, maand en dag: 2026-11-23.",
            },
            **options,
        )


class _WithPerson(forms.Form):
    """Chooses somebody who reads reports."""

    person = forms.ChoiceField(label="Wie?", error_messages={"required": "Kies een collega."})

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._people = {str(person.pk): person for person in who_can_have_duty()}
        offer(self, "person", [("", "Kies …"), *((key, person.name) for key, person in self._people.items())])

    def chosen(self) -> User:
        """Who was chosen, after a valid form."""
        return self._people[self.cleaned_data["person"]]


class PlanForm(_WithPerson):
    """Days of the week for somebody, this week or many."""

    first_day = Day(label="Vanaf")
    weekdays = forms.TypedMultipleChoiceField(
        label="Op welke dagen?",
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één dag."},
    )
    every = forms.TypedChoiceField(label="Hoe vaak?", choices=list(EVERY.items()), coerce=int, initial=1)
    weeks = forms.IntegerField(
        label="Hoeveel weken?",
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        error_messages={
            "required": "Schrijf een aantal weken.",
            "invalid": "Schrijf een aantal weken als getal.",
            "min_value": "Kies ten minste één week.",
            "max_value": f"Kies ten hoogste {MOST_WEEKS} weken.",
        },
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(
            *arguments, **{**options, "initial": {"first_day": time.today()} | (options.get("initial") or {})}
        )
        field = self.fields["weekdays"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
        field.choices = [(day, WEEKDAYS[day]) for day in sorted(region.current().working_days)]


class GiveForm(_WithPerson):
    """Another person for one day."""

    day = forms.DateField(widget=forms.HiddenInput)


class SwapForm(forms.Form):
    """Two days that change hands."""

    one = Day(label="De ene dag")
    other = Day(label="De andere dag")


class _Span(forms.Form):
    first_day = Day(label="Eerste dag")
    last_day = Day(label="Laatste dag")

    def days(self) -> dict[str, date]:
        """Both days, after a valid form."""
        return {name: self.cleaned_data[name] for name in ("first_day", "last_day")}


class AbsenceForm(_WithPerson, _Span):
    """From when until when somebody is away."""

    field_order = ("person", "first_day", "last_day")


class ClosureForm(_Span):
    """From when until when the centre reads nothing."""

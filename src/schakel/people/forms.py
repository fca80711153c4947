"""Searching a person by name, and correcting what is known of one."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from schakel.intake.content import Gender, PersonDescription
from schakel.intake.forms import PersonForm, Words
from schakel.people.details import PersonDetails, VictimStatus, from_description
from schakel.people.names import normalise
from schakel.people.words import age_as_typed

_SAID = ("name", "nickname", "gender", "phone", "address")


class SearchForm(forms.Form):
    """A whole name or nickname."""

    name = Words(
        label="Naam of bijnaam",
        most=120,
        required=True,
        error_messages={"required": "Vul een naam of bijnaam in."},
    )

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if not normalise(typed):
            raise forms.ValidationError("Vul een naam in met ten minste één letter.")
        return typed


class DetailsForm(PersonForm):
    """What is known of a person, to be corrected."""

    status = forms.ChoiceField(label="Slachtofferschap", choices=VictimStatus.choices)

    def __init__(self, *arguments: Any, known: PersonDetails, **options: Any) -> None:
        self._known = known
        initial = {name: getattr(known, name) for name in (*_SAID, "status")} | {"age": age_as_typed(known)}
        super().__init__(*arguments, **{**options, "initial": initial})
        self.fields["address"].label = "Adres of verblijfplaats"

    def details(self, *, today: date) -> PersonDetails:
        """The corrected details, after a valid form. An age that was changed was stated today."""
        said = self.cleaned_data
        corrected = {name: said[name] for name in _SAID} | {"gender": said["gender"] or Gender.UNKNOWN}
        if said["age"] == age_as_typed(self._known):
            return replace(self._known, **corrected, status=said["status"])
        described = PersonDescription(**corrected, age=said["age"])
        return replace(from_description(described, on=today), status=said["status"])

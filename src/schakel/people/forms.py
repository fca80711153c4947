"""Searching a person by name, and correcting what is known of one."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from schakel.core.differences import Difference
from schakel.intake.content import Gender, PersonDescription
from schakel.intake.forms import GENDER_WORDS, PersonForm, Words
from schakel.people.details import PersonDetails, VictimStatus, from_description
from schakel.people.names import normalise
from schakel.people.words import age_as_typed

_SAID = ("name", "nickname", "gender", "phone", "address")
_CHOICES: dict[str, dict[Any, Any]] = {"gender": GENDER_WORDS, "status": dict(VictimStatus.choices)}


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

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, known: PersonDetails, seen: str, **options: Any) -> None:
        self._known = known
        initial = {name: getattr(known, name) for name in (*_SAID, "status")}
        initial |= {"age": age_as_typed(known), "seen": seen}
        super().__init__(*arguments, **{**options, "initial": initial})
        self.fields["address"].label = "Adres of verblijfplaats"

    def differences(self) -> list[Difference]:
        """Field by field where what was typed is not what is known."""
        found = [bound for bound in self.visible_fields() if bound.name in self.changed_data]
        return [
            Difference(str(one.label), _words(one.name, one.initial), _words(one.name, one.value())) for one in found
        ]

    def details(self, *, today: date) -> PersonDetails:
        """The corrected details, after a valid form. An age that was changed was stated today."""
        said = self.cleaned_data
        corrected = {name: said[name] for name in _SAID} | {"gender": said["gender"] or Gender.UNKNOWN}
        if said["age"] == age_as_typed(self._known):
            return replace(self._known, **corrected, status=said["status"])
        described = PersonDescription(**corrected, age=said["age"])
        return replace(from_description(described, on=today), status=said["status"])


def _words(name: str, value: str | None) -> str:
    return str(_CHOICES[name].get(value, "") if name in _CHOICES else value or "")

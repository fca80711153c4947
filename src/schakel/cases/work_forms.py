"""What staff fill in to share the work on reports: giving one away, setting aside, joining, closing a term."""

from collections.abc import Sequence
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.cases.joining import Alike
from schakel.cases.states import CaseState, CaseUrgency
from schakel.core.choosing import offer
from schakel.core.templatetags.work import when
from schakel.intake.forms import Words
from schakel.intake.models import Answered, Aside, Report

MOST_NOTE = 1_000
_CLOSINGS = {
    Answered.CONTACT: "De melder is gesproken of gemaild",
    Answered.NOT_POSSIBLE: "De melder is niet te bereiken",
}


class HandOverForm(forms.Form):
    """A colleague, and a few words for them."""

    to = forms.ChoiceField(label="Aan wie?", error_messages={"required": "Kies een collega."})
    note = Words(
        label="Wat moet uw collega weten?",
        help_text="Kort. Wat u over de melding zelf weet, hoort in de melding.",
        most=MOST_NOTE,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom u de melding geeft."},
    )

    def __init__(self, *arguments: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._people = {str(person.pk): person for person in people}
        _offer(self, "to", {key: person.name for key, person in self._people.items()})

    def chosen(self) -> User:
        """Who was chosen, after a valid form."""
        return self._people[self.cleaned_data["to"]]


class CloseAnswerForm(forms.Form):
    """Why no message goes to the reporter."""

    how = forms.ChoiceField(
        label="Waarom stuurt u geen bericht?",
        choices=[(how.value, words) for how, words in _CLOSINGS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom er geen bericht gaat."},
    )


class AsideForm(forms.Form):
    """Why one report is set aside."""

    why = forms.ChoiceField(
        label="Waarom?",
        choices=Aside.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom u de melding apart legt."},
    )
    double_of = forms.ChoiceField(label="Van welke melding is dit een dubbele?", required=False)

    def __init__(self, *arguments: Any, others: Sequence[Report], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._others = {str(report.pk): report for report in others}
        _offer(self, "double_of", {key: name_of(report) for key, report in self._others.items()})

    def original(self) -> Report | None:
        """The report that this one doubles, after a valid form."""
        return self._others.get(self.cleaned_data["double_of"])


class ManyAsideForm(forms.Form):
    """Why the ticked reports are set aside."""

    why = forms.ChoiceField(
        label="Waarom?",
        choices=[(why.value, why.label) for why in Aside if why != Aside.DOUBLE],
        widget=forms.RadioSelect,
    )
    looked = forms.BooleanField(
        label="Ik heb ook gekeken naar de meldingen met gevaar vandaag die ik aankruiste", required=False
    )


class JoinForm(forms.Form):
    """With which report this one belongs, of those proposed or of the others around it, and why."""

    other = forms.ChoiceField(label="Voorstellen", required=False, widget=forms.RadioSelect)
    elsewhere = forms.ChoiceField(label="Of kies zelf een melding", required=False)
    reason = Words(
        label="Waarom gaat het over hetzelfde?",
        help_text="In een paar zinnen, voor wie dit later terugleest.",
        most=MOST_NOTE,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom de meldingen bij elkaar horen."},
    )

    def __init__(self, *arguments: Any, proposed: Sequence[Alike], others: Sequence[Report], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reports = {str(one.pk): one for one in [*(alike.report for alike in proposed), *others]}
        near = {str(alike.report.pk): alike for alike in proposed}
        _offer(self, "other", {key: name_of(one.report) for key, one in near.items()}, is_empty_offered=False)
        hints = {key: ", ".join(one.reasons) for key, one in near.items()}
        self.fields["other"].option_hints = hints  # type: ignore[attr-defined]
        _offer(self, "elsewhere", {str(one.pk): name_of(one) for one in others})

    def clean(self) -> dict[str, Any]:
        """One report, from either list."""
        said = super().clean() or {}
        if not said.get("other") and not said.get("elsewhere") and not {"other", "elsewhere"} & self.errors.keys():
            self.add_error("elsewhere", "Kies een melding.")
        return said

    def chosen(self) -> Report:
        """The report that was chosen, after a valid form: the one chosen by hand where there are two."""
        return self._reports[self.cleaned_data["elsewhere"] or self.cleaned_data["other"]]


def name_of(report: Report) -> str:
    """How a report is called in a list to choose from: by what stands outside its seal."""
    return f"Melding van {when(report.received_at)}, {report.get_channel_display()}, {report.get_state_display()}"


def _offer(form: forms.Form, name: str, choices: dict[str, str], *, is_empty_offered: bool = True) -> None:
    offer(form, name, [*([("", "Kies …")] if is_empty_offered else []), *choices.items()])


class NarrowForm(forms.Form):
    """What of a list of cases somebody wants to see. Its names stand in the address."""

    dringend = forms.ChoiceField(label="Dringend", required=False, choices=[("", "alle"), *CaseUrgency.choices])
    staat = forms.ChoiceField(label="Staat", required=False, choices=[("", "alle"), *CaseState.choices])
    regisseur = forms.ChoiceField(label="Procesregisseur", required=False)

    def __init__(self, *arguments: Any, coordinators: Sequence[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "regisseur", [("", "alle"), *((str(one.pk), one.name) for one in coordinators)])


class KeepViewForm(forms.Form):
    """What to call a view that is kept."""

    view_name = Words(
        label="Naam van deze weergave",
        help_text="Alleen voor uzelf.",
        most=60,
        required=True,
        error_messages={"required": "Geef de weergave een naam."},
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)

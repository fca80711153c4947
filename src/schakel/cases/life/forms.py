"""What staff fill in about the life of a case: a move, its facts, who is in it, its risk, splitting and joining."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from schakel.access.models import Grant
from schakel.cases.life.content import Facts, Risk, Said
from schakel.cases.life.involved import Somebody
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case
from schakel.cases.moves import Move
from schakel.cases.states import CaseUrgency, ClosingOutcome, ClosingReason, InvolvedAs, RiskLevel
from schakel.core import region, time
from schakel.core.choosing import offer
from schakel.core.templatetags.work import day, when
from schakel.intake.content import Form, Gender, PersonDescription
from schakel.intake.forms import PersonForm, WithHints, Words
from schakel.intake.models import Report
from schakel.people import details as described
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.words import birth_words

MOST_WORDS, MOST_SENTENCE = 4_000, 300
NEW = "new"
_HINTS = {
    RiskLevel.LOW: "Niemand verwacht dat er iets gebeurt.",
    RiskLevel.RAISED: "Er zijn aanwijzingen. Volg het op de voet.",
    RiskLevel.HIGH: "Er is iets gebeurd of gedreigd. Maak afspraken voor deze week.",
    RiskLevel.ACUTE: "Bel 112 als dat nog niet is gedaan.",
}


class MoveForm(WithHints):
    """What is written down with a move, and for closing how it ended and why."""

    words = Words(label="", most=MOST_WORDS, rows=4, required=True)
    outcome = forms.ChoiceField(
        label="Hoe eindigt de casus?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de casus eindigt."},
    )
    reason = forms.ChoiceField(
        label="Waarom eindigt de casus nu?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom de casus nu eindigt."},
    )

    def __init__(self, *arguments: Any, move: Move, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["words"].label = move.asks
        self.fields["words"].error_messages["required"] = "Schrijf dit eerst op, voor wie het later terugleest."
        if move.asks_outcome:
            # What only joining brings about is not chosen by hand.
            offer(self, "outcome", [one for one in ClosingOutcome.choices if one[0] != ClosingOutcome.CONTINUED])
            offer(self, "reason", [one for one in ClosingReason.choices if one[0] != ClosingReason.JOINED])
        else:
            del self.fields["outcome"], self.fields["reason"]

    def said(self) -> Said:
        """What was written, after a valid form."""
        said = self.cleaned_data
        return Said(said["words"], said.get("outcome", ""), said.get("reason", ""))


class FactsForm(forms.Form):
    """Where it is, which forms, and the goal in one sentence."""

    municipality = forms.ChoiceField(label="Gemeente", required=False)
    forms_of = forms.MultipleChoiceField(
        label="Vormen van uitbuiting", choices=Form.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    goal = Words(
        label="Doel, in één zin",
        help_text="Wat moet er anders zijn als deze casus klaar is?",
        most=MOST_SENTENCE,
        rows=2,
    )

    def __init__(self, *arguments: Any, known: Facts, **options: Any) -> None:
        initial = {"municipality": known.municipality, "forms_of": list(known.forms), "goal": known.goal}
        super().__init__(*arguments, **{**options, "initial": initial})
        towns = [(town.code, town.name) for town in region.current().municipalities]
        elsewhere = (region.ELSEWHERE, region.current().municipality_name(region.ELSEWHERE))
        offer(self, "municipality", [("", "Nog niet bekend"), *towns, elsewhere])


class UrgencyForm(forms.Form):
    """How soon somebody must act, and why."""

    urgency = forms.ChoiceField(
        label="Hoe dringend is het?",
        choices=CaseUrgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe dringend het is."},
    )
    because = Words(
        label="Waarom?",
        most=MOST_SENTENCE,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarom het zo dringend is."},
    )

    def __init__(self, *arguments: Any, case: Case, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "initial": {"urgency": case.urgency}})


class RiskForm(WithHints):
    """How dangerous it is, what is at stake, and what was agreed to stay safe."""

    assessed_on = forms.DateField(
        label="Ingeschat op",
        initial=time.today,
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"required": "Kies een dag.", "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026."},
    )
    level = forms.ChoiceField(
        label="Hoe groot is het gevaar?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe groot het gevaar is."},
    )
    at_stake = Words(
        label="Wat staat er op het spel, en voor wie?",
        help_text="Scheid wat u weet van wat u vermoedt.",
        most=MOST_WORDS,
        rows=4,
        required=True,
        error_messages={"required": "Schrijf wat er op het spel staat."},
    )
    agreements = Words(label="Welke afspraken zijn er over veiligheid?", most=MOST_WORDS, rows=3)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("level", {level: (level.label, _HINTS[level]) for level in RiskLevel})

    def clean_assessed_on(self) -> date:
        on: date = self.cleaned_data["assessed_on"]
        if on > time.today():
            raise forms.ValidationError("Een inschatting kan niet in de toekomst liggen.")
        return on

    def risk(self) -> Risk:
        """The assessment, after a valid form."""
        said = self.cleaned_data
        return Risk(said["level"], said["at_stake"], said["agreements"])


class AddForm(PersonForm):
    """Who comes into a case: somebody who is in it already, somebody known by that name, or somebody new."""

    role = forms.ChoiceField(label="Als wat?", error_messages={"required": "Kies als wat."})
    known = forms.ChoiceField(label="Wie?", widget=forms.RadioSelect, initial=NEW)
    relation = Words(
        label="Wat is deze persoon van de anderen?", help_text="Bijvoorbeeld: broer van het slachtoffer.", most=200
    )

    field_order = ("role", "known", "name", "nickname", "age", "gender", "phone", "address", "relation")

    def __init__(
        self,
        *arguments: Any,
        roles: Sequence[InvolvedAs],
        people: Sequence[Somebody],
        alike: Sequence[tuple[Person, PersonDetails]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._people = {str(one.person.pk): one.person for one in people if one.person is not None}
        self._people |= {str(person.pk): person for person, _ in alike}
        names = {str(one.person.pk): one.details for one in people if one.person is not None}
        names |= {str(person.pk): details for person, details in alike}
        self.asked_again = bool(alike)
        # Nobody is found by the name of a victim that is not there yet: a victim comes from a report.
        offer(self, "role", [("", "Kies …"), *((role.value, role.label) for role in roles)])
        told = [(key, f"{known.display_name}, {birth_words(known)}") for key, known in names.items()]
        offer(self, "known", [(NEW, "Iemand anders, die ik hieronder beschrijf"), *told])
        self.fields["nickname"].label = "Bijnaam"
        self.fields["address"].label = "Adres of verblijfplaats"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        described_nobody = not any(said.get(name) for name in ("name", "nickname", "relation"))
        if said.get("known") == NEW and described_nobody and "name" not in self.errors:
            self.add_error("name", "Vul een naam, een bijnaam of de relatie in.")
        return said

    def described_name(self) -> str:
        """The name of somebody who is described here, to look whether they are known; empty for one who was chosen."""
        said = self.cleaned_data
        return str(said["name"] or said["nickname"]) if said["known"] == NEW else ""

    def role_chosen(self) -> InvolvedAs:
        """As what, after a valid form."""
        return InvolvedAs(self.cleaned_data["role"])

    def newcomer(self) -> Newcomer:
        """Who, after a valid form."""
        said = self.cleaned_data
        if said["known"] != NEW:
            return Newcomer(person=self._people[said["known"]], relation=said["relation"])
        words = {name: str(said[name]) for name in ("name", "nickname", "age", "phone", "address")}
        told = PersonDescription(**words, gender=said["gender"] or Gender.UNKNOWN)
        return Newcomer(details=described.from_description(told, on=time.today()), relation=said["relation"])


class EndForm(forms.Form):
    """Why somebody is no longer this in a case."""

    because = Words(
        label="Waarom eindigt deze rol?",
        help_text="Wat er stond blijft te lezen in het verloop.",
        most=MOST_SENTENCE,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarom deze rol eindigt."},
    )


class SplitForm(forms.Form):
    """Who and what goes to a new case, and why."""

    people = forms.MultipleChoiceField(
        label="Wie gaat naar de nieuwe casus?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wie naar de nieuwe casus gaat."},
    )
    reports = forms.MultipleChoiceField(
        label="Welke meldingen gaan mee?", widget=forms.CheckboxSelectMultiple, required=False
    )
    why = Words(
        label="Waarom splitst u de casus?",
        most=MOST_WORDS,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom u de casus splitst."},
    )

    def __init__(self, *arguments: Any, people: Sequence[Somebody], reports: Sequence[Report], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._rows = {str(one.row.pk): one.row for one in people}
        self._reports = {str(report.pk): report for report in reports}
        offer(
            self,
            "people",
            [(str(one.row.pk), f"{one.details.display_name}, {one.row.get_role_display()}") for one in people],
        )
        offer(self, "reports", [(key, f"Melding van {when(one.received_at)}") for key, one in self._reports.items()])
        if not self._reports:
            del self.fields["reports"]

    def rows(self) -> list[Any]:
        """The rows that were chosen, after a valid form."""
        return [self._rows[key] for key in self.cleaned_data["people"]]

    def chosen_reports(self) -> list[Report]:
        """The reports that were chosen, after a valid form."""
        return [self._reports[key] for key in self.cleaned_data.get("reports", [])]


class WhichCaseForm(forms.Form):
    """The case that this one goes on in."""

    other = forms.ChoiceField(label="In welke casus gaat deze verder?", error_messages={"required": "Kies een casus."})

    def __init__(self, *arguments: Any, cases: Iterable[Case], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._cases = {str(case.pk): case for case in cases}
        words = [(key, f"{one.number}, sinds {day(one.opened_at)}") for key, one in self._cases.items()]
        offer(self, "other", [("", "Kies …"), *words])

    @property
    def has_cases(self) -> bool:
        return bool(self._cases)

    def chosen(self) -> Case:
        """The other case, after a valid form."""
        return self._cases[self.cleaned_data["other"]]


class JoinCasesForm(forms.Form):
    """Why two cases become one, and who of those who would see more may."""

    keeps = forms.MultipleChoiceField(
        label="Wie mag straks alles zien?",
        help_text="Wie u niet aankruist, verliest de toegang tot de samengevoegde casus.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = Words(
        label="Waarom voegt u de casussen samen?",
        most=MOST_WORDS,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom u de casussen samenvoegt."},
    )

    def __init__(self, *arguments: Any, gains: Sequence[Grant], **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = [(str(one.pk), f"{one.user.name}, {one.get_ground_display()}") for one in gains]
        offer(self, "keeps", words)
        if not words:
            del self.fields["keeps"]

    def kept(self) -> set[uuid.UUID]:
        """The grants that stay, after a valid form."""
        return {uuid.UUID(key) for key in self.cleaned_data.get("keeps", [])}

"""What staff fill in: a report that came by telephone, a judgement, a note."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.access.queries import colleagues
from schakel.access.roles import Permission
from schakel.cases.actions import Decision
from schakel.cases.models import Case, Triage
from schakel.cases.plan.forms import Day
from schakel.cases.states import WITH_CASE, CaseUrgency, Outcome, outcomes_for
from schakel.core import time
from schakel.core.choosing import offer
from schakel.core.templatetags.work import day
from schakel.intake import forms as intake
from schakel.intake.content import HearBack, Urgency, Way
from schakel.intake.forms import Words

MOST_CHARACTERS = 10_000
MOST_REASON = 4_000

URGENCY_HINTS = {
    CaseUrgency.ORDINARY: "Geen haast: binnen de gewone termijn.",
    CaseUrgency.SOON: "Iemand moet deze week iets doen.",
    CaseUrgency.URGENT: "Er is nu gevaar, of het kan vandaag misgaan.",
}
OUTCOME_HINTS = {
    Outcome.NEW_CASE: "Een procesregisseur neemt het over. Telt mee in de cijfers.",
    Outcome.ADD_TO_CASE: "Het gaat over iemand in een casus die al loopt. Telt mee in de cijfers.",
    Outcome.ADVICE: "De melder kan zelf verder. Telt niet mee.",
    Outcome.REFER: "Een ander pakt het op. Telt niet mee.",
    Outcome.NO_FURTHER_ACTION: "Er is een vermoeden, maar nu niets te doen. Telt mee in de cijfers.",
    Outcome.REQUEST_HANDLED: "De training of het materiaal is geregeld of afgewezen. Telt niet mee.",
}

_OTHER_THAN_REPORTS = {
    Way.ADVICE.value: "Hoort deze vraag bij dit centrum?",
    Way.REQUEST.value: "Hoort deze aanvraag bij dit centrum?",
}


def as_typed(form: forms.BaseForm) -> dict[str, Any]:
    """What stands in the form now, to show it again without judging it yet."""
    return {name: form[name].value() for name in form.fields}


class Problems:
    """Everything that is wrong on a page of several forms, in the shape that the error summary reads."""

    def __init__(self, *parts: "forms.BaseForm | forms.BaseFormSet[Any]") -> None:
        self._parts = parts

    def non_field_errors(self) -> list[str]:
        """What is wrong with a form or a set of forms as a whole."""
        return [
            str(sentence)
            for part in self._parts
            for sentence in (part.non_form_errors() if isinstance(part, forms.BaseFormSet) else part.non_field_errors())
        ]

    def __iter__(self) -> Iterator[forms.BoundField]:
        for part in self._parts:
            for form in part.forms if isinstance(part, forms.BaseFormSet) else [part]:
                yield from form


class EnteredHearBackForm(intake.HearBackForm):
    """How the reporter wants to hear back."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        hints = {
            HearBack.CODE: "De veiligste weg. U leest de code straks voor.",
            HearBack.PHONE: "Alleen als niemand anders bij deze telefoon kan. Vraag het na.",
            HearBack.EMAIL: "Alleen als niemand anders bij deze mail kan. Vraag het na.",
        }
        self.hint("hear_back", {way: (way.label, hint) for way, hint in hints.items()})
        self.fields["hear_back"].label = "Hoe wil de melder ons antwoord krijgen?"
        self.fields["hear_back_detail"].label = "Telefoonnummer of e-mailadres van de melder"
        self.fields["hear_back_detail"].help_text = "Alleen als de melder gebeld of gemaild wil worden."


class NoteForm(forms.Form):
    """A note in a case."""

    text = Words(
        label="Nieuwe notitie",
        help_text="Notities blijven staan zoals u ze schrijft. Scheid wat u weet van wat u vermoedt.",
        most=MOST_CHARACTERS,
        rows=4,
        required=True,
        error_messages={"required": "Schrijf eerst een notitie."},
    )
    about_on = Day(
        label="Over welke dag?",
        help_text="Alleen als het eerder was, zoals bij notities van papier. Wanneer u schreef, blijft erbij staan.",
        required=False,
    )

    def clean_about_on(self) -> date | None:
        """A day that did not come yet is a mistake."""
        day: date | None = self.cleaned_data["about_on"]
        if day is not None and day > time.today():
            raise forms.ValidationError("Deze dag moet nog komen.")
        return day


class JudgementForm(intake.WithHints):
    """Whether a report fits the purpose, why, and what comes of it."""

    fits_purpose = forms.TypedChoiceField(
        label="Past de melding bij het doel?",
        help_text="Gaat het om (een vermoeden van) mensenhandel, en hoort het bij dit centrum?",
        choices=[("yes", "ja"), ("no", "nee")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of de melding bij het doel past."},
    )
    reason = Words(
        label="Waarom?",
        help_text="In een paar zinnen, voor wie dit later terugleest.",
        most=MOST_REASON,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom u zo besluit."},
    )
    outcome = forms.ChoiceField(
        label="Wat gebeurt ermee?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er met de melding gebeurt."},
    )

    def __init__(self, *arguments: Any, way: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.way = way
        if way in _OTHER_THAN_REPORTS:
            self.fields["fits_purpose"].label = _OTHER_THAN_REPORTS[way]
            self.fields["fits_purpose"].help_text = ""
        self.hint("outcome", {outcome: (outcome.label, OUTCOME_HINTS[outcome]) for outcome in self.outcomes()})

    def outcomes(self) -> Iterable[Outcome]:
        """The outcomes that can be chosen here."""
        return outcomes_for(self.way)


class TriageForm(JudgementForm):
    """The first judgement of a report, with its urgency, and the case it goes to."""

    urgency = forms.ChoiceField(
        label="Hoe dringend is het?", widget=forms.RadioSelect, error_messages={"required": "Kies hoe dringend het is."}
    )
    case = forms.ChoiceField(label="Welke casus?", required=False)
    coordinator = forms.ChoiceField(label="Wie wordt procesregisseur?", required=False)

    def __init__(self, *arguments: Any, viewer: User, mark: str, cases: Iterable[Case], **options: Any) -> None:
        suggested = {Urgency.DANGER_TODAY.value: CaseUrgency.URGENT, Urgency.UNDER_18.value: CaseUrgency.SOON}
        initial: dict[str, Any] = {"urgency": suggested.get(mark, CaseUrgency.ORDINARY)}
        self._cases = {str(case.id): case for case in cases}
        self._coordinators = {str(user.id): user for user in colleagues(Permission.COORDINATE)}
        if str(viewer.id) in self._coordinators:
            initial["coordinator"] = str(viewer.id)
        super().__init__(*arguments, **{**options, "initial": initial | (options.get("initial") or {})})
        self.hint("urgency", {urgency: (urgency.label, URGENCY_HINTS[urgency]) for urgency in CaseUrgency})
        self._offer("case", {key: _case_words(case) for key, case in self._cases.items()})
        self._offer("coordinator", {key: user.name for key, user in self._coordinators.items()})

    def decision(self) -> Decision:
        """What was decided, after a valid form."""
        said = self.cleaned_data
        return Decision(
            fits_purpose=said["fits_purpose"],
            reason=said["reason"],
            urgency=CaseUrgency(said["urgency"]),
            outcome=Outcome(said["outcome"]),
            case=self._cases.get(said["case"]),
            coordinator=self._coordinators.get(said["coordinator"]),
        )

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        offer(self, name, [("", "Kies …"), *choices.items()])


class ReviseForm(JudgementForm):
    """Another judgement than before; persons and case stay as they are."""

    def __init__(self, *arguments: Any, current: Triage, **options: Any) -> None:
        self._has_case = current.case is not None
        initial = {"fits_purpose": "yes" if current.fits_purpose else "no", "outcome": current.outcome}
        super().__init__(*arguments, **{**options, "initial": initial})

    def outcomes(self) -> Iterable[Outcome]:
        return [outcome for outcome in super().outcomes() if self._has_case or outcome not in WITH_CASE]


def _case_words(case: Case) -> str:
    return f"{case.number}, {case.coordinator.name}, sinds {day(case.opened_at)}"

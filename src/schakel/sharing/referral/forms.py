"""What staff fill in about a referral: to whom, what is asked and for whom, and what somebody there said."""

from collections.abc import Sequence
from typing import Any

from django import forms

from schakel.core.choosing import offer
from schakel.intake.forms import WithHints, Words
from schakel.people.words import birth_words
from schakel.sharing.forms import MOST_SENTENCE, MOST_WORDS, Day
from schakel.sharing.models import Disclosure
from schakel.sharing.referral import policies
from schakel.sharing.referral.contents import Answered, Asked, whose_of
from schakel.sharing.referral.queries import Choices
from schakel.sharing.referral.states import Confirmed, HowSaid, ReferralKind, Turn

_HOW = [("", "Kies …"), *(one for one in HowSaid.choices if one[0] != HowSaid.MAIL)]
_KINDS = {
    ReferralKind.REFERRAL.value: ("Doorverwijzing", "Zij helpen. De casus blijft hier."),
    ReferralKind.TRANSFER.value: ("Overdracht", "De casus gaat naar hen toe, en eindigt hier als zij ja zeggen."),
}


class ToForm(forms.Form):
    """To which organisation: what follows can be chosen depends on it."""

    aan = forms.ChoiceField(label="Aan welke organisatie?", error_messages={"required": "Kies een organisatie."})

    def __init__(self, *arguments: Any, organisations: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "aan", [("", "Kies …"), *organisations])


class AskForm(WithHints):
    """What is asked, for whom, of whom there, and the day to ask again."""

    kind = forms.ChoiceField(
        label="Wat is het?", widget=forms.RadioSelect, error_messages={"required": "Kies wat het is."}
    )
    professional = forms.ChoiceField(label="Bij wie daar?", required=False)
    whose = forms.MultipleChoiceField(
        label="Voor wie?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Kies voor wie het is."}
    )
    asked = Words(
        label="Wat vraagt u?",
        help_text="Dit blijft hier. Wat u hun vertelt, staat in de verstrekking.",
        most=MOST_WORDS,
        rows=4,
        required=True,
        error_messages={"required": "Schrijf wat u vraagt."},
    )
    disclosure = forms.ChoiceField(label="Welke verstrekking hoort erbij?", required=False)
    remind_on = Day(label="Herinneren op", help_text="Als zij dan nog niets lieten horen.", required=True)

    def __init__(
        self,
        *arguments: Any,
        choices: Choices,
        people: Sequence[tuple[str, str]],
        asks_another: bool = False,
        **options: Any,
    ) -> None:
        options["initial"] = {"remind_on": policies.answer_day()} | (options.get("initial") or {})
        super().__init__(*arguments, **options)
        self.hint("kind", _KINDS)
        offer(self, "professional", [("", "Nog niet bekend"), *people])
        persons = [
            (str(one.row.pk), f"{one.details.display_name}, {birth_words(one.details)}") for one in choices.people
        ]
        offer(self, "whose", persons)
        told = [(str(row.pk), f"{row.number}, {row.get_state_display()}") for row in choices.disclosures]
        offer(self, "disclosure", [("", "Nog geen"), *told])
        self._told = {str(row.pk): row for row in choices.disclosures}
        if asks_another:
            self.fields["is_another"] = forms.BooleanField(
                label="Dit is een andere vraag dan die al loopt", required=False
            )

    @property
    def says_another(self) -> bool:
        return bool(self.cleaned_data.get("is_another"))

    def asked_of(self, professional: Any) -> Asked:
        """What is asked, after a valid form; whoever was chosen there is fetched by the view."""
        said = self.cleaned_data
        told = self._told.get(said["disclosure"])
        return Asked(said["kind"], tuple(said["whose"]), said["asked"], said["remind_on"], professional, told)

    @staticmethod
    def initial_of(flat: dict[str, str]) -> dict[str, Any]:
        """A referral as the form shows it again."""
        return {**flat, "whose": list(whose_of(flat))}


class GoesWithForm(forms.Form):
    """Which disclosure to the same organisation goes with it."""

    goes_with = forms.ChoiceField(
        label="Welke verstrekking hoort erbij?", error_messages={"required": "Kies een verstrekking."}
    )

    def __init__(self, *arguments: Any, disclosures: Sequence[Disclosure], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._told = {str(row.pk): row for row in disclosures}
        told = [(key, f"{row.number}, {row.get_state_display()}") for key, row in self._told.items()]
        offer(self, "goes_with", [("", "Kies …"), *told])

    def chosen(self) -> Disclosure:
        return self._told[self.cleaned_data["goes_with"]]


class AnswerForm(forms.Form):
    """What they said: yes, or no with the reason."""

    answer = forms.ChoiceField(
        label="Wat zeiden zij?",
        choices=[(Turn.ACCEPTED.value, "Ja, wij doen dit"), (Turn.REFUSED.value, "Nee")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat zij zeiden."},
    )
    answered_by = Words(
        label="Wie antwoordde daar?", most=MOST_SENTENCE, required=True,
        error_messages={"required": "Schrijf wie daar antwoordde."},
    )  # fmt: skip
    how = forms.ChoiceField(label="Hoe?", choices=_HOW, error_messages={"required": "Kies hoe dat ging."})
    answered_on = Day(label="Op welke dag?", required=True, is_past=True)
    answer_words = Words(label="Wat is er gezegd?", help_text="Bij nee: de reden.", most=MOST_WORDS, rows=2)

    def clean(self) -> dict[str, Any]:
        """Who is refused wants to know why."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == Turn.REFUSED and not said.get("answer_words"):
            self.add_error("answer_words", "Schrijf waarom zij nee zeiden.")
        return said

    def said(self) -> Answered:
        told = self.cleaned_data
        return Answered(told["answered_by"], told["how"], told["answered_on"], told["answer_words"])


class RemindForm(forms.Form):
    """That somebody there was asked again, and when to do so next."""

    reminded_who = Words(label="Wie sprak of schreef u?", most=MOST_SENTENCE)
    how = forms.ChoiceField(label="Hoe?", choices=_HOW, error_messages={"required": "Kies hoe dat ging."})
    reminded_on = Day(label="Op welke dag?", required=True, is_past=True)
    reminded_words = Words(label="Wat is er gezegd?", most=MOST_WORDS, rows=2)
    next_on = Day(label="Opnieuw herinneren op", required=True)

    def said(self) -> Answered:
        told = self.cleaned_data
        return Answered(told["reminded_who"], told["how"], told["reminded_on"], told["reminded_words"])


class ReceiveForm(forms.Form):
    """Who there confirmed what, when and how."""

    what = forms.ChoiceField(
        label="Wat is bevestigd?",
        choices=Confirmed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er is bevestigd."},
    )
    confirmed_by = Words(
        label="Wie bevestigde dat daar?", help_text="Dit komt op het ontvangstbewijs.", most=MOST_SENTENCE, required=True,
        error_messages={"required": "Schrijf wie het bevestigde."},
    )  # fmt: skip
    how = forms.ChoiceField(label="Hoe?", choices=_HOW, error_messages={"required": "Kies hoe dat ging."})
    received_on = Day(label="Op welke dag?", required=True, is_past=True)
    received_words = Words(
        label="Wat is er afgesproken?", help_text="Dit komt niet op het bewijs.", most=MOST_WORDS, rows=2
    )

    def said(self) -> Answered:
        told = self.cleaned_data
        return Answered(told["confirmed_by"], told["how"], told["received_on"], told["received_words"])

"""What staff fill in when they close an advice request."""

from typing import Any

from django import forms

from schakel.cases.advice import Handled
from schakel.cases.states import AdviceOutcome, AdviceTopic, TimeSpent
from schakel.intake.forms import WithHints, Words

MOST_ADVISED = 4_000
OUTCOME_HINTS = {
    AdviceOutcome.ADVISED: "De vrager kan zelf verder.",
    AdviceOutcome.REFERRED: "Een andere organisatie pakt het op.",
    AdviceOutcome.BECAME_REPORT: "Het gaat toch om iemand over wie gemeld wordt. Daarna beoordeelt u het als melding.",
}


class AdviceForm(WithHints):
    """What was advised, about what, how it ended and how long it took."""

    topic = forms.ChoiceField(
        label="Waar ging de vraag over?",
        choices=[("", "Kies …"), *AdviceTopic.choices],
        error_messages={"required": "Kies waar de vraag over ging."},
    )
    advised = Words(
        label="Wat adviseerde u?",
        help_text="Kort, voor wie dit later terugleest. Zonder gegevens van een cliënt.",
        most=MOST_ADVISED,
        rows=5,
        required=True,
        error_messages={"required": "Schrijf wat u adviseerde."},
    )
    outcome = forms.ChoiceField(
        label="Hoe liep het af?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het afliep."},
    )
    referred_to = Words(
        label="Naar welke organisatie?", help_text="Alleen als u doorverwees. Noem geen personen.", most=200
    )
    minutes = forms.TypedChoiceField(
        label="Hoeveel tijd kostte het?",
        choices=[("", "Kies …"), *TimeSpent.choices],
        coerce=int,
        error_messages={"required": "Kies hoeveel tijd het kostte."},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("outcome", {outcome: (outcome.label, OUTCOME_HINTS[outcome]) for outcome in AdviceOutcome})

    def clean(self) -> dict[str, Any]:
        """Whoever referred says where to."""
        said = {**self.cleaned_data}
        if said.get("outcome") == AdviceOutcome.REFERRED and not said.get("referred_to"):
            self.add_error("referred_to", "Vul in naar welke organisatie u doorverwees.")
        return said

    def handled(self) -> Handled:
        """What was decided, after a valid form."""
        said = self.cleaned_data
        return Handled(
            AdviceOutcome(said["outcome"]),
            AdviceTopic(said["topic"]),
            said["advised"],
            said["minutes"],
            said["referred_to"] if said["outcome"] == AdviceOutcome.REFERRED else "",
        )

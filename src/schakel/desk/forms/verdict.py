"""What the privacy officer fills in about an emergency."""

from typing import Any

from django import forms

from schakel.access.models import BreakGlassReview
from schakel.intake.forms import WithHints, Words

Verdict = BreakGlassReview.Verdict
_HINTS = {
    Verdict.JUSTIFIED: "De toegang loopt door tot haar einde.",
    Verdict.NOT_JUSTIFIED: "Loopt de toegang nog? Dan eindigt die meteen.",
}


class VerdictForm(WithHints):
    """Whether it was right, and why."""

    verdict = forms.ChoiceField(
        label="Was deze noodinzage terecht?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of de noodinzage terecht was."},
    )
    words = Words(
        label="Waarom?",
        help_text="Wie de noodinzage deed, leest dit ook.",
        most=2_000,
        rows=4,
        required=True,
        error_messages={"required": "Schrijf waarom de noodinzage wel of niet terecht was."},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("verdict", {verdict: (verdict.label, hint) for verdict, hint in _HINTS.items()})

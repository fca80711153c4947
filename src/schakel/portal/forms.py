"""What a partner fills in: something to tell, how an action went, what is not right in minutes."""

from collections.abc import Mapping
from typing import Any

from django import forms

from schakel.cases.plan.forms import MOST_LINE, MOST_WORDS
from schakel.intake.forms import Words
from schakel.portal.states import Category, Onward, Outcome
from schakel.portal.telling import Said

_MOST = 10_000


class ContributionForm(forms.Form):
    """Something to tell: three kinds of knowing apart, and what is asked of whoever uses it."""

    origin = Words(
        label="Van wie komt dit?",
        help_text="Bijvoorbeeld: van mijzelf, van een collega die haar begeleidt, van de cliënt.",
        most=MOST_LINE,
        required=True,
        error_messages={"required": "Schrijf van wie dit komt."},
    )
    seen = Words(label="Wat is er zelf gezien of gehoord?", most=_MOST, rows=4)
    told = Words(label="Wat hebben anderen gezegd?", help_text="Schrijf ook wie het zei.", most=_MOST, rows=3)
    thought = Words(label="Hoe legt u het uit?", help_text="Wat u denkt of vermoedt, en waarom.", most=_MOST, rows=3)
    onward = forms.ChoiceField(
        label="Mag het centrum dit doorgeven?",
        choices=Onward.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of dit mag worden doorgegeven."},
    )
    conditions = Words(label="Uw voorwaarden", help_text="In uw eigen woorden.", most=MOST_WORDS, rows=2)
    categories = forms.MultipleChoiceField(
        label="Staat hier iets in waarvoor de wet extra zorg vraagt?",
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Something is told, and other conditions than those on offer are written out."""
        said: dict[str, Any] = super().clean() or {}
        parts = ("seen", "told", "thought")
        if not any(said.get(name) for name in parts) and not any(name in self.errors for name in parts):
            self.add_error("seen", "Schrijf ten minste één van de drie: gezien, gezegd, of hoe u het uitlegt.")
        if said.get("onward") == Onward.OTHER and not said.get("conditions"):
            self.add_error("conditions", "Schrijf onder welke voorwaarden dit mag worden gebruikt.")
        return said

    def said(self) -> Said:
        """What was told, after a valid form."""
        told = {**self.cleaned_data, "categories": ",".join(sorted(self.cleaned_data["categories"]))}
        return Said(**told)

    @staticmethod
    def filled(content: Mapping[str, Any]) -> dict[str, Any]:
        """What is stored as the form holds it."""
        return {**content, "categories": [one for one in str(content.get("categories", "")).split(",") if one]}


class WithdrawForm(forms.Form):
    """Why something is taken back."""

    withdrawn_because = Words(
        label="Waarom trekt u dit in?",
        most=MOST_WORDS,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarom u dit intrekt."},
    )


class AnswerForm(forms.Form):
    """How an action went."""

    outcome = forms.ChoiceField(
        label="Hoe staat het?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het klaar is."},
    )
    how_it_went = Words(label="Hoe ging het?", help_text="Lukt het niet? Schrijf dan waarom.", most=MOST_WORDS, rows=3)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if (
            said.get("outcome") == Outcome.NOT_POSSIBLE
            and not said.get("how_it_went")
            and "how_it_went" not in self.errors
        ):
            self.add_error("how_it_went", "Schrijf waarom het niet lukt.")
        return said


class RemarkForm(forms.Form):
    """What is not right in the minutes."""

    remark = Words(
        label="Wat klopt er niet?",
        help_text="De voorzitter leest dit.",
        most=MOST_WORDS,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf wat er niet klopt."},
    )

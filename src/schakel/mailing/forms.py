"""A mailing as it is written: a subject, plain words, and to whom."""

from typing import Any

from django import forms

from schakel.core.choosing import offer
from schakel.intake.forms import Words
from schakel.mailing.models import Mailing

_MOST_WORDS = 20_000


class MailingForm(forms.Form):
    """One draft; `version` is what it was read in."""

    subject = Words(
        label="Onderwerp",
        most=120,
        required=True,
        error_messages={"required": "Schrijf een onderwerp. Dat is het eerste wat iemand van de mail ziet."},
    )
    body = Words(
        label="Tekst",
        help_text="Gewone tekst, zonder opmaak. Een internetadres wordt bij de lezer vanzelf een koppeling. "
        "Waarom iemand de mail krijgt en hoe die zich afmeldt, komt er vanzelf onder te staan.",
        most=_MOST_WORDS,
        rows=14,
        required=True,
        error_messages={"required": "Schrijf de tekst van de mail."},
    )
    lists = forms.MultipleChoiceField(
        label="Aan wie?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één lijst."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, sizes: list[tuple[str, str, int]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "lists", [(value, f"{label} ({count})") for value, label, count in sizes])

    def said(self) -> dict[str, Any]:
        """What was typed, after a valid form."""
        return {name: self.cleaned_data[name] for name in ("subject", "body", "lists")}


def as_it_stands(mailing: Mailing) -> dict[str, Any]:
    """What a form of this draft begins with."""
    return {name: vars(mailing)[name] for name in ("subject", "body", "lists", "version")}

"""What somebody looks for."""

from django import forms

from schakel.intake.forms import Words
from schakel.methods import fulltext

MOST_CHARACTERS = 200


class SearchForm(forms.Form):
    """Words that must all stand in a record."""

    words = Words(
        label="Woorden",
        most=MOST_CHARACTERS,
        required=True,
        error_messages={"required": "Typ waar u naar zoekt."},
    )

    def clean_words(self) -> str:
        typed: str = self.cleaned_data["words"]
        if not fulltext.wanted_of(typed):
            raise forms.ValidationError("Typ ten minste één woord van twee letters of cijfers.")
        return typed

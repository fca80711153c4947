"""The text of a draft, and what is said of it at publishing."""

from typing import Any

from django import forms

from schakel.core.words import tidy
from schakel.texts.markup import MOST_CHARACTERS

_LONGEST_NOTE = 200


class _Tidied(forms.CharField):
    def to_python(self, value: Any) -> str:
        return super().to_python(tidy(str(value or ""))) or ""


class DraftForm(forms.Form):
    """The words, and which version they were changed from."""

    content = _Tidied(
        label="Tekst",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 28, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        error_messages={
            "required": "Schrijf een tekst. Wilt u het concept niet meer? Gooi het dan weg.",
            "max_length": "De tekst is te lang: %(show_value)s tekens. Er passen er %(limit_value)s.",
        },
    )
    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        """The version the words were changed from; 0 for a text that had no draft."""
        return self.cleaned_data["version"] or 0


class VersionForm(forms.Form):
    """Which version of the draft somebody means."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class PublishForm(VersionForm):
    """What is said of an edition, and for a translation what it is worth."""

    note = _Tidied(
        label="Wat is er veranderd?",
        help_text="In een zin, voor uw collega's.",
        required=False,
        max_length=_LONGEST_NOTE,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        error_messages={"max_length": "Dit is te lang: %(show_value)s tekens. Er passen er %(limit_value)s."},
    )
    follows_dutch = forms.BooleanField(label="Zegt hetzelfde als de Nederlandse tekst van nu", required=False)
    is_reviewed = forms.BooleanField(label="Een moedertaalspreker heeft de tekst gelezen", required=False)

    def __init__(self, *arguments: Any, is_translation: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not is_translation:
            del self.fields["follows_dutch"], self.fields["is_reviewed"]

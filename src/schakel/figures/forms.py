"""The texts of a factsheet that staff write."""

import uuid
from typing import Any

from django import forms

from schakel.core.achieved import Achieved
from schakel.intake.forms import Words
from schakel.publications.models import Achievement, Publication

MOST_ACHIEVEMENTS = 20
_LONGEST = 400


class DraftForm(forms.Form):
    """Introduction, what changed since the last revision, and what was achieved."""

    introduction = Words(
        label="Inleiding",
        most=1_500,
        rows=5,
        required=True,
        error_messages={"required": "Schrijf een inleiding."},
    )
    correction = Words(
        label="Wat is er veranderd?",
        help_text="Deze herziening vervangt een gepubliceerde factsheet. Zeg wat er anders is en waarom.",
        most=1_000,
        rows=3,
    )
    achievements = Words(
        label="Wat is er bereikt?",
        help_text="Een zin per regel, in de volgorde van de factsheet.",
        most=MOST_ACHIEVEMENTS * _LONGEST,
        rows=8,
    )

    def __init__(
        self,
        *arguments: Any,
        publication: Publication,
        achieved: list[Achievement],
        told: list[Achieved],
        **options: Any,
    ) -> None:
        initial = {
            "introduction": publication.introduction,
            "correction": publication.correction,
            "achievements": "\n".join(achievement.text for achievement in achieved),
        }
        super().__init__(*arguments, **{**options, "initial": initial})
        if publication.revision == 1:
            del self.fields["correction"]
        self._lists = {f"list-{one.pk}": one.pk for one in achieved}
        choices = [("", "geen lijst"), *((one.key, one.sentence) for one in told)]
        for one, name in zip(achieved, self._lists, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=one.text,
                choices=choices,
                initial=one.source,
                required=False,
                error_messages={"invalid_choice": "Deze lijst is er niet meer. Kies een andere, of geen lijst."},
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        """What staff write."""
        return [bound for bound in self if bound.name not in self._lists]

    @property
    def lists(self) -> list[forms.BoundField]:
        """For each sentence that is kept already: which list stands behind it."""
        return [self[name] for name in self._lists]

    @property
    def chosen(self) -> dict[uuid.UUID, str]:
        """The list of each sentence, as far as that was asked: a sentence that was not on the page keeps its own."""
        return {row: self.cleaned_data[name] for name, row in self._lists.items() if name in self.data}

    def clean_achievements(self) -> list[str]:
        """The sentences, empty lines left out."""
        lines = [line.strip() for line in self.cleaned_data["achievements"].splitlines() if line.strip()]
        if len(lines) > MOST_ACHIEVEMENTS:
            raise forms.ValidationError(f"Er passen {MOST_ACHIEVEMENTS} zinnen op de factsheet. Laat er een paar weg.")
        for number, line in enumerate(lines, start=1):
            if len(line) > _LONGEST:
                raise forms.ValidationError(f"Regel {number} is te lang. Een zin heeft hoogstens {_LONGEST} tekens.")
        return lines

"""The texts of a factsheet that staff write."""

from typing import Any

from django import forms

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

    def __init__(self, *arguments: Any, publication: Publication, achieved: list[Achievement], **options: Any) -> None:
        initial = {
            "introduction": publication.introduction,
            "correction": publication.correction,
            "achievements": "\n".join(achievement.text for achievement in achieved),
        }
        super().__init__(*arguments, **{**options, "initial": initial})
        if publication.revision == 1:
            del self.fields["correction"]

    def clean_achievements(self) -> list[str]:
        """The sentences, empty lines left out."""
        lines = [line.strip() for line in self.cleaned_data["achievements"].splitlines() if line.strip()]
        if len(lines) > MOST_ACHIEVEMENTS:
            raise forms.ValidationError(f"Er passen {MOST_ACHIEVEMENTS} zinnen op de factsheet. Laat er een paar weg.")
        for number, line in enumerate(lines, start=1):
            if len(line) > _LONGEST:
                raise forms.ValidationError(f"Regel {number} is te lang. Een zin heeft hoogstens {_LONGEST} tekens.")
        return lines

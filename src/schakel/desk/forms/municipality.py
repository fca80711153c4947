"""What a municipal contact person asks for."""

from typing import Any

from django import forms

from schakel.core.choosing import offer
from schakel.intake.forms import Words
from schakel.training.models import CourseType


class AskTrainingForm(forms.Form):
    """Which training, and for how many; the rest is known."""

    course = forms.ChoiceField(label="Welke training?", required=False)
    people = forms.IntegerField(
        label="Voor hoeveel mensen, ongeveer?",
        min_value=1,
        max_value=2_000,
        initial=15,
        error_messages={
            "required": "Schrijf een aantal.",
            "invalid": "Schrijf een aantal als getal.",
            "min_value": "Schrijf een aantal van 1 of meer.",
            "max_value": "Dat zijn er wel heel veel. Bel ons even.",
        },
    )
    wishes = Words(label="Wanneer, en voor wie?", most=2_000, rows=2)

    def __init__(self, *arguments: Any, courses: list[CourseType], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._courses = {str(one.pk): one for one in courses}
        offer(
            self,
            "course",
            [("", "Dat overleggen wij graag"), *((key, one.title) for key, one in self._courses.items())],
        )

    @property
    def chosen(self) -> CourseType | None:
        """The training that was chosen, if one was."""
        return self._courses.get(self.cleaned_data["course"])

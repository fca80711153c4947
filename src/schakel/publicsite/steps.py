"""Where the pages of questions stand, and what is wrong on one."""

from collections.abc import Iterator
from typing import Any

from django.forms import BaseFormSet, BoundField
from django.urls import reverse

from schakel.intake.ways import Questions, Step


def url_of(step: Step) -> str:
    """The address of a page of questions; which way it belongs to stands in the visit."""
    return reverse("step", args=[step.slug])


class Problems:
    """All that is wrong on a page, in the shape that the error summary reads, for one form or a set of them."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def non_field_errors(self) -> Any:
        if isinstance(self._questions, BaseFormSet):
            return self._questions.non_form_errors()
        return self._questions.non_field_errors()

    def __iter__(self) -> Iterator[BoundField]:
        every = self._questions.forms if isinstance(self._questions, BaseFormSet) else [self._questions]
        for form in every:
            yield from form

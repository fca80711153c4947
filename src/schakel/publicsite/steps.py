"""The pages of questions, in order, and how each reads, keeps and shows its answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField
from django.http import QueryDict
from django.urls import reverse

from schakel.intake import contact_forms, forms
from schakel.intake.content import Content, HearBack

Questions = BaseForm | forms.PersonRows


@dataclass(frozen=True)
class Step:
    """One page of questions: its address, its name in the draft, and its form (or set of forms)."""

    slug: str
    name: str
    form: type[Any]

    @property
    def number(self) -> int:
        """Counted from 1, as the visitor reads it; the last page differs with how somebody wants to be reached."""
        return min(STEPS.index(self) + 1, len(_ALWAYS) + 1)

    def is_asked(self, draft: Mapping[str, Any]) -> bool:
        """Whether this visitor gets this page: how to call safely is asked only of whoever wants to be called."""
        way = _ONLY_FOR.get(self.name)
        return way is None or draft.get("hear_back", {}).get("hear_back") == way

    @property
    def url(self) -> str:
        return reverse("step", args=[self.slug])

    @property
    def has_rows(self) -> bool:
        return self.name == "people"

    def shown(self, draft: Mapping[str, Any], preset: str = "") -> Questions:
        """The questions with what was answered before."""
        saved = draft.get(self.name)
        if self.has_rows:
            saved = saved or [{}]
        elif saved is None and self.name == "reporter":
            saved = {"category": preset}
        questions: Questions = self.form(initial=saved)
        return questions

    def read(self, typed: QueryDict) -> Questions:
        """The questions with what was just typed."""
        questions: Questions = self.form(typed)
        return questions

    def changed(self, questions: Questions, typed: QueryDict) -> forms.PersonRows | None:
        """The same questions with a row more or less, when that is what was asked."""
        if not isinstance(questions, BaseFormSet) or not ("add" in typed or "remove" in typed):
            return None
        number = typed.get("remove", "")
        remove = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else None
        room = len(questions.forms) < forms.MOST_PEOPLE
        rows = forms.changed_rows(questions, add="add" in typed and room, remove=remove)
        return forms.PeopleForms(initial=rows)

    def answers(self, questions: Any) -> Any:
        """What a valid form says, as values that JSON can hold."""
        return questions.people() if self.has_rows else questions.cleaned_data


_ALWAYS = (
    Step("wie", "reporter", forms.ReporterForm),
    Step("wat", "story", forms.StoryForm),
    Step("vormen", "forms", forms.FormsForm),
    Step("personen", "people", forms.PeopleForms),
    Step("antwoord", "hear_back", forms.HearBackForm),
)
_ONLY_FOR = {"contact_phone": HearBack.PHONE, "contact_email": HearBack.EMAIL}
STEPS = (
    *_ALWAYS,
    Step("veilig-bellen", "contact_phone", contact_forms.ContactByPhoneForm),
    Step("veilig-mailen", "contact_email", contact_forms.ContactByMailForm),
)
BY_SLUG = {step.slug: step for step in STEPS}


def asked(draft: Mapping[str, Any]) -> tuple[Step, ...]:
    """The pages that this visitor gets, as far as their answers say."""
    return tuple(step for step in STEPS if step.is_asked(draft))


def first_missing(draft: Mapping[str, Any], *, before: Step | None = None) -> Step | None:
    """The first page that was not answered yet, of all or of those before one page."""
    wanted = (step for step in asked(draft) if before is None or step.number < before.number)
    return next((step for step in wanted if step.name not in draft), None)


def after(step: Step, draft: Mapping[str, Any]) -> Step | None:
    """The page that follows, or nothing after the last one."""
    return next((other for other in asked(draft) if other.number > step.number), None)


def content_of(draft: Mapping[str, Any]) -> Content:
    """The report that a complete draft makes."""
    return forms.content_from(**{step.name: draft[step.name] for step in asked(draft)})


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

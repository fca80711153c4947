"""The ways in: which pages of questions each has, in one table for both doors, and the report that its answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from schakel.core import minor_words, time
from schakel.intake import contact_forms, forms, way_forms
from schakel.intake.content import Content, HearBack, ReporterCategory, Way

Questions = BaseForm | forms.PersonRows
Draft = Mapping[str, Any]
# Posted by the buttons that show the same page in another language.
OTHER_LANGUAGE = "taal"


@dataclass(frozen=True)
class Step:
    """One page of questions: its address, its name in the draft, its form (or set of forms), and its template."""

    slug: str
    name: str
    form: type[Any]
    template: str
    # Only for whoever wants to hear back in this way: how to call safely is asked of nobody else.
    only_for: str = ""

    def is_asked(self, draft: Draft) -> bool:
        """Whether this visitor gets this page, as far as their answers say."""
        return not self.only_for or draft.get("hear_back", {}).get("hear_back") == self.only_for

    @property
    def has_rows(self) -> bool:
        return self.name == "people"

    def shown(self, draft: Draft) -> Questions:
        """The questions with what was answered before."""
        saved = draft.get(self.name)
        questions: Questions = self.form(initial=(saved or [{}]) if self.has_rows else saved)
        return questions

    def read(self, typed: QueryDict) -> Questions:
        """The questions with what was just typed."""
        questions: Questions = self.form(typed)
        return questions

    def changed(self, questions: Questions, typed: QueryDict) -> Questions | None:
        """The same questions in another language, or with a row more or less, when that is what was asked."""
        if not isinstance(questions, BaseFormSet):
            return self.shown({self.name: forms.typed_so_far(questions)}) if OTHER_LANGUAGE in typed else None
        if not {OTHER_LANGUAGE, "add", "remove"} & set(typed):
            return None
        number = typed.get("remove", "")
        remove = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else None
        room = len(questions.forms) < forms.MOST_PEOPLE
        rows = forms.changed_rows(questions, add="add" in typed and room, remove=remove)
        return forms.PeopleForms(initial=rows)

    def answers(self, questions: Any) -> Any:
        """What a valid form says, as values that JSON can hold."""
        return questions.people() if self.has_rows else questions.cleaned_data


@dataclass(frozen=True)
class Path:
    """A way in: its word in an address, the category of whoever takes it (if it asks for none), and its pages."""

    way: Way
    slug: str
    title: Any
    category: str
    steps: tuple[Step, ...]

    def step(self, slug: str) -> Step | None:
        """The page with that address, if this way has it."""
        return next((step for step in self.steps if step.slug == slug), None)

    def asked(self, draft: Draft) -> tuple[Step, ...]:
        """The pages that this visitor gets, as far as their answers say."""
        return tuple(step for step in self.steps if step.is_asked(draft))

    def number(self, step: Step, draft: Draft) -> int:
        """Counted from 1, as the visitor reads it."""
        return 1 + sum(self._is_earlier(other, step) for other in self.asked(draft))

    def before(self, step: Step, draft: Draft) -> Step | None:
        """The page one back, or nothing before the first."""
        return next((other for other in reversed(self.asked(draft)) if self._is_earlier(other, step)), None)

    def after(self, step: Step, draft: Draft) -> Step | None:
        """The page that follows, or nothing after the last one."""
        return next((other for other in self.asked(draft) if self._is_earlier(step, other)), None)

    def first_missing(self, draft: Draft, *, before: Step | None = None) -> Step | None:
        """The first page that was not answered yet, of all or of those before one page."""
        wanted = (step for step in self.asked(draft) if before is None or self._is_earlier(step, before))
        return next((step for step in wanted if step.name not in draft), None)

    def _is_earlier(self, step: Step, other: Step) -> bool:
        return self.steps.index(step) < self.steps.index(other)

    @property
    def has_marks(self) -> bool:
        """Whether "danger today" and "under 18" are asked."""
        return any(issubclass(step.form, forms.MarksForm) for step in self.steps)


_FORMS = Step("vormen", "forms", forms.FormsForm, "step_forms")
_PEOPLE = Step("personen", "people", forms.PeopleForms, "step_people")
_GROUND = Step("grond", "ground", way_forms.GroundForm, "step_ground")
_STORY = Step("wat", "story", forms.StoryForm, "step_story")
_HEAR_BACK = (
    Step("antwoord", "hear_back", forms.HearBackForm, "step_hear_back"),
    Step(
        "veilig-bellen",
        "contact_phone",
        contact_forms.ContactByPhoneForm,
        "step_contact_phone",
        only_for=HearBack.PHONE,
    ),
    Step(
        "veilig-mailen",
        "contact_email",
        contact_forms.ContactByMailForm,
        "step_contact_email",
        only_for=HearBack.EMAIL,
    ),
)

WAYS: dict[str, Path] = {
    path.way: path
    for path in (
        Path(
            Way.HELP,
            "mij",
            _("Ik heb zelf hulp nodig"),
            ReporterCategory.VICTIM,
            (
                Step("wie", "reporter", way_forms.OwnMarksForm, "step_marks"),
                Step("wat", "story", way_forms.OwnStoryForm, "step_story"),
                Step("vormen", "forms", way_forms.OwnFormsForm, "step_forms"),
                Step("over-jou", "about", way_forms.AboutForm, "step_about"),
                *_HEAR_BACK,
            ),
        ),
        Path(
            Way.WORRIED,
            "iemand",
            _("Ik maak me zorgen om iemand"),
            ReporterCategory.OTHER,
            (Step("wie", "reporter", forms.MarksForm, "step_marks"), _STORY, _FORMS, _PEOPLE, *_HEAR_BACK),
        ),
        Path(
            Way.PROFESSIONAL,
            "werk",
            _("Ik meld voor mijn werk"),
            "",
            (
                Step("wie", "reporter", way_forms.WorkForm, "step_work"),
                *(_GROUND, _STORY, _FORMS, _PEOPLE, *_HEAR_BACK),
            ),
        ),
        Path(
            Way.ADVICE,
            "sparren",
            _("Ik wil sparren over een situatie"),
            "",
            (
                Step("wie", "reporter", way_forms.AskerForm, "step_work"),
                Step("wat", "story", way_forms.QuestionForm, "step_story"),
                *_HEAR_BACK,
            ),
        ),
        Path(
            Way.MUNICIPALITY,
            "gemeente",
            _("Ik meld voor een gemeente"),
            ReporterCategory.MUNICIPALITY,
            (
                Step("wie", "reporter", way_forms.TownWorkForm, "step_work"),
                _GROUND,
                Step("wat", "story", way_forms.TownStoryForm, "step_story"),
                *(_FORMS, _PEOPLE, *_HEAR_BACK),
            ),
        ),
        Path(
            Way.STOPPING,
            "gedaan",
            _("Ik heb zelf iets gedaan"),
            ReporterCategory.OTHER,
            (
                Step("wie", "reporter", way_forms.StoppingMarksForm, "step_stopping"),
                Step("wat", "story", way_forms.StoppingStoryForm, "step_story"),
                Step("hulp", "wishes", way_forms.WishesForm, "step_wishes"),
                *_HEAR_BACK,
            ),
        ),
    )
}
BY_SLUG = {path.slug: path for path in WAYS.values()}
SLUGS = {step.slug for path in WAYS.values() for step in path.steps}
# Chosen here until there were pages for professionals to order, borrow and ask for a training. Nobody can take it any
# more; it reads what a browser sealed and the desk has not opened yet.
FORMER = Path(
    Way.REQUEST,
    "aanvraag",
    "",
    ReporterCategory.OTHER,
    (Step("wie", "story", way_forms.FormerRequestForm, ""), *_HEAR_BACK),
)
# Whoever comes without having chosen, or whose choice is not known any more.
ORDINARY = WAYS[Way.WORRIED]


def content_of(way: str, draft: Draft) -> Content:
    """The report that a complete draft makes."""
    path = WAYS.get(way, FORMER)
    answers: dict[str, Any] = {}
    # Staff who enter a report are not asked how to call safely: that stands on the report, with its history.
    steps = [step for step in path.asked(draft) if step.name in draft]
    for step in steps:
        if not step.has_rows:
            answers |= draft[step.name]
    people = [person for step in steps if step.has_rows for person in draft[step.name]]
    if "about" in (step.name for step in path.steps):
        people += way_forms.themselves(draft["about"])
    return forms.content_from(way, path.category, answers, people)


def asks_age(way: str, draft: Draft) -> bool:
    """Whether to ask if it is about somebody under 18: the answers say so, and the mark was not set."""
    said = content_of(way, draft)
    if not WAYS[way].has_marks or said.routing.under_18:
        return False
    today = time.today()
    words = (said.body.story, said.body.since)
    return any(minor_words.says_minor(text, today=today) for text in words) or any(
        minor_words.may_be_minor(person.age, today=today) for person in said.body.people
    )

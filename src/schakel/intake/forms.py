"""The questions of a report, for the public form (a page each) and for staff who enter one (all on one page)."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from schakel.core import age_words, region, time
from schakel.core.words import tidy
from schakel.intake.contact import NOTHING_ALLOWED, rules_from_json
from schakel.intake.content import Body, Content, Form, Gender, HearBack, PersonDescription, Routing

MOST_CHARACTERS = 20_000
MOST_PEOPLE = 50
PEOPLE_PREFIX = "people"
# Said by a municipality: it happens in the one that the reporter works for.
OWN_TOWN = "own"

Answers = Mapping[str, Any]

FORM_WORDS = {
    Form.SEXUAL: (_("Seks"), _("Iemand moet seks hebben of beelden maken, en een ander verdient daaraan.")),
    Form.LABOUR: (_("Werk"), _("Te lang werken, te weinig loon, een slechte woning, papieren afgepakt.")),
    Form.CRIMINAL: (_("Misdaad"), _("Iemand moet stelen, drugs verkopen of zijn bankpas afgeven.")),
    Form.ORGAN: (_("Lichaam"), _("Iemand moet een orgaan afstaan, of een baby krijgen voor een ander.")),
}
GENDER_WORDS = {
    Gender.UNKNOWN: _("weet ik niet"),
    Gender.WOMAN: _("vrouw"),
    Gender.MAN: _("man"),
    Gender.OTHER: _("anders"),
}
HEAR_BACK_WORDS = {
    HearBack.CODE: (
        _("Alleen met de code"),
        _("Je krijgt straks een code. Daarmee lees je hier ons antwoord. Wij hebben dan niets van jou."),
    ),
    HearBack.PHONE: (_("Bel mij"), _("Kies dit alleen als niemand anders bij deze telefoon kan.")),
    HearBack.EMAIL: (_("Mail mij"), _("Kies dit alleen als niemand anders bij deze mail kan.")),
}


class Words(forms.CharField):
    """Typed words: tidied, and never cut off by the browser when they are too long."""

    def __init__(self, *, most: int, rows: int = 0, **options: Any) -> None:
        # Nothing is remembered by the browser, and nothing goes to a spelling service.
        attributes = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}
        widget = forms.Textarea(attributes | {"rows": rows}) if rows else forms.TextInput(attributes)
        options.setdefault("required", False)
        super().__init__(widget=widget, **options)
        self.validators.append(
            MaxLengthValidator(
                most, _("Dit is te lang: %(show_value)s tekens. Er passen er %(limit_value)s. Maak het korter.")
            )
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(tidy(str(value or ""))) or ""


class WithHints(forms.Form):
    """A form that carries the hints which the page shows on its option cards."""

    def hint(self, name: str, words: Mapping[Any, tuple[Any, Any]]) -> None:
        """Put choices with their hints into the field called `name`."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (tells the type checker what the class declares)
        field.choices = [(value, label) for value, (label, _hint) in words.items()]
        field.option_hints = {str(value): hint for value, (_label, hint) in words.items() if hint}  # type: ignore[attr-defined]  # read by the field tag


class MarksForm(forms.Form):
    """The two marks that stand outside the seal."""

    danger_today = forms.BooleanField(
        label=_("Er is vandaag gevaar"),
        help_text=_("Kan het niet wachten? Bel 112. Wij lezen niet dag en nacht mee."),
        required=False,
    )
    under_18 = forms.BooleanField(
        label=_("Het gaat om iemand onder de 18"),
        help_text=_("Wij kunnen dan niet altijd alles geheim houden. We vertellen je eerlijk wat we doen."),
        required=False,
    )


class StoryForm(forms.Form):
    """What is happening, where, and since when."""

    story = Words(
        label=_("Wat is er aan de hand?"),
        help_text=_("Schrijf het op zoals jij het ziet of meemaakt. Je hoeft niets zeker te weten."),
        most=MOST_CHARACTERS,
        rows=9,
        required=True,
        error_messages={"required": _("Schrijf hier iets op. Een paar woorden is genoeg.")},
    )
    municipality = forms.ChoiceField(label=_("In welke gemeente?"))
    place = Words(
        label=_("Weet je meer over de plek?"),
        help_text=_("Bijvoorbeeld een straat, een bedrijf of een website."),
        most=500,
    )
    since = Words(
        label=_("Sinds wanneer?"), help_text=_("In je eigen woorden. Bijvoorbeeld: sinds de zomer."), most=300
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["municipality"].choices = town_choices()  # type: ignore[attr-defined]  # a choice field


def town_choices() -> list[tuple[str, Any]]:
    """The municipalities of the region, and the two answers that are none."""
    towns = [(town.code, town.name) for town in region.current().municipalities]
    return [(region.UNKNOWN, _("Weet ik niet")), *towns, (region.ELSEWHERE, _("Ergens anders"))]


class FormsForm(WithHints):
    """Which forms of exploitation; none means that the reporter does not know."""

    forms = forms.MultipleChoiceField(
        label=_("Waar gaat het om?"),
        help_text=_("Je mag meer dan één ding kiezen. Weet je het niet, of is het iets anders? Kies dan niets."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("forms", FORM_WORDS)


def checked_age(typed: str) -> str:
    """An age as it was typed. Raises ValidationError when nobody can be that old."""
    try:
        age_words.parse(typed, today=time.today())
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return typed


class PersonForm(forms.Form):
    """Somebody the report is about; every answer may be left out."""

    name = Words(label=_("Naam"), most=120)
    nickname = Words(label=_("Bijnaam of naam op internet"), most=120)
    age = Words(
        label=_("Geboortedatum of leeftijd"),
        help_text=_("Schatten mag. Bijvoorbeeld: 12-3-2001, 17 of ongeveer 20."),
        most=60,
    )
    gender = forms.ChoiceField(
        label=_("Man of vrouw?"), choices=list(GENDER_WORDS.items()), initial=Gender.UNKNOWN, required=False
    )
    phone = Words(label=_("Telefoonnummer"), most=40)
    address = Words(label=_("Adres of plek waar deze persoon is"), most=250)

    def clean_age(self) -> str:
        return checked_age(self.cleaned_data["age"])

    def described(self) -> PersonDescription:
        """The person, after a valid form."""
        said = {name: str(value) for name, value in self.cleaned_data.items()}
        return PersonDescription(**{**said, "gender": said.get("gender") or Gender.UNKNOWN})


if TYPE_CHECKING:
    PersonRows = BaseFormSet[PersonForm]
else:
    PersonRows = BaseFormSet  # Django's own class takes no type argument at run time


class _PeopleForms(PersonRows):
    """None, one or several people; rows that were left empty are ignored."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"prefix": PEOPLE_PREFIX, **options})

    def total_form_count(self) -> int:
        """Never more rows than fields were posted, so that a small request can't ask for a large page."""
        count = super().total_form_count()
        return min(count, sum(name.startswith(PEOPLE_PREFIX) for name in self.data)) if self.is_bound else count

    def people(self) -> list[dict[str, str]]:
        """The people that were described, after `is_valid()`, as values that JSON can hold."""
        rows = [form.described() for form in self.forms if hasattr(form, "cleaned_data")]
        return [vars(person) for person in rows if not person.is_empty()]

    def clean(self) -> None:
        if len([form for form in self.forms if form.has_changed()]) > MOST_PEOPLE:
            raise ValidationError(
                _("Je kunt hier %(most)s mensen invullen. Schrijf over de anderen iets bij 'Wat is er aan de hand?'."),
                params={"most": MOST_PEOPLE},
            )


# Rows far above the limit are still read, so that a refusal can show everything that was typed.
PeopleForms = formset_factory(PersonForm, formset=_PeopleForms, extra=0, max_num=MOST_PEOPLE, absolute_max=500)


def changed_rows(formset: PersonRows, *, add: bool = False, remove: int | None = None) -> list[dict[str, str]]:
    """The rows of a posted formset as they were typed, with one empty row more, or without row number `remove`."""
    rows = [{name: form[name].value() or "" for name in form.fields} for form in formset.forms]
    if remove is not None:
        rows = rows[:remove] + rows[remove + 1 :]
    return [*rows, {}] if add or not rows else rows


def typed_so_far(questions: forms.BaseForm) -> dict[str, Any]:
    """What stands in the fields of a posted form, right or wrong, to show it again without a judgement."""
    return {bound.name: bound.value() for bound in questions}


class HearBackForm(WithHints):
    """How the reporter wants to hear back."""

    hear_back = forms.ChoiceField(
        label=_("Hoe wil je ons antwoord krijgen?"),
        widget=forms.RadioSelect,
        initial=HearBack.CODE,
        error_messages={"required": _("Kies hoe je ons antwoord wilt krijgen.")},
    )
    hear_back_detail = Words(
        label=_("Je telefoonnummer of e-mailadres"),
        help_text=_("Alleen als je gebeld of gemaild wilt worden."),
        most=250,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("hear_back", HEAR_BACK_WORDS)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "hear_back_detail" in said:
            try:
                check_address(said.get("hear_back", ""), said["hear_back_detail"])
            except ValidationError as error:
                self.add_error("hear_back_detail", error)
        return said


def content_from(way: str, category: str, answers: Answers, people: Sequence[Mapping[str, str]]) -> Content:
    """The report that the cleaned answers of all pages of one way make; a page that the way lacks leaves its part empty."""
    town = answers.get("municipality") or region.UNKNOWN
    routing = Routing(
        category=answers.get("category") or category,
        municipality=answers.get("own_municipality", region.UNKNOWN) if town == OWN_TOWN else town,
        danger_today=bool(answers.get("danger_today")),
        under_18=bool(answers.get("under_18")),
        way=way,
    )
    by_code = answers["hear_back"] == HearBack.CODE
    subject = answers.get("subject")
    body = Body(
        story=answers["story"],
        place=answers.get("place", ""),
        since=answers.get("since", ""),
        forms=tuple(answers.get("forms", ())),
        people=tuple(PersonDescription(**person) for person in people),
        hear_back=answers["hear_back"],
        hear_back_detail="" if by_code else answers["hear_back_detail"],
        reporter_name=answers.get("reporter_name", ""),
        organisation=answers.get("organisation", ""),
        ground=answers.get("ground", ""),
        wishes=(subject,) if subject else tuple(answers.get("wishes", ())),
        contact=NOTHING_ALLOWED if by_code else rules_from_json(answers),
    )
    return Content(routing, body)


def check_address(hear_back: str, typed: str) -> None:
    """Raises ValidationError unless what was typed can be called or mailed, where that is asked."""
    check = {HearBack.PHONE: _check_phone, HearBack.EMAIL: _check_email}.get(hear_back)  # type: ignore[call-overload]  # a choice is its value
    if check is not None:
        check(typed)


def _check_phone(typed: str) -> None:
    digits = sum(c.isdecimal() for c in typed)
    if not re.fullmatch(r"[\d\s()+./-]+", typed) or not 8 <= digits <= 15:
        raise ValidationError(_("Vul een telefoonnummer in, bijvoorbeeld 06 12 34 56 78."))


_check_email_address = EmailValidator(_("Vul een e-mailadres in, bijvoorbeeld naam@mail.example."))


def _check_email(typed: str) -> None:
    _check_email_address(typed)

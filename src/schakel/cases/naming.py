"""The persons of a report at triage: who was described, who is already known by that name, and who staff recognise."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from schakel.access.models import User
from schakel.cases.actions import Recognised
from schakel.cases.models import Case
from schakel.cases.queries import MatchCard, match_cards
from schakel.core.words import tidy
from schakel.intake.content import Gender, PersonDescription
from schakel.intake.forms import MOST_PEOPLE, PersonForm
from schakel.people import details as described
from schakel.people.details import VictimStatus
from schakel.people.words import birth_words

PREFIX = "person"
NEW = "new"
_SAID = ("name", "nickname", "age", "gender", "phone", "address")


class NamedForm(PersonForm):
    """One person of a report, with the proposals of who this may be."""

    include = forms.BooleanField(label="Opnemen als (mogelijk) slachtoffer van deze melding", required=False)
    status = forms.ChoiceField(label="Slachtofferschap", choices=VictimStatus.choices, initial=VictimStatus.POSSIBLE)
    same_as = forms.ChoiceField(
        label="Is deze persoon al bekend?",
        help_text="Zelfde naam betekent niet altijd dezelfde persoon. Bel bij twijfel de procesregisseur.",
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *arguments: Any, viewer: User, stated_on: date, is_described: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_described = is_described
        self._stated_on = stated_on
        self.fields["nickname"].label = "Bijnaam"
        self.fields["age"].label = "Geboren of leeftijd"
        self.fields["age"].help_text = ""
        self.fields["address"].label = "Adres of verblijfplaats"
        self.cards = self._known(viewer)
        if self.cards:
            self._offer_cards()
        else:
            del self.fields["same_as"]

    @property
    def is_left_blank(self) -> bool:
        """Whether nothing was said of somebody whom the report does not describe either."""
        return not self.is_described and PersonDescription(**self._typed()).is_empty()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if self.is_included() and self.cards and not said.get("same_as") and "same_as" not in self.errors:
            self.add_error("same_as", "Er is al iemand met deze naam bekend. Kies of dit dezelfde persoon is.")
        return said

    def is_included(self) -> bool:
        """Whether this becomes a person: ticked, or somebody whom staff added."""
        return bool(self.cleaned_data.get("include")) or (not self.is_described and not self.is_left_blank)

    def recognised(self) -> Recognised:
        """The person and whom staff recognise in them, after a valid form."""
        said = self.cleaned_data
        known = described.from_description(
            PersonDescription(**{name: said[name] for name in _SAID} | {"gender": said["gender"] or Gender.UNKNOWN}),
            on=self._stated_on,
        )
        chosen = next((card for card in self.cards if str(card.proposal.person.id) == said.get("same_as")), None)
        return Recognised(replace(known, status=said["status"]), chosen.proposal.person if chosen else None)

    def _known(self, viewer: User) -> list[MatchCard]:
        """Who is known by the names that stand in the form now, and by those that the reporter gave."""
        descriptions = [self._typed()]
        if self.is_bound and self.initial:
            descriptions.append({name: str(self.initial.get(name) or "") for name in _SAID})
        cards: dict[uuid.UUID, MatchCard] = {}
        for said in descriptions:
            details = described.from_description(PersonDescription(**said), on=self._stated_on)
            cards |= {card.proposal.person.id: card for card in match_cards(details, viewer=viewer)}
        return list(cards.values())

    def _typed(self) -> dict[str, str]:
        return {name: tidy(str(self[name].value() or "")).strip() for name in _SAID}

    def _offer_cards(self) -> None:
        field = self.fields["same_as"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (tells the type checker what the class declares)
        known = [
            (str(card.proposal.person.id), f"Dezelfde als {card.proposal.details.display_name}") for card in self.cards
        ]
        field.choices = [(NEW, "Nieuwe persoon"), *known]
        hints = {str(card.proposal.person.id): card_words(card) for card in self.cards}
        field.option_hints = hints  # type: ignore[attr-defined]  # read by the field tag


if TYPE_CHECKING:
    NamedRows = BaseFormSet[NamedForm]
else:
    NamedRows = BaseFormSet  # Django's own class takes no type argument at run time


class NamedForms(NamedRows):
    """Everybody the report describes, and rows for those it does not name."""

    def __init__(self, *arguments: Any, described: Sequence[PersonDescription], **options: Any) -> None:
        self._described = len(described)
        rows = [{**vars(person), "include": True} for person in described]
        options.setdefault("initial", [*rows, {}])
        super().__init__(*arguments, **{"prefix": PREFIX, **options})

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "is_described": index is not None and index < self._described}

    def foldable(self) -> NamedForm | None:
        """The row that the page may fold away: the only extra one, with nothing in it and nothing wrong."""
        last = self.forms[-1] if self.forms else None
        if last is None or len(self.forms) != self._described + 1:
            return None
        return last if last.is_left_blank and not last["include"].value() and not last.errors else None

    def recognised(self) -> list[Recognised]:
        """Everybody who becomes a person, after `is_valid()`."""
        return [form.recognised() for form in self.forms if form.is_included()]

    def cases(self) -> list[Case]:
        """The open cases of the persons who were proposed, each once."""
        cards = [card for form in self.forms for card in form.cards]
        return list({card.case.id: card.case for card in cards if card.case and card.case.is_open}.values())

    def as_typed(self) -> list[dict[str, Any]]:
        """The rows as they stand now, to show them again without judging them yet."""
        return [{name: form[name].value() for name in form.fields} for form in self.forms]

    def one_more(self) -> list[dict[str, Any]]:
        """The same with one empty row more, while there is room."""
        rows = self.as_typed()
        return [*rows, {}] if len(rows) < MOST_PEOPLE else rows


_NamedFormSet: Any = formset_factory(NamedForm, formset=NamedForms, extra=0, absolute_max=1_000)


def named_forms(
    described: Sequence[PersonDescription], *arguments: Any, viewer: User, stated_on: date, **options: Any
) -> NamedForms:
    """The forms for the persons of a report, with the proposals for each."""
    kwargs = {"viewer": viewer, "stated_on": stated_on}
    forms: NamedForms = _NamedFormSet(*arguments, described=described, form_kwargs=kwargs, **options)
    return forms


def card_words(card: MatchCard) -> str:
    """What a match card says of somebody: when born, why proposed, and whom to call."""
    known = card.proposal.details
    parts = [birth_words(known), card.proposal.reason]
    if card.case is not None:
        parts.append(f"casus {card.case.number}, bel {card.case.coordinator.name}")
    return "; ".join(part for part in parts if part)

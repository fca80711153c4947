"""What staff fill in about signs: where it comes from, an answer to each sign, and the centre's own signs."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from schakel.cases.plan.forms import MOST_LINE, MOST_WORDS, Day
from schakel.cases.signs.actions.own import Wording
from schakel.cases.signs.catalogue import Offered, Own
from schakel.cases.signs.said import VALUE, WORDS, Origin, Whose, key_of
from schakel.core import time
from schakel.intake.forms import Words
from schakel.methods.indicators import Basis, Dimension, Form, Indicator, Value, Weight

_UNFILLED = ("", "niet ingevuld")
_VALUES = [*((value.value, value.words) for value in Value), _UNFILLED]
_WEIGHTS = [(weight.value, weight.words) for weight in Weight]


class OriginForm(forms.Form):
    """Where an observation comes from. Seen, told and concluded are kept apart."""

    basis = forms.ChoiceField(label="Hoe weten we dit?", choices=[(basis.value, basis.words) for basis in Basis])
    whose = forms.ChoiceField(
        label="Wiens verklaring?",
        required=False,
        choices=[("", "geen verklaring"), *Whose.choices],
        help_text="Alleen bij een verklaring van een ander.",
    )
    seen_on = Day(label="Op welke dag?", is_past=True)
    about = Words(
        label="Toelichting op de bron",
        help_text="Bijvoorbeeld bij welk gesprek of bezoek.",
        most=MOST_LINE,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        is_statement = told.get("basis") == Basis.STATEMENT.value
        if is_statement and "whose" in told and not told["whose"]:
            self.add_error("whose", "Kies wiens verklaring het is.")
        if not is_statement and told.get("whose"):
            self.add_error("whose", "Kies hier “geen verklaring”, of kies hierboven dat een ander het verklaarde.")
        return told

    def origin(self) -> Origin:
        """Where it comes from, after a valid form."""
        told = self.cleaned_data
        return Origin(Basis(told["basis"]), told["seen_on"], told["whose"], told["about"])


class BeginForm(OriginForm):
    """A source: for which form, and from which report if it was taken from one."""

    form = forms.ChoiceField(label="Voor welke vorm?", choices=[(form.value, form.words) for form in Form])
    report = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("form", "basis", "whose", "seen_on", "about", "report")

    def report_id(self) -> uuid.UUID | None:
        found: uuid.UUID | None = self.cleaned_data["report"]
        return found


class AnswersForm(OriginForm):
    """The answers of one source: a value and words for each sign of the list."""

    def __init__(self, *arguments: Any, offered: Offered, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for one in offered.catalogue.indicators:
            # A part of the page that was not sent says nothing: it does not empty an answer.
            self.fields[f"{VALUE}{one.id}"] = forms.ChoiceField(
                label=one.term, choices=_VALUES, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{WORDS}{one.id}"] = Words(label=f"Toelichting: {one.term}", most=MOST_WORDS, rows=2)

    def filled(self) -> dict[str, str]:
        """What was sent, as `Said.flat` has it, after a valid form."""
        sent = {name: self.cleaned_data[name] for name in self.fields if name in self.data and name[:2] in _ANSWERS}
        return {**self.origin().flat(), **sent}


_ANSWERS = (VALUE, WORDS)


def shown_values(told: Mapping[str, str], offered: Offered) -> dict[str, str]:
    """What the form begins with."""
    unfilled = {f"{VALUE}{one.id}": "" for one in offered.catalogue.indicators}
    return {**unfilled, **told}


class OwnSignForm(forms.Form):
    """A sign of the centre's own. It stands plain: it is about nobody."""

    form = forms.ChoiceField(label="Voor welke vorm?", choices=[(form.value, form.words) for form in Form])
    dimension = forms.ChoiceField(label="Dimensie", choices=[(one.value, one.words) for one in Dimension])
    weight = forms.ChoiceField(label="Gewicht", choices=_WEIGHTS, initial=Weight.MEDIUM.value)
    child_weight = forms.ChoiceField(
        label="Gewicht bij iemand onder 18",
        choices=_WEIGHTS,
        initial=Weight.MEDIUM.value,
        help_text="Ten minste even zwaar als bij een volwassene.",
    )
    term = Words(
        label="Het signaal",
        help_text="Kort, zoals het in de lijst komt. Schrijf niets over een cliënt.",
        most=MOST_LINE,
        required=True,
        error_messages={"required": "Schrijf het signaal op."},
    )
    explanation = Words(label="Uitleg", help_text="Waaraan ziet een collega dit?", most=MOST_WORDS, rows=3)
    origin = Words(
        label="Bron",
        help_text="Waar het vandaan komt: een publicatie, of de eigen ervaring van het centrum.",
        most=MOST_LINE,
        required=True,
        error_messages={"required": "Schrijf waar het signaal vandaan komt."},
    )
    because = Words(
        label="Waarom voegt u dit toe, of wijzigt u het?",
        most=MOST_WORDS,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarom."},
    )

    @classmethod
    def of(cls, own: Own, posted: QueryDict | None = None) -> "OwnSignForm":
        """To change one that is there: for which form it is stays."""
        version = own.version
        names = ("dimension", "weight", "child_weight", "term", "explanation", "origin")
        form = cls(posted, initial={name: getattr(version, name) for name in names})
        del form.fields["form"]
        return form

    def wording(self) -> Wording:
        """What was said, after a valid form."""
        told = self.cleaned_data
        return Wording(
            Dimension(told["dimension"]),
            Weight(told["weight"]),
            Weight(told["child_weight"]),
            told["term"],
            told["explanation"],
            told["origin"],
        )


class RetireForm(forms.Form):
    """Why one of the centre's own signs goes out of use, or back into it."""

    # What is wanted, and not the other of what is: sent twice it is the same.
    use = forms.ChoiceField(choices=[("out", "uit gebruik"), ("in", "in gebruik")], widget=forms.HiddenInput)
    because = Words(
        label="Waarom?", most=MOST_WORDS, rows=2, required=True, error_messages={"required": "Schrijf waarom."}
    )


def today() -> str:
    """The day that a new source most often is of."""
    return time.today().isoformat()


def label_of(field: str, signs: Mapping[str, Indicator]) -> str:
    """What a page calls a field, where two versions lie side by side."""
    fixed = {"basis": "Hoe weten we dit?", "whose": "Wiens verklaring?", "seen_on": "Dag", "about": "Toelichting"}
    if field in fixed:
        return fixed[field]
    one = signs.get(key_of(field))
    term = one.term if one is not None else "Signaal"
    return term if field.startswith(VALUE) else f"{term}: toelichting"


def words_of(field: str, value: str) -> str:
    """A field's value, as a page writes it."""
    if field.startswith(VALUE):
        return dict(_VALUES)[value]
    if not value:
        return ""
    if field == "basis":
        return Basis(value).words
    return str(Whose(value).label) if field == "whose" else value

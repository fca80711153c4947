"""What staff fill in about things and loans, and what whoever borrows fills in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from schakel.core.choosing import offer
from schakel.intake.forms import Words
from schakel.prevention.loans.models import LoanKind, Thing
from schakel.prevention.words import ABOUT_NOBODY, Count, Day, WhoForm, needed

FETCH, DELIVER = "fetch", "deliver"


class KindForm(forms.Form):
    """A kind of thing, and how long it is lent."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = needed("Naam", "Vul een naam in.", most=80)
    description = needed(
        "Wat is het?",
        "Beschrijf het in een paar zinnen.",
        most=1_500,
        rows=4,
        help_text="Dit leest wie iets wil lenen.",
    )
    alternative = Words(
        label="Wat staat er op de afbeelding?", most=300, help_text="Voor wie de afbeelding niet kan zien."
    )
    cleaning_days = Count(label="Dagen om schoon te maken en op te laden", most=30, initial=1)
    most_days = Count(label="Ten hoogste zoveel dagen per keer", least=1, most=366, initial=21)
    is_listed = forms.BooleanField(label="Staat op de website", required=False, initial=True)

    def said(self) -> dict[str, Any]:
        """What was filled in, after a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ThingForm(forms.Form):
    """One thing."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = needed(
        "Label", "Vul in wat er op het label staat.", most=40, help_text="Wat er op het ding staat, bijvoorbeeld VR-03."
    )
    serial = Words(label="Serienummer", most=80)
    bought_on = Day(label="Gekocht op", required=False)
    remark = Words(
        label="Wat hoort erbij?", most=300, help_text=f"Bijvoorbeeld: koffer, oplader, twee controllers. {ABOUT_NOBODY}"
    )

    def said(self) -> dict[str, Any]:
        """What was filled in, after a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AskForm(WhoForm):
    """What, from when until when, and who asks."""

    kind = forms.ChoiceField(label="Wat?", error_messages={"required": "Kies wat het is."})
    first_day = Day(label="Eerste dag")
    last_day = Day(label="Laatste dag")
    delivery = forms.ChoiceField(
        label="Hoe komt het bij u?",
        choices=[(FETCH, "Ik haal het op en breng het terug"), (DELIVER, "Liever bezorgen en ophalen")],
        widget=forms.RadioSelect,
        initial=FETCH,
        required=False,
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *arguments: Any, kinds: Iterable[LoanKind] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["address"].required = False
        self.fields["address"].help_text = "Alleen als wij het bezorgen. Dat kan niet altijd: wij laten het u weten."
        self._kinds = {str(one.pk): one for one in kinds}
        if self._kinds:
            offer(self, "kind", [("", "Kies …"), *((key, one.name) for key, one in self._kinds.items())])
        else:
            del self.fields["kind"]
        self.order_fields(("kind", "first_day", "last_day"))

    def clean(self) -> dict[str, Any]:
        """An address if it has to be brought; of whoever fetches it none is kept."""
        said = super().clean() or {}
        if said.get("delivery") != DELIVER:
            said["address"] = ""
        elif not said.get("address") and "address" not in self.errors:
            self.add_error("address", "Vul in waar wij het kunnen bezorgen: straat, postcode en plaats.")
        return said

    def chosen(self) -> LoanKind:
        """Which kind, after a valid form that asks it."""
        return self._kinds[self.cleaned_data["kind"]]


class ConfirmForm(forms.Form):
    """Which thing goes."""

    thing = forms.ChoiceField(
        label="Welk exemplaar?", widget=forms.RadioSelect, error_messages={"required": "Kies een exemplaar."}
    )

    def __init__(self, *arguments: Any, things: Iterable[Thing], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._things = {str(one.pk): one for one in things}
        offer(self, "thing", [(key, one.label) for key, one in self._things.items()])

    def chosen(self) -> Thing:
        """Which one, after a valid form."""
        return self._things[self.cleaned_data["thing"]]


class StateForm(forms.Form):
    """In which state a thing is. A photo comes beside it."""

    words = Words(
        label="In welke staat?",
        most=1_000,
        rows=3,
        help_text=f"Bijvoorbeeld: heel, schoon, volledig opgeladen. {ABOUT_NOBODY}",
    )


class ReturnForm(StateForm):
    """The same when it comes back."""

    is_damaged = forms.BooleanField(
        label="Er is iets stuk", help_text="Het ding gaat uit de agenda tot het hersteld is.", required=False
    )


class ExtendForm(forms.Form):
    """Until when they may keep it."""

    last_day = Day(label="Nieuwe laatste dag")


class WhyForm(forms.Form):
    """Why it does not go on."""

    why = Words(label="Waarom?", help_text="Dit leest wie het vroeg.", most=500, rows=2)

"""A campaign as it is written down, and the numbers of a channel."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms

from schakel.core import days, region
from schakel.core.choosing import offer
from schakel.intake.content import Form
from schakel.intake.forms import Words
from schakel.prevention.campaigns import numbers
from schakel.prevention.campaigns.models import Campaign, Result
from schakel.prevention.campaigns.words import euros

_MOST_CHANNELS, _LONGEST_CHANNEL = 20, 60
_DAY_ERRORS = {"required": "Kies een dag.", "invalid": "Schrijf de dag als jaar, maand en dag: 2026-11-23."}


def _day(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages=_DAY_ERRORS, validators=[days.check_near], **options
    )


class CampaignForm(forms.Form):
    """Everything about one campaign but its results; `version` is what it was read in."""

    title = Words(label="Naam", most=120, required=True, error_messages={"required": "Geef de campagne een naam."})
    goal = Words(
        label="Wat wilt u bereiken?",
        most=2_000,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf wat de campagne moet bereiken."},
    )
    audience = Words(
        label="Voor wie?",
        help_text="Zoals het in een zin past: jongeren van 14 tot 18 jaar.",
        most=200,
        required=True,
        error_messages={"required": "Schrijf voor wie de campagne is."},
    )
    channels = Words(
        label="Kanalen",
        help_text="Eén per regel: Instagram, TikTok, abri's.",
        most=_MOST_CHANNELS * (_LONGEST_CHANNEL + 2),
        rows=4,
        required=True,
        error_messages={"required": "Noem ten minste één kanaal."},
    )
    first_day = _day("Eerste dag")
    last_day = _day("Laatste dag")
    kinds = forms.MultipleChoiceField(
        label="Over welke vormen?", required=False, choices=Form.choices, widget=forms.CheckboxSelectMultiple
    )
    municipalities = forms.MultipleChoiceField(
        label="In welke gemeenten?",
        help_text="Kies niets voor de hele regio.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    materials = Words(label="Welk materiaal werd gebruikt?", most=1_000, rows=2)
    cost = Words(label="Kosten in euro", help_text="Alles samen. Laat leeg wat u nog niet weet.", most=20)
    headline = Words(label="Kop op de plaatjes", help_text="Kort: hoogstens 70 tekens.", most=70)
    call = Words(label="Wat kan iemand doen?", help_text="Eén zin op de plaatjes.", most=140)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "municipalities", [(one.code, one.name) for one in region.current().municipalities])

    def clean_channels(self) -> list[str]:
        """The lines, each once."""
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["channels"].splitlines() if line.strip())
        if len(lines) > _MOST_CHANNELS:
            raise forms.ValidationError(f"Er passen {_MOST_CHANNELS} kanalen. Neem er een paar samen.")
        if any(len(line) > _LONGEST_CHANNEL for line in lines):
            raise forms.ValidationError("De naam van een kanaal heeft hoogstens 60 tekens.")
        return list(lines)

    def clean_cost(self) -> int | None:
        """In cents."""
        return _number(self.cleaned_data["cost"], numbers.cents, "Schrijf een bedrag: 1250 of 1.250,50.")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last_day", "De laatste dag ligt voor de eerste.")
        return said

    def said(self) -> dict[str, Any]:
        """What was typed as fields of a campaign, after a valid form."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("cost", "kinds", "version")}
        return said | {"cost_cents": self.cleaned_data["cost"], "forms": self.cleaned_data["kinds"]}


class ResultForm(forms.Form):
    """What a channel says of a day, or of all of the campaign."""

    channel = forms.ChoiceField(label="Kanaal", error_messages={"required": "Kies een kanaal."})
    day = _day("Dag", required=False, help_text="Leeg: dit gaat over de hele campagne.")
    shown = Words(label="Weergaven", help_text="Hoe vaak het getoond is.", most=20)
    reached = Words(label="Bereik", help_text="Hoeveel mensen het zagen, zoals het kanaal dat zegt.", most=20)
    responded = Words(label="Reacties of klikken", most=20)
    spent = Words(label="Kosten in euro", most=20)

    def __init__(self, *arguments: Any, channels: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "channel", [("", "Kies …"), *((name, name) for name in channels)])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("shown", "reached", "responded", "spent"):
            read: Callable[[str], int | None] = numbers.cents if name == "spent" else numbers.count
            try:
                said[name] = read(said.get(name) or "")
            except ValueError:
                wrong = (
                    "Schrijf een bedrag: 1250 of 1.250,50."
                    if name == "spent"
                    else "Schrijf een heel getal: 1250 of 1.250."
                )
                self.add_error(name, wrong)
        if not self.errors and all(said.get(name) is None for name in ("shown", "reached", "responded", "spent")):
            raise forms.ValidationError("Vul ten minste één getal in.")
        return said

    def said(self) -> dict[str, Any]:
        """The numbers and their day, after a valid form."""
        said = {name: self.cleaned_data[name] for name in ("day", "shown", "reached", "responded")}
        return said | {"spent_cents": self.cleaned_data["spent"]}


class TableForm(forms.Form):
    """Of which channel a table is; the file itself comes beside it."""

    channel = forms.ChoiceField(label="Van welk kanaal?", error_messages={"required": "Kies een kanaal."})

    def __init__(self, *arguments: Any, channels: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "channel", [("", "Kies …"), *((name, name) for name in channels)])


def as_it_stands(campaign: Campaign) -> dict[str, Any]:
    """What a form of this campaign begins with."""
    names = [name for name in CampaignForm.base_fields if name not in ("cost", "kinds")]
    cost = "" if campaign.cost_cents is None else euros(campaign.cost_cents).removeprefix("€ ")
    said = {name: getattr(campaign, name) for name in names}
    return said | {"channels": "\n".join(campaign.channels), "cost": cost, "kinds": campaign.forms}


def channels_of(campaign: Campaign) -> list[str]:
    """The channels of a campaign, and those that have results though they are no longer named."""
    used = Result.objects.filter(campaign=campaign).order_by("channel").values_list("channel", flat=True)
    return list(dict.fromkeys([*campaign.channels, *used]))


def _number(typed: str, read: Callable[[str], int | None], sentence: str) -> int | None:
    try:
        return read(typed)
    except ValueError:
        raise forms.ValidationError(sentence) from None

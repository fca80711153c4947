"""What staff fill in about material and orders, and what whoever orders fills in."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from schakel.core.audiences import Audience
from schakel.intake.content import Form
from schakel.intake.forms import Words
from schakel.prevention.materials.kinds import MaterialKind
from schakel.prevention.materials.models import Material, OrderLine
from schakel.prevention.words import Count, WhoForm, needed

_CHOOSE = ("", "Kies …")


class MaterialForm(forms.Form):
    """Everything the catalogue says of one material, and when to warn."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = needed("Titel", "Vul een titel in.")
    kind = forms.ChoiceField(
        label="Soort", choices=[_CHOOSE, *MaterialKind.choices], error_messages={"required": "Kies wat het is."}
    )
    audience = forms.ChoiceField(
        label="Voor wie?", choices=[_CHOOSE, *Audience.choices], error_messages={"required": "Kies voor wie het is."}
    )
    form = forms.ChoiceField(label="Vorm van uitbuiting", choices=[("", "Alle vormen"), *Form.choices], required=False)
    languages = needed(
        "Talen", "Vul in welke talen erop staan.", most=200, help_text="Bijvoorbeeld: Nederlands, Engels, Pools."
    )
    summary = needed(
        "Wat is het?",
        "Beschrijf het in een paar zinnen.",
        most=1_500,
        rows=4,
        help_text="Dit leest wie bestelt. Schrijf ook het formaat op.",
    )
    alternative = Words(
        label="Wat staat er op de afbeelding?", most=300, help_text="Voor wie de afbeelding niet kan zien."
    )
    low_at = Count(label="Waarschuw bij een voorraad van", initial=25)
    most_at_once = Count(label="Hoeveel per bestelling?", least=1, initial=100)
    is_listed = forms.BooleanField(
        label="Staat in de catalogus", help_text="Professionals zien het en kunnen het bestellen.", required=False
    )

    def said(self) -> dict[str, Any]:
        """What was filled in, after a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "stock")}


class NewMaterialForm(MaterialForm):
    """The same with how many there are now."""

    stock = Count(label="Hoeveel liggen er nu?", initial=0)


class StockForm(forms.Form):
    """How many came in, or are missing."""

    difference = Count(
        label="Hoeveel kwamen erbij?", help_text="Zijn er minder dan hier staat? Schrijf een min: -5.", least=-100_000
    )


class ActForm(forms.Form):
    """Why something does not go on."""

    why = Words(label="Waarom?", help_text="Dit leest wie bestelde.", most=500, rows=2)


class SendForm(forms.Form):
    """How many of each line go."""

    why = Words(label="Stuurt u minder? Waarom?", help_text="Dit leest wie bestelde.", most=500, rows=2)

    def __init__(self, *arguments: Any, lines: Sequence[OrderLine], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lines = lines
        for line in lines:
            count = Count(
                label=line.material.name,
                help_text=f"Besteld: {line.asked}. Er liggen er {line.material.stock}.",
                initial=min(line.asked, line.material.stock),
            )
            self.fields[str(line.pk)] = count
        self.order_fields([*(str(line.pk) for line in lines), "why"])

    def counts(self) -> dict[uuid.UUID, int]:
        """How many of each, after a valid form."""
        return {line.pk: self.cleaned_data[str(line.pk)] for line in self._lines}


class OrderForm(WhoForm):
    """How many of what, for whom, and where it goes. `token` makes twice sent once received."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *arguments: Any, materials: Iterable[Material], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.materials = list(materials)
        for material in self.materials:
            count = Count(label=material.title, required=False, least=0, most=material.most_at_once)
            count.error_messages["max_value"] = (
                f"U kunt van “{material.title}” ten hoogste {material.most_at_once} per keer bestellen. Meer nodig? Bel ons."
            )
            count.widget.attrs |= {"inputmode": "numeric"}
            self.fields[_name(material)] = count

    def clean(self) -> dict[str, Any]:
        """At least one of something."""
        said = super().clean() or {}
        asked = [_name(material) for material in self.materials]
        if not any(said.get(name) for name in asked) and not any(name in self.errors for name in asked):
            raise forms.ValidationError("Vul bij ten minste één materiaal in hoeveel u er wilt.")
        return said

    def wanted(self) -> list[tuple[Material, int]]:
        """What was ordered, after a valid form."""
        counts = [(one, self.cleaned_data.get(_name(one)) or 0) for one in self.materials]
        return [(material, count) for material, count in counts if count]

    def rows(self) -> list[tuple[Material, forms.BoundField]]:
        """Each material with its field, to draw."""
        return [(one, self[_name(one)]) for one in self.materials]


def field_of(material_id: uuid.UUID) -> str:
    """The name of the field for how many of this."""
    return f"count-{material_id}"


def _name(material: Material) -> str:
    return field_of(material.pk)

"""What is typed about partners: organisations, covenants, professionals, contact persons, and a table of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.core.validators import EmailValidator

from schakel.core import region, time
from schakel.core.choosing import offer
from schakel.intake.forms import Words
from schakel.partners import rules
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields
from schakel.partners.kinds import Domain, How, OrganisationKind, Standing
from schakel.partners.names import key_of, words_of
from schakel.partners.queries import COVENANT_ENDS, WITHOUT_COVENANT, Asked

_MAIL = "Vul een e-mailadres in, bijvoorbeeld naam@organisatie.example."
_LETTER = "Vul een naam in met ten minste één letter."


def _mail(label: str) -> Words:
    field = Words(label=label, most=120, validators=[EmailValidator(_MAIL)])
    field.widget.input_type = "email"
    return field


def _telephone(label: str) -> Words:
    field = Words(label=label, most=60, validators=[rules.check_reachable])
    field.widget.input_type = "tel"
    return field


class Day(forms.DateField):
    """A day, picked from a calendar where the browser has one."""

    def __init__(self, **options: Any) -> None:
        sentences = {"required": "Kies een dag.", "invalid": "Schrijf de dag als jaar, maand en dag: 2026-11-23."}
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=sentences, **options)


class Versioned(forms.Form):
    """A form that names the version its words were changed from; 0 for what is new."""

    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput, required=False)
    # Asked only when something alike is here already.
    is_other = forms.BooleanField(label="Het is een andere: bewaar toch", required=False)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def words(self, name: str, value: Any) -> str:
        """A value of one field as a person reads it, for the comparison with somebody else's."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(_flat(field.choices)).get(value, value))
        return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value or "")


class OrganisationForm(Versioned):
    """An organisation and how to reach it."""

    name = Words(
        label="Naam", most=120, required=True, error_messages={"required": "Vul de naam van de organisatie in."}
    )
    domain = forms.ChoiceField(
        label="Domein", choices=[("", "Kies …"), *Domain.choices], error_messages={"required": "Kies een domein."}
    )
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("", "Kies …"), *OrganisationKind.choices],
        error_messages={"required": "Kies wat voor organisatie het is."},
    )
    municipality = forms.ChoiceField(label="Werkgebied", required=False)
    standing = forms.ChoiceField(
        label="Plaats onder de Wgs",
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of dit een Wgs-partij is of een derde."},
    )
    email = _mail("E-mailadres")
    telephone = _telephone("Telefoon")
    address = Words(label="Adres", most=200)
    website = Words(label="Website", most=120)
    field_order = (
        "name", "kind", "domain", "municipality", "standing", "email", "telephone", "address", "website", "version", "is_other",
    )  # fmt: skip

    def __init__(self, *arguments: Any, known: OrganisationFields | None = None, **options: Any) -> None:
        super().__init__(*arguments, **_filled(options, known))
        offer(self, "municipality", towns())
        self.fields["address"].help_text = "Is het adres geheim, zoals bij sommige opvang? Laat het dan leeg."
        self.fields["standing"].option_hints = {  # type: ignore[attr-defined]  # read by the field tag
            Standing.PARTY: "Neemt op grond van de Wgs zelf deel aan de samenwerking.",
            Standing.THIRD: "Schuift af en toe aan, en ziet alleen wat daarvoor nodig is.",
        }

    def clean_name(self) -> str:
        if not key_of(self.cleaned_data["name"]):
            raise forms.ValidationError(_LETTER)
        return str(self.cleaned_data["name"])

    def said(self) -> OrganisationFields:
        """What was typed, after a valid form."""
        return OrganisationFields(**_picked(self.cleaned_data, OrganisationFields))


class ProfessionalForm(Versioned):
    """Somebody who works at an organisation, and how to reach them."""

    name = Words(label="Naam", most=120, required=True, error_messages={"required": "Vul een naam in."})
    function = Words(label="Functie", most=120)
    email = _mail("E-mailadres")
    telephone = _telephone("Telefoon")
    municipality = forms.ChoiceField(label="Gemeente", required=False)
    field_order = ("name", "function", "email", "telephone", "municipality", "version", "is_other")

    def __init__(self, *arguments: Any, known: ProfessionalFields | None = None, **options: Any) -> None:
        super().__init__(*arguments, **_filled(options, known))
        offer(self, "municipality", towns())

    def clean_name(self) -> str:
        if not words_of(self.cleaned_data["name"]):
            raise forms.ValidationError(_LETTER)
        return str(self.cleaned_data["name"])

    def said(self) -> ProfessionalFields:
        """What was typed, after a valid form."""
        return ProfessionalFields(**_picked(self.cleaned_data, ProfessionalFields))


class CovenantForm(Versioned):
    """What was agreed, and from when until when."""

    covers = Words(
        label="Waar gaat het convenant over?",
        help_text="In een zin. Er hoort niets over een cliënt in.",
        most=300,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf in een zin waar het convenant over gaat."},
    )
    signed_on = Day(label="Getekend op", required=False)
    from_day = Day(label="Geldt vanaf")
    until_day = Day(label="Geldt tot en met", required=False)
    field_order = ("covers", "signed_on", "from_day", "until_day", "version", "is_other")

    def __init__(self, *arguments: Any, known: CovenantFields | None = None, **options: Any) -> None:
        super().__init__(*arguments, **_filled(options, known, from_day=time.today()))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begin, end = said.get("from_day"), said.get("until_day")
        if begin and end and end < begin:
            self.add_error("until_day", "Deze dag ligt voor de dag waarop het convenant begint.")
        return said

    def said(self) -> CovenantFields:
        """What was typed, after a valid form."""
        return CovenantFields(**_picked(self.cleaned_data, CovenantFields))


class VerifyForm(Versioned):
    """How somebody made sure that the addresses are right."""

    how = forms.ChoiceField(
        label="Hoe bent u het nagegaan?",
        choices=How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe u het bent nagegaan."},
    )
    field_order = ("how", "version", "is_other")


class AccountForm(Versioned):
    """With which account of a guest a professional signs in."""

    account = forms.ChoiceField(label="Meldt zich aan als", required=False)
    field_order = ("account", "version", "is_other")

    def __init__(self, *arguments: Any, accounts: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "account", [("", "Geen account"), *accounts])


class ContactForm(Versioned):
    """Who to call in a municipality, and who stands in."""

    person = forms.ChoiceField(label="Contactpersoon", required=False)
    stand_in = forms.ChoiceField(label="Waarnemer", required=False)
    field_order = ("person", "stand_in", "version", "is_other")

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("person", "stand_in"):
            offer(self, name, [("", "Niemand"), *people])


class FilterForm(forms.Form):
    """What a list of organisations is asked for, from the address; what is not offered asks nothing."""

    naam = Words(label="Naam", most=120)
    soort = forms.ChoiceField(label="Soort", choices=[("", "Alle"), *OrganisationKind.choices], required=False)
    domein = forms.ChoiceField(label="Domein", choices=[("", "Alle"), *Domain.choices], required=False)
    gemeente = forms.ChoiceField(label="Gemeente", required=False)
    wgs = forms.ChoiceField(label="Wgs", choices=[("", "Alle"), *Standing.choices], required=False)
    convenant = forms.ChoiceField(
        label="Convenant",
        choices=[("", "Alle"), (WITHOUT_COVENANT, "zonder convenant"), (COVENANT_ENDS, "loopt binnenkort af")],
        required=False,
    )
    nagaan = forms.ChoiceField(label="Adressen", choices=[("", "Alle"), ("ja", "na te gaan")], required=False)
    staat = forms.ChoiceField(label="Staat", choices=[("", "actief"), ("beeindigd", "beëindigd")], required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "gemeente", [("", "Alle"), *((code, name) for code, name in towns() if code)])

    def asked(self) -> Asked:
        """What is asked, as far as it can be."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(
            name=said.get("naam", ""),
            domain=said.get("domein", ""),
            kind=said.get("soort", ""),
            municipality=said.get("gemeente", ""),
            standing=said.get("wgs", ""),
            covenant=said.get("convenant", ""),
            unverified=said.get("nagaan") == "ja",
            is_ended=said.get("staat") == "beeindigd",
        )


class FindForm(forms.Form):
    """A name, or a part of it that is a whole word."""

    name = Words(label="Naam", most=120, required=True, error_messages={"required": "Vul een naam in."})

    def clean_name(self) -> str:
        if not words_of(self.cleaned_data["name"]):
            raise forms.ValidationError(_LETTER)
        return str(self.cleaned_data["name"])


def towns() -> list[tuple[str, str]]:
    """The whole region, its municipalities, and elsewhere, to choose from."""
    codes = ["", *(town.code for town in region.current().municipalities), region.ELSEWHERE]
    return [(code, rules.town_words(code)) for code in codes]


def _filled(options: dict[str, Any], known: Any, **otherwise: Any) -> dict[str, Any]:
    """The form's options with what is known as what stands in it at first."""
    initial = asdict(known) if known is not None else otherwise
    return options | {"initial": initial | (options.get("initial") or {})}


def _picked(said: Mapping[str, Any], kind: Any) -> dict[str, Any]:
    return {name: said[name] for name in kind.__dataclass_fields__}


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    return [(value, label) for value, label in choices]

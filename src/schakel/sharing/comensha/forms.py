"""What staff fill in to register somebody with CoMensha. Almost nothing is required: a draft may wait."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from anyascii import anyascii
from babel import Locale
from django import forms

from schakel.cases.life.involved import Somebody
from schakel.core.choosing import offer
from schakel.intake.content import Form, Gender
from schakel.intake.forms import GENDER_WORDS, Words
from schakel.methods import comensha
from schakel.people.details import VictimStatus
from schakel.people.words import birth_words
from schakel.sharing.forms import MOST_SENTENCE, MOST_WORDS, Day

_YEARS = (1900, 2100)
# What the form and the registration call the same.
_SAME = ("name", "birth_date", "birth_year", "age", "gender", "nationality", "status", "reporter", "ground", "consent_on", "shelter_need", "safety", "question")  # fmt: skip
_MINOR = {"": None, "yes": True, "no": False}


# Codes that babel names and nobody is a national of: places without people, and groups of countries.
_NO_NATIONALITY = frozenset(
    [
        "AC",
        "AQ",
        "BV",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "GS",
        "HM",
        "IC",
        "IO",
        "QO",
        "TA",
        "TF",
        "UM",
        "UN",
        "XA",
        "XB",
        "ZZ",
    ]
)


@cache
def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 codes with their Dutch names, the Netherlands first."""
    named = {code: name for code, name in Locale("nl").territories.items() if len(code) == 2 and code.isalpha()}
    others = [(code, name) for code, name in named.items() if code not in _NO_NATIONALITY | {"NL"}]
    first = [
        ("", "Nog niet ingevuld"),
        ("unknown", "gevraagd, niet bekend"),
        ("NL", "Nederland"),
        ("stateless", "staatloos"),
    ]
    return [*first, *sorted(others, key=lambda pair: anyascii(pair[1]).lower())]


class BeginForm(forms.Form):
    """Of whom, and what CoMensha is asked."""

    whose = forms.ChoiceField(label="Om wie gaat het?", error_messages={"required": "Kies om wie het gaat."})
    dossier = forms.ChoiceField(
        label="Wat vraagt u CoMensha?",
        choices=[(one.key, one.label) for one in comensha.Dossier],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat u CoMensha vraagt."},
    )

    def __init__(self, *arguments: Any, people: list[Somebody], **options: Any) -> None:
        super().__init__(*arguments, **options)
        named = [(str(one.row.pk), f"{one.details.display_name}, {birth_words(one.details)}") for one in people]
        offer(self, "whose", [("", "Kies …"), *named])


class RegistrationForm(forms.Form):
    """The fields of a registration; those of shelter and of advice only where they are asked."""

    name = Words(label="Naam", most=120)
    birth_date = Day(label="Geboortedatum", earliest=date(_YEARS[0], 1, 1), is_past=True)
    birth_year = forms.IntegerField(
        label="Geboortejaar",
        required=False,
        min_value=_YEARS[0],
        max_value=_YEARS[1],
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Schrijf een jaar, bijvoorbeeld 2004."),
    )
    age = Words(label="Of leeftijd in woorden", most=60)
    is_minor = forms.ChoiceField(
        label="Minderjarig?", choices=[("", "Nog niet ingevuld"), ("yes", "ja"), ("no", "nee")], required=False
    )
    gender = forms.ChoiceField(label="Man of vrouw", required=False)
    nationality = forms.ChoiceField(label="Nationaliteit", required=False)
    forms_of = forms.MultipleChoiceField(
        label="Sector: vorm van uitbuiting", choices=Form.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    status = forms.ChoiceField(label="Slachtofferschap", choices=VictimStatus.choices)
    reporter = Words(label="Wie meldde?", most=120)
    region_name = Words(label="Regio", most=120)
    ground = forms.ChoiceField(
        label="Grondslag van de registratie",
        help_text="Bronnen zijn het niet eens of registreren zonder opvang toestemming vraagt. Leg daarom de grond vast.",
        choices=[("", "Nog niet ingevuld"), *comensha.GROUNDS.items()],
        required=False,
    )
    consent_on = Day(label="Toestemming gegeven op", is_past=True)
    spoken = Words(label="Welke taal spreekt deze persoon?", most=120)
    shelter_need = Words(label="Wat voor opvang is nodig?", most=MOST_WORDS, rows=3)
    safety = Words(label="Wat is er voor de veiligheid nodig?", most=MOST_WORDS, rows=3)
    question = Words(label="Wat vraagt u CoMensha?", most=MOST_WORDS, rows=3)

    def __init__(self, *arguments: Any, dossier: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = {Gender.UNKNOWN: "gevraagd, niet bekend"}
        genders = [(key.value, words.get(key, str(GENDER_WORDS[key]))) for key in Gender]
        offer(self, "gender", [("", "Nog niet ingevuld"), *genders])
        offer(self, "nationality", countries())
        shelter, advice = ("name", "birth_date", "spoken", "shelter_need", "safety"), ("question",)
        for names, needed in ((shelter, comensha.Dossier.SHELTER), (advice, comensha.Dossier.ADVICE)):
            for name in names:
                if dossier != needed.key:
                    del self.fields[name]

    def said(self, before: comensha.Registration) -> comensha.Registration:
        """The registration, after a valid form; what was not asked stays as it was."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in _SAME if name in typed}
        if "spoken" in typed:
            found["language"] = typed["spoken"]
        return replace(
            before,
            **found,
            is_minor=_MINOR[typed["is_minor"]],
            forms=tuple(typed["forms_of"]),
            region=typed["region_name"],
        )

    @staticmethod
    def initial_of(said: comensha.Registration) -> dict[str, Any]:
        """A draft as the form shows it again."""
        minor = next(key for key, value in _MINOR.items() if value is said.is_minor)
        return {name: getattr(said, name) for name in _SAME} | {
            "is_minor": minor,
            "forms_of": list(said.forms),
            "region_name": said.region,
            "spoken": said.language,
        }


class SendForm(forms.Form):
    """On which day it went."""

    sent_on = Day(label="Verstuurd op", required=True, is_past=True)


class ConfirmForm(forms.Form):
    """Under which number CoMensha has it."""

    reference = Words(
        label="Nummer bij CoMensha", most=MOST_SENTENCE, required=True,
        error_messages={"required": "Vul in onder welk nummer CoMensha de registratie heeft."},
    )  # fmt: skip

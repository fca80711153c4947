"""What a visitor fills in: a place, a training for their organisation, their code, and what they can recognise."""

import difflib
from typing import Any

from django import forms

from schakel.core import region
from schakel.core.audiences import Audience
from schakel.core.choosing import offer
from schakel.core.words import check_is_a_name
from schakel.intake.forms import Words
from schakel.training.actions.enrolling import Said
from schakel.training.actions.requesting import Asked
from schakel.training.models import CourseType

ONLINE = "online"
# Where most people have their mail; what differs from one of these by a letter was mistyped.
_KNOWN = ("gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl", "icloud.com", "ziggo.nl", "kpnmail.nl")
_ALIKE = 0.88


class Address(forms.EmailField):
    """A mail address; one of which the end looks mistyped is asked again."""

    def __init__(self, **options: Any) -> None:
        errors = {
            "required": "Vul uw e-mailadres in. Daar sturen wij de bevestiging heen.",
            "invalid": "Dit is geen e-mailadres. Schrijf het zo: naam@organisatie.nl.",
        }
        super().__init__(max_length=200, error_messages=errors, **options)
        self.widget.attrs |= {"autocomplete": "email", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """The address, if its end is not one letter beside a known one."""
        address: str = super().clean(value)
        domain = address.rpartition("@")[2].lower()
        meant = difflib.get_close_matches(domain, _KNOWN, n=1, cutoff=_ALIKE)
        if address and domain not in _KNOWN and meant:
            raise forms.ValidationError(f"Bedoelt u @{meant[0]}? U schreef @{domain}. Kijk het adres na.")
        return address


class EnrolForm(forms.Form):
    """Who enrols."""

    name = Words(label="Uw naam", help_text="Zo komt u op de lijst en op een certificaat.", most=120, required=True, error_messages={"required": "Vul uw naam in."}, validators=[check_is_a_name])  # fmt: skip
    email = Address(label="Uw e-mailadres")
    organisation = Words(label="Waar werkt u?", most=150, required=True, error_messages={"required": "Vul in waar u werkt."})  # fmt: skip
    function = Words(label="Uw functie", most=120)
    remark = Words(
        label="Hebt u iets nodig om mee te kunnen doen?",
        help_text="Bijvoorbeeld een dieet, of een plek voor een rolstoel.",
        most=600,
        rows=3,
    )
    consent = forms.BooleanField(
        label="Ik begrijp wat u met mijn gegevens doet",
        help_text="Wij gebruiken ze voor deze bijeenkomst en het certificaat. Een jaar daarna vernietigen wij ze.",
        error_messages={"required": "Zet hier een vinkje. Anders mogen wij uw inschrijving niet bewaren."},
    )

    def said(self) -> Said:
        """What was typed, after a valid form."""
        known = self.cleaned_data
        return Said(known["name"], known["email"], known["organisation"], known["function"], known["remark"])


class TrainingRequestForm(forms.Form):
    """What an organisation asks."""

    course = forms.ChoiceField(label="Welke training?", required=False)
    audience = forms.ChoiceField(label="Voor wie?", choices=[("", "Kies …"), *Audience.choices], error_messages={"required": "Kies voor wie de training is."})  # fmt: skip
    municipality = forms.ChoiceField(label="In welke gemeente?", error_messages={"required": "Kies een gemeente."})
    people = forms.IntegerField(
        label="Hoeveel mensen doen er mee, ongeveer?",
        min_value=1,
        max_value=2_000,
        error_messages={
            "required": "Schrijf een aantal.",
            "invalid": "Schrijf een aantal als getal.",
            "min_value": "Schrijf een aantal van 1 of meer.",
            "max_value": "Dat zijn er wel heel veel. Bel ons even.",
        },
    )
    organisation = Words(label="Uw organisatie", most=150, required=True, error_messages={"required": "Vul in waar u werkt."})  # fmt: skip
    name = Words(label="Uw naam", most=120, required=True, error_messages={"required": "Vul uw naam in."}, validators=[check_is_a_name])  # fmt: skip
    email = Address(label="Uw e-mailadres")
    telephone = Words(label="Uw telefoonnummer", most=40)
    wishes = Words(
        label="Wanneer, en wat wilt u bereiken?",
        help_text="Noem geen personen over wie u zich zorgen maakt. Dat kunt u melden.",
        most=2_000,
        rows=4,
    )

    def __init__(self, *arguments: Any, courses: dict[str, CourseType], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._courses = courses
        offer(self, "course", [("", "Weet ik nog niet"), *((key, one.title) for key, one in courses.items())])
        towns = [(one.code, one.name) for one in region.current().municipalities]
        offer(self, "municipality", [("", "Kies …"), *towns, (region.ELSEWHERE, "ergens anders"), (ONLINE, "online")])

    def course_chosen(self) -> CourseType | None:
        """Which training, after a valid form."""
        return self._courses.get(self.cleaned_data["course"])

    def asked(self) -> Asked:
        """Who asks, after a valid form."""
        known = self.cleaned_data
        return Asked(known["organisation"], known["name"], known["email"], known["telephone"], known["wishes"])


class CodeForm(forms.Form):
    """The eight digits of a participant."""

    code = Words(
        label="Uw code",
        help_text="Acht cijfers. Ze staan in de mail met uw inschrijving.",
        most=200,
        required=True,
        error_messages={"required": "Vul uw code in."},
    )

    def __init__(self, *arguments: Any, at_desk: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}
        if at_desk:
            self.fields["code"].label, self.fields["code"].help_text = "Code van een deelnemer", "Getypt of gescand."

    def clean_code(self) -> str:
        """The digits alone, in any spacing; of the address in a participant's QR code its end."""
        said = self.cleaned_data["code"].strip().rstrip("/").rpartition("/")[2]
        code = "".join(sign for sign in said if sign.isalnum())
        if len(code) != 8 or not code.isdecimal():
            raise forms.ValidationError("Een code heeft acht cijfers. Vul alleen die in.")
        return code


class EvaluationForm(CodeForm):
    """A mark from 1 to 5 for each statement, and room for words."""

    remark = Words(label="Wilt u nog iets kwijt?", help_text="Schrijf geen namen op.", most=2_000, rows=4)

    def __init__(self, *arguments: Any, statements: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._statements = statements
        marks = [("1", "1, helemaal niet"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, helemaal wel")]
        for number, statement in enumerate(statements):
            self.fields[f"score-{number}"] = forms.ChoiceField(
                label=statement,
                choices=marks,
                widget=forms.RadioSelect,
                error_messages={"required": "Kies een cijfer."},
            )

    def scores(self) -> dict[str, int]:
        """By statement the mark, after a valid form."""
        return {one: int(self.cleaned_data[f"score-{number}"]) for number, one in enumerate(self._statements)}


class NumberForm(forms.Form):
    """The number of a certificate."""

    nummer = Words(
        label="Nummer van het certificaat",
        help_text="Twaalf letters en cijfers. Het staat onderaan het certificaat.",
        most=60,
        required=True,
        error_messages={"required": "Vul het nummer in."},
    )

"""Fields that the forms of this room share."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator

from schakel.core import days, region
from schakel.core.choosing import offer
from schakel.core.words import check_is_a_name
from schakel.intake.forms import Words

_MAIL = "Vul een e-mailadres in, bijvoorbeeld naam@organisatie.example."
ABOUT_NOBODY = "Schrijf hier niets over personen."


class Day(forms.DateField):
    """A day, picked from a calendar where the browser has one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[days.check_near],
            error_messages={
                "required": "Kies een dag.",
                "invalid": "Schrijf de dag als jaar, maand en dag: 2026-11-23.",
            },
            **options,
        )


class Count(forms.IntegerField):
    """A whole number, with sentences of our own."""

    def __init__(self, *, least: int = 0, most: int = 100_000, **options: Any) -> None:
        super().__init__(
            min_value=least,
            max_value=most,
            error_messages={
                "required": "Vul een getal in.",
                "invalid": "Vul een heel getal in, met cijfers.",
                "min_value": f"Vul een getal in van {least} of meer.",
                "max_value": f"Vul een getal in van {most} of minder.",
            },
            **options,
        )


def needed(label: str, sentence: str, *, most: int = 120, rows: int = 0, **options: Any) -> Words:
    """Words that must be there."""
    return Words(label=label, most=most, rows=rows, required=True, error_messages={"required": sentence}, **options)


class WhoForm(forms.Form):
    """Who asks for something, and where it goes. Sealed as soon as it is sent."""

    organisation = needed("Organisatie", "Vul in voor welke organisatie u dit vraagt.")
    contact = needed("Uw naam", "Vul uw naam in.", validators=[check_is_a_name])
    email = needed(
        "E-mailadres", "Vul uw e-mailadres in. Daar sturen wij bericht heen.", validators=[EmailValidator(_MAIL)]
    )
    telephone = Words(label="Telefoonnummer", most=60)
    municipality = forms.ChoiceField(
        label="Gemeente", error_messages={"required": "Kies een gemeente, of “buiten de regio”."}
    )
    address = needed("Afleveradres", "Vul in waar het heen moet: straat, postcode en plaats.", most=300, rows=3)
    remark = Words(label="Opmerking", most=1_000, rows=3)

    def __init__(self, *arguments: Any, own_municipality: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "municipality", [("", "Kies …"), *towns(), (region.ELSEWHERE, "Buiten de regio")])
        fields = self.fields
        fields["organisation"].widget.attrs["autocomplete"] = "organization"
        fields["contact"].widget.attrs["autocomplete"] = "name"
        for name, kind in (("email", "email"), ("telephone", "tel")):
            widget = fields[name].widget
            assert isinstance(widget, forms.TextInput)  # noqa: S101  (tells the type checker what the class declares)
            widget.input_type = kind
            widget.attrs["autocomplete"] = kind
        if own_municipality:
            del fields["municipality"]

    def who(self) -> dict[str, str]:
        """What is sealed, after a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if isinstance(value, str) and name in _SEALED}


_SEALED = ("organisation", "contact", "email", "telephone", "address", "remark")


def towns() -> list[tuple[str, str]]:
    """The municipalities of the region."""
    return [(one.code, one.name) for one in region.current().municipalities]

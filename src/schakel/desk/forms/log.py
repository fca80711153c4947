"""The forms of the log: why it is read, what is asked of it, whom to look for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from schakel.access.models import LogReading, User
from schakel.audit.kinds import Kind
from schakel.core.choosing import offer
from schakel.desk.log import subjects
from schakel.desk.log.asked import Asked
from schakel.desk.log.subjects import Subject
from schakel.desk.log.words import OTHERS
from schakel.intake.forms import Words

_SYSTEMS = ("worker", "command line")


class ReasonForm(forms.Form):
    """Why somebody reads the log: a kind, and words."""

    purpose = forms.ChoiceField(
        label="Waarvoor leest u het logboek?",
        choices=LogReading.Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor u het logboek leest."},
    )
    words = Words(
        label="Waarom, in uw eigen woorden",
        help_text="Bijvoorbeeld: het nummer van de klacht, of wat u controleert. Dit wordt versleuteld bewaard.",
        most=2_000,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom u het logboek leest."},
    )


class LogForm(forms.Form):
    """The filters of the log. They stand in the address, so they hold numbers and ids, and never a name."""

    casus = forms.CharField(label="Casusnummer", required=False, max_length=20)
    gebruiker = forms.ChoiceField(label="Wie", required=False)
    van = forms.DateField(
        label="Vanaf", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tot = forms.DateField(
        label="Tot en met", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    soort = forms.ChoiceField(label="Soort", required=False, choices=[("", "alles"), *Kind.choices])
    deur = forms.ChoiceField(
        label="Deur", required=False, choices=[("", "beide"), ("desk", "bureau"), ("public", "publieke deur")]
    )
    persoon = forms.UUIDField(required=False, widget=forms.HiddenInput)
    zoekvraag = forms.RegexField("^[0-9a-f]{32}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, viewer: User, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._viewer = viewer
        self._subject: Subject | None = None
        offer(self, "gebruiker", [("", "iedereen"), *_actors()])
        for name in ("van", "tot"):
            self.fields[name].error_messages["invalid"] = "Vul een datum in, zoals 2026-11-19."

    def clean_casus(self) -> str:
        number: str = self.cleaned_data["casus"].strip()
        if number:
            self._subject = subjects.of_case(number, viewer=self._viewer)
            if self._subject is None:
                raise forms.ValidationError("Er is geen casus met dit nummer waarvan u het logboek mag lezen.")
        return number

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        first, last = said.get("van"), said.get("tot")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("tot", "De laatste dag ligt voor de eerste. Draai de dagen om.")
        if said.get("persoon") and said.get("casus"):
            self.add_error("casus", "Kies een casus of een persoon, niet allebei.")
        return said

    def asked(self) -> Asked:
        """The filters, after a valid form. Raises Http404 for a person who is not there for this officer."""
        said = self.cleaned_data
        if said["persoon"]:
            self._subject = subjects.of_person(said["persoon"], viewer=self._viewer)
        return Asked(
            self._subject,
            said["gebruiker"],
            said["van"],
            said["tot"],
            Kind(said["soort"]) if said["soort"] else None,
            said["deur"],
            said["zoekvraag"],
        )


class HandOutForm(forms.Form):
    """How colleagues stand in the list that is handed out."""

    names = forms.ChoiceField(
        label="Hoe staan collega's in het overzicht?",
        choices=[("function", "alleen met hun functie"), ("name", "met naam en functie")],
        initial="function",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe collega's in het overzicht staan."},
    )


def _actors() -> Iterator[tuple[str, str]]:
    for user in User.objects.order_by("name"):
        yield user.actor_id, user.name if user.is_active else f"{user.name} (account gesloten)"
    yield from OTHERS.items()
    for part in _SYSTEMS:
        yield f"system:{part}", f"het systeem ({part})"

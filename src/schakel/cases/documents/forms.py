"""What staff fill in about a document: the file and what it is, a letter and its text, a template."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases.documents.actions.filing import Described
from schakel.cases.documents.actions.letters import Written
from schakel.cases.documents.kinds import Audience, DocumentKind
from schakel.cases.documents.letters import unknown_in
from schakel.cases.life.involved import Somebody
from schakel.cases.plan.forms import MOST_LINE, MOST_WORDS, Day
from schakel.core.choosing import offer
from schakel.core.templatetags.work import day
from schakel.intake.forms import Words
from schakel.methods.attachments.kinds import ACCEPTED

MOST_TITLE, MOST_LETTER = 120, 20_000
_CHOOSE = ("", "Kies …")


class FileForm(forms.Form):
    """The file alone: another version of a document that is there."""

    # Which version was the newest when the page was made, and a file that came with an earlier sending.
    newest = forms.IntegerField(widget=forms.HiddenInput, required=False)
    arrived = forms.CharField(widget=forms.HiddenInput, required=False)
    # The bytes never pass here: they are sealed while they arrive.
    file = forms.Field(
        label="Bestand",
        help_text="PDF, document, beeld, film, geluid of tekst, tot 50 MB. Kies geen naaktbeelden: bel daarover de politie.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        required=False,
    )


class DescribeForm(forms.Form):
    """What a document is, about whom, and from whom."""

    title = Words(
        label="Titel",
        help_text="Zo vindt u het terug. Bijvoorbeeld: beschikking van de gemeente.",
        most=MOST_TITLE,
        required=True,
        error_messages={"required": "Geef het document een titel."},
    )
    kind = forms.ChoiceField(
        label="Soort", choices=[_CHOOSE, *DocumentKind.choices], error_messages={"required": "Kies een soort."}
    )
    about = forms.MultipleChoiceField(
        label="Over wie?",
        help_text="Wie deze persoon niet mag zien, ziet het document ook niet.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    received_from = Words(label="Van wie gekregen?", help_text="Naam en organisatie.", most=MOST_LINE)
    received_on = Day(label="Gekregen op", is_past=True, required=False)
    conditions = Words(
        label="Voorwaarden van wie het gaf",
        help_text="Bijvoorbeeld: niet doorgeven zonder overleg.",
        most=MOST_WORDS,
        rows=2,
    )
    is_police = forms.BooleanField(
        label="Komt van de politie",
        help_text="Alleen wie gegevens van de politie mag inzien, ziet dit document dan nog.",
        required=False,
    )

    def __init__(self, *arguments: Any, people: Sequence[Somebody], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "about", _named(people))
        if not people:
            del self.fields["about"]

    def said(self) -> Described:
        """What was said, after a valid form."""
        told = self.cleaned_data
        received: date | None = told["received_on"]
        return Described(
            title=told["title"],
            kind=told["kind"],
            about=tuple(told.get("about", ())),
            is_police=told.get("is_police", False),
            received_from=told["received_from"],
            received_on=received.isoformat() if received is not None else "",
            conditions=told["conditions"],
        )


class UploadForm(DescribeForm, FileForm):
    """A file, and what it is."""

    field_order = ("file", "title", "kind", "about", "received_from", "received_on", "conditions", "is_police")


class BeginForm(forms.Form):
    """About whom a letter is, and to which organisation."""

    person = forms.ChoiceField(label="Over wie gaat de brief?", required=False)
    organisation = forms.ChoiceField(label="Aan welke organisatie?", required=False)

    def __init__(
        self,
        *arguments: Any,
        people: Sequence[Somebody],
        organisations: Sequence[tuple[str, str]],
        audience: Audience,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        offered = {
            "person": [("", "Niemand in het bijzonder"), *_named(people)],
            "organisation": [("", "Vul ik zelf in"), *organisations],
        }
        for name, choices in offered.items():
            offer(self, name, choices)
        if audience == Audience.CLIENT:
            del self.fields["organisation"]


class LetterForm(forms.Form):
    """A letter: its title, to whom, and its words."""

    title = Words(
        label="Titel",
        help_text="Staat boven de brief.",
        most=MOST_TITLE,
        required=True,
        error_messages={"required": "Geef de brief een titel."},
    )
    recipient = Words(
        label="Aan", help_text="Naam en adres, zoals het boven de brief moet staan.", most=MOST_LINE, rows=3
    )
    body = Words(
        label="Tekst",
        help_text="Een witregel begint een nieuwe alinea. “## ” aan het begin van een regel maakt een kopje, “- ” een punt van een opsomming.",
        most=MOST_LETTER,
        rows=24,
        required=True,
        error_messages={"required": "De brief is nog leeg."},
    )

    def said(self) -> Written:
        """What was said, after a valid form."""
        told = self.cleaned_data
        return Written(told["title"], told["recipient"], told["body"])


class LetterTemplateForm(forms.Form):
    """A template: its title, for whom it is, its words, and which version they were made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = Words(
        label="Titel",
        most=MOST_TITLE,
        required=True,
        error_messages={"required": "Geef het sjabloon een titel."},
    )
    audience = forms.ChoiceField(label="Voor wie is de brief?", choices=Audience.choices)
    body = Words(
        label="Tekst",
        help_text="Schrijf hier niets over iemand. Een witregel begint een nieuwe alinea, “## ” een kopje, “- ” een punt van een opsomming.",
        most=MOST_LETTER,
        rows=20,
        required=True,
        error_messages={"required": "Schrijf de tekst van het sjabloon."},
    )

    def clean_body(self) -> str:
        """Whatever is named that we don't know, with its line."""
        body: str = self.cleaned_data["body"]
        if unknown := unknown_in(body):
            raise forms.ValidationError([fault.sentence for fault in unknown])
        return body


class FilterForm(forms.Form):
    """Which documents are listed."""

    soort = forms.ChoiceField(label="Soort", choices=[("", "Alle soorten"), *DocumentKind.choices], required=False)
    wie = forms.ChoiceField(label="Over wie", required=False)

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "wie", [("", "Iedereen"), *people])


def may_say_police(form: forms.Form, by: User) -> None:
    """Leave out what this person can't say: they would put away what they may not see."""
    if not by.may(Permission.POLICE_DATA):
        form.fields.pop("is_police", None)
        offer(form, "kind", [_CHOOSE, *(one for one in DocumentKind.choices if one[0] != DocumentKind.POLICE)])


def _named(people: Sequence[Somebody]) -> list[tuple[str, str]]:
    """Everybody with their role; descriptions of one name, which several reports gave, are told apart by their day."""
    called = [f"{one.details.display_name}, {one.row.get_role_display()}" for one in people]
    return [
        (str(one.row.pk), f"{name}, sinds {day(one.row.since)}" if called.count(name) > 1 else name)
        for one, name in zip(people, called, strict=True)
    ]

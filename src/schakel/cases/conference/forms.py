"""What staff fill in about a conference: when and what for, its agenda, who takes part, what came of it, its minutes."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.cases.conference.actions.attendees import Shared
from schakel.cases.conference.actions.planning import When
from schakel.cases.conference.models import Attendee
from schakel.cases.conference.queries import AttendeeSheet
from schakel.cases.conference.states import NEED_A_REASON, Ground, Naming, Presence
from schakel.cases.conference.telling import ALL, AUDIENCE, PARTIES, POINT, WORDS
from schakel.cases.plan.forms import MOST_LINE, MOST_WORDS, Day, Moment
from schakel.core import time
from schakel.core.choosing import offer
from schakel.intake.forms import Words

MOST_PART = 10_000
COLLEAGUE, OUTSIDE = "u:", "p:"
_DURATIONS = (
    ("30", "een half uur"),
    ("45", "drie kwartier"),
    ("60", "een uur"),
    ("90", "anderhalf uur"),
    ("120", "twee uur"),
    ("180", "drie uur"),
)


class WhenForm(forms.Form):
    """When, where, who chairs, and what for in one sentence."""

    starts_at = Moment(label="Wanneer?", help_text="Was het overleg er al? Kies dan het moment waarop het was.")
    duration = forms.ChoiceField(label="Hoe lang?", choices=_DURATIONS, initial="60")
    place = Words(
        label="Waar, of online?",
        help_text="Dit staat in de uitnodiging. Schrijf er niets in over de casus of over iemand.",
        most=MOST_LINE,
    )
    chair = forms.ChoiceField(label="Wie zit voor?", error_messages={"required": "Kies wie voorzit."})
    purpose = Words(
        label="Waarvoor, in één zin?",
        help_text="Dit staat niet in de uitnodiging.",
        most=MOST_LINE,
        required=True,
        error_messages={"required": "Schrijf in één zin waarvoor het overleg is."},
    )

    def __init__(self, *arguments: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._people = {str(person.pk): person for person in people}
        offer(self, "chair", [(key, person.name) for key, person in self._people.items()])

    def said(self) -> When:
        """What was said, after a valid form."""
        told = self.cleaned_data
        return When(
            told["starts_at"].astimezone(time.REGION_ZONE),
            int(told["duration"]),
            told["place"],
            self._people[told["chair"]],
            told["purpose"],
        )


class AgendaForm(forms.Form):
    """The points in their order, each in a field of its own, and room for one more."""

    new_point = Words(label="Nieuw punt", most=MOST_LINE)

    def __init__(self, *arguments: Any, points: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.keys = list(points)
        for number, (key, words) in enumerate(points.items(), start=1):
            self.fields[f"{POINT}{key}"] = Words(label=f"Punt {number}", most=MOST_LINE, initial=words)
        self.order_fields([*(f"{POINT}{key}" for key in self.keys), "new_point"])

    def rows(self) -> list[tuple[str, forms.BoundField]]:
        """Each point with its key, to draw its buttons."""
        return [(key, self[f"{POINT}{key}"]) for key in self.keys]

    def points(self) -> dict[str, str]:
        """The points as typed, in the order of the page."""
        return {key: self.cleaned_data[f"{POINT}{key}"] for key in self.keys}


class InviteForm(forms.Form):
    """Whom, for what, and for a third party until when."""

    who = forms.ChoiceField(label="Wie?", error_messages={"required": "Kies wie u uitnodigt."})
    need = Words(
        label="Waarvoor is deze deelnemer nodig?",
        most=MOST_WORDS,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarvoor deze deelnemer nodig is."},
    )
    time_box = Day(
        label="Tot en met",
        help_text="Na deze dag krijgt deze deelnemer niets meer. Voor een derde verplicht.",
        required=False,
    )

    def __init__(
        self,
        *arguments: Any,
        people: Sequence[User],
        professionals: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        ours = [(f"{COLLEAGUE}{person.pk}", person.name) for person in people]
        theirs = [(f"{OUTSIDE}{key}", words) for key, words in professionals]
        groups: list[Any] = [("", "Kies …")]
        groups += [("Van het centrum", ours)] if ours else []
        groups += [("Van een andere organisatie", theirs)] if theirs else []
        offer(self, "who", groups)
        self._people = {f"{COLLEAGUE}{person.pk}": person for person in people}

    def chosen(self) -> User | uuid.UUID:
        """The colleague, or the id of the professional, after a valid form."""
        chosen = self.cleaned_data["who"]
        return self._people.get(chosen) or uuid.UUID(chosen.removeprefix(OUTSIDE))


class NeedForm(forms.Form):
    """For what and until when somebody is needed."""

    need = Words(
        label="Waarvoor is deze deelnemer nodig?",
        most=MOST_WORDS,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarvoor deze deelnemer nodig is."},
    )
    time_box = Day(label="Tot en met", help_text="Voor een derde verplicht.", required=False)


class SharedForm(forms.Form):
    """What somebody shared, on which ground, and what they ask of whoever uses it."""

    shared = Words(label="Wat is er gedeeld?", most=MOST_PART, rows=5)
    ground = forms.ChoiceField(label="Op welke grond?", choices=[("", "Kies …"), *Ground.choices], required=False)
    because = Words(label="Waarom kon dat op deze grond?", most=MOST_WORDS, rows=2)
    conditions = Words(
        label="Voorwaarden van wie het gaf",
        help_text="Ze gaan mee met wat er gedeeld is, ook in het verslag.",
        most=MOST_WORDS,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        """Whatever was shared has a ground, and some grounds a reason."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("shared") and not said.get("ground"):
            self.add_error("ground", "Kies op welke grond dit is gedeeld.")
        if said.get("ground") in NEED_A_REASON and not said.get("because"):
            self.add_error("because", "Schrijf waarom dit op deze grond kon.")
        return said

    def said(self) -> Shared:
        """What was said, after a valid form."""
        return Shared(**{name: self.cleaned_data[name] for name in ("shared", "ground", "because", "conditions")})


class HoldForm(forms.Form):
    """On which day it was, and who was there."""

    held_on = Day(
        label="Gehouden op", help_text="Een dag in het verleden mag: ook het moment van invullen wordt bewaard."
    )

    def __init__(self, *arguments: Any, attendees: Sequence[AttendeeSheet], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._attendees = attendees
        for one in attendees:
            self.fields[f"presence_{one.row.id}"] = forms.ChoiceField(
                label=one.title,
                choices=[(Presence.PRESENT, "aanwezig"), (Presence.ABSENT, "afwezig")],
                widget=forms.RadioSelect,
                initial=one.row.presence or Presence.PRESENT,
                error_messages={"required": f"Kies of {one.name} er was."},
            )

    def present(self) -> dict[Any, Presence]:
        """Who was there, after a valid form."""
        return {one.row: Presence(self.cleaned_data[f"presence_{one.row.id}"]) for one in self._attendees}


class DecisionsForm(forms.Form):
    """What was decided."""

    decisions = Words(label="Besluiten", most=MOST_PART, rows=4)


class AgreementForm(forms.Form):
    """What was agreed, whose it is, and by when: a step of the plan."""

    title = Words(
        label="Wat is er afgesproken?",
        most=MOST_LINE,
        required=True,
        error_messages={"required": "Schrijf kort wat er is afgesproken."},
    )
    owner = forms.ChoiceField(label="Wie doet het?", error_messages={"required": "Kies wie het doet."})
    due_on = Day(label="Uiterlijk")
    notes = Words(label="Toelichting", most=MOST_WORDS, rows=3)

    def __init__(
        self, *arguments: Any, people: Sequence[User], attendees: Sequence[AttendeeSheet], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._people = {f"{COLLEAGUE}{person.pk}": person for person in people}
        self._attendees = {f"{OUTSIDE}{one.row.id}": one for one in attendees if one.row.account_id is None}
        ours = [(key, person.name) for key, person in self._people.items()]
        theirs = [(key, one.title) for key, one in self._attendees.items()]
        groups: list[Any] = [("", "Kies …"), ("Van het centrum", ours)]
        groups += [("Van een andere organisatie", theirs)] if theirs else []
        offer(self, "owner", groups)

    def whose(self) -> User | Attendee:
        """The colleague or attendee, after a valid form."""
        chosen = self.cleaned_data["owner"]
        return self._people[chosen] if chosen in self._people else self._attendees[chosen].row


class MinutesForm(forms.Form):
    """The parts of the minutes: words, and for whom; how the persons are called for other organisations."""

    naming = forms.ChoiceField(
        label="Hoe heten de personen in het verslag voor andere organisaties?",
        choices=Naming.choices,
        help_text="Een derde krijgt altijd voorletters. Wat anders is geschreven dan de naam in de casus, blijft staan.",
    )

    def __init__(
        self,
        *arguments: Any,
        content: Mapping[str, Any],
        thirds: Sequence[AttendeeSheet],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["naming"].initial = content["naming"]
        self.parts = list(content["parts"])
        audiences = [(PARTIES, "alleen voor partijen")]
        audiences += [(str(one.row.id), f"ook voor {one.name}") for one in thirds]
        audiences += [(ALL, "ook voor alle derden")]
        for part in self.parts:
            key = part["key"]
            self.fields[f"{WORDS}{key}"] = Words(label=part["title"], most=MOST_PART, rows=4, initial=part["words"])
            choices = audiences
            if part["audience"] not in dict(audiences):
                choices = [*audiences, (part["audience"], "ook voor wie nu niet meer meedoet")]
            self.fields[f"{AUDIENCE}{key}"] = forms.ChoiceField(
                label=f"Voor wie is “{part['title']}”?", choices=choices, initial=part["audience"]
            )

    def rows(self) -> list[tuple[Mapping[str, str], forms.BoundField, forms.BoundField]]:
        """Each part with its two fields."""
        return [(one, self[f"{WORDS}{one['key']}"], self[f"{AUDIENCE}{one['key']}"]) for one in self.parts]

    def said(self) -> dict[str, tuple[str, str]]:
        """Words and audience by the key of the part, after a valid form."""
        told = self.cleaned_data
        return {one["key"]: (told[f"{WORDS}{one['key']}"], told[f"{AUDIENCE}{one['key']}"]) for one in self.parts}

"""What whoever leads a case fills in about who may see it, and what somebody fills in to break the glass."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.access.policies import COLLEAGUE_CEILING, GUEST_CEILING, STAND_IN_CEILING
from schakel.access.roles import Role
from schakel.core import time
from schakel.core.choosing import offer
from schakel.intake.forms import WithHints, Words

MOST_REASON = 2_000
USUAL_TERM = timedelta(days=28)
HOURS = {
    "1": ("1 uur", ""),
    "4": ("4 uur", ""),
    "12": ("12 uur", "Tot na de nacht."),
    "24": ("24 uur", "Het langste dat kan."),
}


class _Until(forms.DateField):
    """The last day that somebody may look, on the real calendar: access does not travel with a pinned day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Tot en met",
            initial=lambda: time.real_now().date() + USUAL_TERM,
            input_formats=["%Y-%m-%d", "%d-%m-%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
            error_messages={
                "required": "Kies tot en met welke dag.",
                "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026.",
            },
            **options,
        )


class SomebodyForm(forms.Form):
    """Choosing one colleague or guest, in groups by role."""

    person = forms.ChoiceField(
        label="Wie?", error_messages={"required": "Kies wie.", "invalid_choice": "Kies iemand uit de lijst."}
    )

    def __init__(self, *arguments: Any, people: Iterable[User], **options: Any) -> None:
        self._people = {str(user.id): user for user in people}
        super().__init__(*arguments, **options)
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, user in sorted(self._people.items(), key=lambda pair: pair[1].name):
            groups.setdefault(Role(user.role).label, []).append((key, user.name))
        offer(self, "person", [("", "Kies …"), *groups.items()])

    @property
    def has_people(self) -> bool:
        """Whether there is anybody to choose."""
        return bool(self._people)

    def chosen(self) -> User:
        """Who was chosen, after a valid form."""
        return self._people[self.cleaned_data["person"]]


class LetInForm(SomebodyForm):
    """Who takes part in a case, what for, and until when."""

    need = Words(
        label="Waarvoor moet deze persoon de casus zien?",
        help_text="In een paar zinnen. Wordt versleuteld bewaard, en gelezen door wie de casus leidt en de privacyfunctionaris.",
        most=MOST_REASON,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarvoor deze persoon de casus moet zien."},
    )
    until = _Until(
        help_text=f"Iemand van buiten ten hoogste {GUEST_CEILING.days} dagen, een collega {COLLEAGUE_CEILING.days}. Verlengen kan."
    )


class StandInForm(SomebodyForm):
    """Which colleague coordinates for a while, why, and until when."""

    need = Words(
        label="Waarom is waarneming nodig?",
        most=MOST_REASON,
        rows=2,
        required=True,
        error_messages={"required": "Schrijf waarom waarneming nodig is."},
    )
    until = _Until(help_text=f"Ten hoogste {STAND_IN_CEILING.days} dagen. Verlengen kan.")


class RenewForm(forms.Form):
    """For how much longer, and what for."""

    need = Words(
        label="Waarvoor is het nog nodig?",
        most=MOST_REASON,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarvoor het nog nodig is."},
    )
    until = _Until()


class NumberForm(forms.Form):
    """The number of a case."""

    number = Words(
        label="Casusnummer",
        help_text="Bijvoorbeeld K-2026-0012.",
        most=20,
        required=True,
        error_messages={"required": "Vul een casusnummer in."},
    )


class BreakGlassForm(WithHints, NumberForm):
    """Which case, why now, and for how long."""

    reason = Words(
        label="Wat is er aan de hand, en waarom kan het niet wachten?",
        help_text="Wordt versleuteld bewaard. De privacyfunctionaris en de procesregisseur lezen het terug.",
        most=MOST_REASON,
        rows=4,
        required=True,
        error_messages={"required": "Schrijf waarom u deze casus nu moet openen."},
    )
    hours = forms.ChoiceField(
        label="Hoe lang?",
        widget=forms.RadioSelect,
        initial="1",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Kies hoe lang."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("hours", HOURS)

    def duration(self) -> timedelta:
        """For how long, after a valid form."""
        return timedelta(hours=int(self.cleaned_data["hours"]))


def end_of(day: date) -> datetime:
    """The moment at which this day is over in the region."""
    next_day = day + timedelta(days=1)
    return datetime(next_day.year, next_day.month, next_day.day, tzinfo=time.REGION_ZONE)

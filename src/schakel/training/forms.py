"""What colleagues fill in about courses and sessions. Nothing here is about a participant but the form for who walks in."""

from dataclasses import fields
from datetime import date, datetime
from datetime import time as clock
from typing import Any

from django import forms

from schakel.core import days, region, time
from schakel.core.audiences import Audience
from schakel.core.choosing import offer
from schakel.core.words import check_is_a_name
from schakel.intake.forms import Words
from schakel.training.actions.enrolling import Said
from schakel.training.actions.sessions import CourseSaid, SessionSaid
from schakel.training.kinds import Kind
from schakel.training.models import CourseType, Session

_CHOOSE = ("", "Kies …")
_NUMBER = {"required": "Schrijf een aantal.", "invalid": "Schrijf een aantal als getal.", "min_value": "Schrijf 1 of meer."}  # fmt: skip


def _day(label: str) -> forms.DateField:
    errors = {"required": "Kies een dag.", "invalid": "Schrijf de dag als jaar, maand en dag: 2026-11-23."}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=errors, validators=[days.check_near])


def _time(label: str) -> forms.TimeField:
    errors = {"required": "Kies een tijd.", "invalid": "Schrijf de tijd als 09:30."}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=errors)


def towns() -> list[tuple[str, str]]:
    """Where something can be: a municipality of the region, elsewhere, or nowhere (online)."""
    known = [(one.code, one.name) for one in region.current().municipalities]
    return [("", "online, of overal"), *known, (region.ELSEWHERE, "buiten de regio")]


class Kept(forms.Form):
    """A form that was made from a version of its row, and can say of two people's words where they differ."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def made_from(self) -> int:
        """The version it was made from."""
        return int(self.cleaned_data.get("version") or 0)

    def differences(self, mine: Any, theirs: Any) -> list[dict[str, str]]:
        """Field by field what differs between what was typed here and what somebody else stored meanwhile."""
        return [
            {"label": self.label_of(one.name), "mine": _words(typed), "theirs": _words(stored)}
            for one in fields(mine)
            if (typed := getattr(mine, one.name)) != (stored := getattr(theirs, one.name))
        ]

    def label_of(self, name: str) -> str:
        """What a part of it is called on the page."""
        named = {"starts_at": "Begin", "ends_at": "Einde"}
        return named.get(name) or str(self.fields[name].label)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{value.astimezone(time.REGION_ZONE):%d-%m-%Y %H:%M}"
    if isinstance(value, CourseType | Session):
        return value.title
    return "" if value is None else str(value)


class CourseForm(Kept):
    """A course type."""

    title = Words(label="Naam van de training", most=150, required=True, error_messages={"required": "Geef de training een naam."})  # fmt: skip
    audience = forms.ChoiceField(label="Voor wie?", choices=[_CHOOSE, *Audience.choices], error_messages={"required": "Kies een doelgroep."})  # fmt: skip
    goals = Words(label="Doel", most=3_000, rows=3, required=True, error_messages={"required": "Schrijf het doel op."})
    afterwards = Words(label="Wat kan iemand daarna?", most=3_000, rows=3)
    statements = Words(
        label="Waarnaar vraagt de evaluatie?",
        help_text="Eén uitspraak per regel. Deelnemers geven vooraf en achteraf een cijfer van 1 tot 5. Leeg: de drie gewone.",
        most=1_500,
        rows=4,
    )
    material = Words(label="Materiaal", help_text="Titels of adressen, één per regel.", most=2_000, rows=3)
    is_offered = forms.BooleanField(label="Organisaties kunnen deze training aanvragen", required=False, initial=True)

    def said(self) -> CourseSaid:
        """What was typed, after a valid form."""
        return CourseSaid(**{one.name: self.cleaned_data[one.name] for one in fields(CourseSaid)})


class SessionForm(Kept):
    """A session, planned or changed."""

    kind = forms.ChoiceField(label="Soort", choices=Kind.choices)
    course = forms.ChoiceField(label="Welke training?", required=False)
    title = Words(label="Titel", most=150, required=True, error_messages={"required": "Geef de bijeenkomst een titel."})
    about = Words(label="Waar gaat het over?", most=3_000, rows=4)
    audience = forms.ChoiceField(label="Voor wie?", choices=[_CHOOSE, *Audience.choices], error_messages={"required": "Kies een doelgroep."})  # fmt: skip
    training_on = _day("Dag")
    begins, ends = _time("Van"), _time("Tot")
    municipality = forms.ChoiceField(label="Gemeente", required=False)
    place = Words(label="Plaats", help_text="Leeg als het online is.", most=200)
    link = Words(label="Adres om online mee te doen", help_text="Alleen wie een plaats heeft, ziet dit.", most=300)
    trainer = Words(label="Wie geeft het?", most=150)
    capacity = forms.IntegerField(label="Hoeveel plaatsen?", min_value=1, max_value=5_000, initial=20, error_messages=_NUMBER)  # fmt: skip
    is_public = forms.BooleanField(
        label="Staat in de openbare agenda",
        help_text="Anders kan alleen inschrijven wie u het adres geeft.",
        required=False,
        initial=True,
    )
    organisation = Words(label="Voor één organisatie?", help_text="Welke. Leeg als het voor iedereen is.", most=150)
    part_of = forms.ChoiceField(
        label="Hoort bij een programma dat begint met",
        help_text="Wie zich daar inschrijft, komt ook hier.",
        required=False,
    )

    def __init__(self, *arguments: Any, courses: list[CourseType], first_days: list[Session], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._courses = {str(one.pk): one for one in courses}
        self._first_days = {str(one.pk): one for one in first_days}
        offer(self, "course", [("", "geen vaste training"), *((key, one.title) for key, one in self._courses.items())])
        offer(self, "municipality", towns())
        days = [(key, f"{one.title}, {_words(one.starts_at)}") for key, one in self._first_days.items()]
        offer(self, "part_of", [("", "geen programma"), *days])

    def said(self) -> SessionSaid:
        """What was typed, after a valid form."""
        known = self.cleaned_data
        plain = {name: known[name] for name in ("kind", "title", "about", "audience", "municipality", "place", "link")}
        return SessionSaid(
            **plain,
            **{name: known[name] for name in ("trainer", "capacity", "is_public", "organisation")},
            starts_at=moment(known["training_on"], known["begins"]),
            ends_at=moment(known["training_on"], known["ends"]),
            course=self._courses.get(known["course"]),
            part_of=self._first_days.get(known["part_of"]),
        )


def typed(session: Session) -> dict[str, Any]:
    """A session as it stands in its form."""
    begins, ends = (one.astimezone(time.REGION_ZONE) for one in (session.starts_at, session.ends_at))
    same = ("kind", "title", "about", "audience", "municipality", "place", "link", "trainer", "capacity", "is_public")
    return {
        **{name: getattr(session, name) for name in (*same, "organisation", "version")},
        "course": str(session.course_id or ""),
        "part_of": str(session.part_of_id or ""),
        "training_on": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
    }


class ElsewhereForm(forms.Form):
    """Something given elsewhere, written down afterwards on one short page; `version` when that is corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="Soort", choices=Kind.choices, initial=Kind.INFORMATION)
    title = Words(label="Waarover?", most=150, required=True, error_messages={"required": "Schrijf op waarover het ging."})  # fmt: skip
    given_on = _day("Dag")
    audience = forms.ChoiceField(label="Voor wie?", choices=[_CHOOSE, *Audience.choices], error_messages={"required": "Kies een doelgroep."})  # fmt: skip
    organisation = Words(label="Bij welke organisatie?", most=150)
    municipality = forms.ChoiceField(label="Gemeente", required=False)
    reached = forms.IntegerField(label="Hoeveel mensen waren er?", min_value=1, max_value=10_000, error_messages=_NUMBER)  # fmt: skip
    trainer = Words(label="Wie gaf het?", most=150)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, "municipality", towns())

    def said(self) -> SessionSaid:
        """What was typed, after a valid form; of the time of day nobody asks."""
        known = self.cleaned_data
        same = {name: known[name] for name in ("kind", "title", "audience", "organisation", "municipality", "trainer")}
        begins, ends = (moment(known["given_on"], clock(hour)) for hour in (9, 10))
        return SessionSaid(**same, starts_at=begins, ends_at=ends, capacity=None, is_public=False, place="elders")


def written_down(session: Session) -> dict[str, Any]:
    """What was given elsewhere as it stands in its form."""
    same = ("kind", "title", "audience", "organisation", "municipality", "reached", "trainer", "version")
    given_on = session.starts_at.astimezone(time.REGION_ZONE).date()
    return {**{name: getattr(session, name) for name in same}, "given_on": given_on}


class WalkInForm(forms.Form):
    """Somebody who came without having enrolled. Without an address they get their certificate on paper."""

    name = Words(label="Naam", most=120, required=True, error_messages={"required": "Vul een naam in."}, validators=[check_is_a_name])  # fmt: skip
    organisation = Words(label="Organisatie", most=150)
    email = forms.EmailField(label="E-mailadres", max_length=200, required=False, error_messages={"invalid": "Dit is geen e-mailadres."})  # fmt: skip

    def said(self) -> Said:
        """What was typed, after a valid form."""
        known = self.cleaned_data
        return Said(known["name"], known["email"], known["organisation"])


class ParticipantForm(forms.Form):
    """Who somebody is and where their mail goes, put right."""

    name = Words(label="Naam", most=120, required=True, error_messages={"required": "Vul een naam in."}, validators=[check_is_a_name])  # fmt: skip
    email = forms.EmailField(label="E-mailadres", max_length=200, required=False, error_messages={"invalid": "Dit is geen e-mailadres."})  # fmt: skip


class ProgrammeForm(forms.Form):
    """The programme of a day, a line for each part; a line that can't be read is named."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    lines = Words(
        label="Programma",
        help_text="Per regel: 09:30-10:15 | Wat er gebeurt | Wie er spreekt. Het einde en de spreker hoeven niet.",
        most=5_000,
        rows=10,
    )

    def clean_lines(self) -> list[dict[str, Any]]:
        """The lines, taken apart."""
        rows = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        return [self._line(number, row) for number, row in enumerate(rows, start=1)]

    def _line(self, number: int, row: str) -> dict[str, Any]:
        when, _, rest = row.partition("|")
        title, _, speaker = rest.partition("|")
        begins, _, ends = when.replace("–", "-").partition("-")
        try:
            parsed = {"begins": clock.fromisoformat(begins.strip()), "ends": None}
            if ends.strip():
                parsed["ends"] = clock.fromisoformat(ends.strip())
        except ValueError:
            raise forms.ValidationError(f"Regel {number} begint niet met een tijd als 09:30: “{row}”.") from None
        if not title.strip():
            raise forms.ValidationError(f"In regel {number} staat niet wat er gebeurt: “{row}”.")
        return {**parsed, "title": title.strip()[:200], "speaker": speaker.strip()[:150]}


def as_lines(session: Session) -> str:
    """A programme as it stands in its form."""
    return "\n".join(
        f"{one.begins:%H:%M}{f'-{one.ends:%H:%M}' if one.ends else ''} | {one.title}"
        + (f" | {one.speaker}" if one.speaker else "")
        for one in session.items.all()
    )


class FollowUpForm(forms.Form):
    """What those who asked for it hear of what follows."""

    subject = Words(label="Onderwerp", most=150, required=True, error_messages={"required": "Schrijf een onderwerp."})
    body = Words(
        label="Tekst",
        help_text="Wij zetten er een aanhef, een groet en een link om zich af te melden bij.",
        most=5_000,
        rows=8,
        required=True,
        error_messages={"required": "Schrijf een tekst."},
    )


class DeclineForm(forms.Form):
    """Why what an organisation asked does not come."""

    why = Words(
        label="Waarom niet?",
        help_text="Dit leest wie het aanvroeg.",
        most=1_000,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf op waarom. Dit leest wie het aanvroeg."},
    )


class GroupsForm(forms.Form):
    """In how many groups people are divided."""

    groups = forms.IntegerField(label="In hoeveel groepen?", min_value=1, max_value=50, initial=4, error_messages=_NUMBER)  # fmt: skip


def moment(day: date, at: clock) -> datetime:
    """A day and a time of the region, as a moment."""
    return datetime.combine(day, at, tzinfo=time.REGION_ZONE)

"""On paper: the minutes as one participant may see them, and a sheet to take along with room for notes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from schakel.cases.conference.models import Minutes
from schakel.cases.conference.queries import AttendeeSheet, ConferenceSheet
from schakel.core import region, time
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset

_MINUTES, _SHEET = (Path(__file__).with_name(name) for name in ("minutes.typ", "sheet.typ"))
_DEMO = {
    "mark": printed.DEMO_MARK,
    "sentence": "Dit centrum en deze casus zijn bedacht. Is er nu gevaar? Bel 112.",
}


def minutes_pdf(
    minutes: Minutes, content: Mapping[str, Any], attendee: AttendeeSheet, *, chair: str, on: date
) -> bytes:
    """The minutes for one participant, made on a day; equal content gives equal bytes."""
    conference = minutes.conference
    facts = [
        ["Casus", minutes.case.number],
        ["Gehouden op", printed.day(conference.held_on or on)],
        ["Voorzitter", chair],
        ["Voor", attendee.title],
    ]
    if minutes.number > 1:
        facts.append(["Uitgave", f"{minutes.number}. Verbeterd: {content['why']}"])
    told = {
        **_common(f"Verslag van overleg {minutes.case.number}", on),
        "heading": "Verslag van een overleg",
        "facts": facts,
        "purpose": content["purpose"],
        "need": f"U krijgt wat u nodig heeft voor: {attendee.need}" if attendee.is_third else "",
        "present": [f"{one['name']} ({one['of']})" for one in content["present"]],
        "parts": [_part(one) for one in content["parts"]],
        "agreements": [_agreement(one) for one in content["agreements"]],
        "closing": "Dit verslag is alleen voor u. Geef het niet door, en bewaar het niet langer dan nodig.",
    }
    return _set(_MINUTES, told, on)


def sheet_pdf(sheet: ConferenceSheet, on: date) -> bytes:
    """A sheet for one conference: when, what about, and lines to write on. It names nobody of the case."""
    conference = sheet.conference
    starts = conference.starts_at.astimezone(time.REGION_ZONE)
    facts = [
        ["Casus", conference.case.number],
        ["Gepland op", f"{printed.day(starts.date())}, {starts:%H:%M}"],
        ["Waar", sheet.place],
        ["Voorzitter", conference.chair.name],
        ["Gehouden op", ""],
    ]
    told = {
        **_common(f"Blad voor overleg {conference.case.number}", on),
        "heading": "Overleg",
        "facts": facts,
        "present": [one.title for one in sheet.attendees if one.row.ended_at is None],
        "points": [point["words"] for point in sheet.agenda],
        "rest": ["Besluiten", "Afspraken: wat, wie en wanneer", "Verder"],
        "closing": _TYPE_IT_IN,
    }
    return _set(_SHEET, told, on)


def visit_pdf(number: str, coordinator: str, on: date) -> bytes:
    """A sheet for a visit: the number of the case, and lines to write on. It names nobody of the case."""
    told = {
        **_common(f"Blad voor een bezoek {number}", on),
        "heading": "Bezoek",
        "facts": [["Casus", number], ["Procesregisseur", coordinator], ["Datum en tijd", ""], ["Wie waren erbij", ""]],
        "present": [],
        "points": [],
        "rest": ["Wat is er gezien en gezegd", "Wat is vermoeden", "Afspraken: wat, wie en wanneer", "Veiligheid"],
        "closing": _TYPE_IT_IN,
    }
    return _set(_SHEET, told, on)


_TYPE_IT_IN = (
    "Schrijf geen namen op dit blad. Typ de notities over bij de casus, met de dag waarop het was, "
    "en vernietig dit blad daarna."
)


def _common(title: str, on: date) -> dict[str, Any]:
    return {
        "title": title,
        "centre": region.current().name,
        "made": f"gemaakt op {printed.day(on)}",
        "demo": _DEMO if settings.SCHAKEL_DEMO else None,
    }


def _part(one: Mapping[str, str]) -> dict[str, Any]:
    notes = [f"Grond: {one['ground']}."] if one["ground"] else []
    notes += [f"Voorwaarde van wie dit gaf: {one['conditions']}"] if one["conditions"] else []
    return {"title": one["title"], "paragraphs": one["words"].splitlines(), "notes": notes}


def _agreement(one: Mapping[str, str]) -> Sequence[str]:
    last = printed.day(date.fromisoformat(one["due_on"])) if one["due_on"] else "geen dag"
    return [one["title"], one["owner"], last]


def _set(layout: Path, told: Mapping[str, Any], on: date) -> bytes:
    return typeset(
        layout,
        told,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )

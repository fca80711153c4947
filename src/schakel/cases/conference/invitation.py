"""An invitation as an iCalendar file (RFC 5545, RFC 5546): that there is a meeting, when and where. Nothing else.

It names no person, case, subject or centre: whoever it reaches by mistake learns that somebody meets somewhere. That is
why an attendee stands in it as a number: an address would say who meets.
"""

from datetime import UTC, timedelta

import icalendar

from schakel.cases.conference.models import Attendee
from schakel.cases.conference.states import ConferenceState
from schakel.core import time

_TITLE = "Overleg"
FILE_NAME = "overleg.ics"


def invitation_of(attendee: Attendee, place: str) -> bytes:
    """The invitation as it stands now: a request, with a number that went up with every move, or that it is off."""
    conference = attendee.conference
    is_off = conference.state == ConferenceState.CANCELLED or attendee.ended_at is not None
    made = icalendar.Calendar()
    made.add("prodid", "-//Overleg//NL")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if is_off else "REQUEST")
    event = icalendar.Event()
    event.add("uid", str(conference.id))
    event.add("sequence", conference.sequence)
    event.add("dtstamp", time.real_now().astimezone(UTC))
    # As moments of the world clock: no program has to know when summer begins here.
    begins = conference.starts_at.astimezone(UTC)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=conference.duration))
    event.add("summary", _TITLE)
    if place:
        event.add("location", place)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    # Whatever a calendar shares with others, it shares nothing of this.
    event.add("class", "PRIVATE")
    organiser = icalendar.vCalAddress(f"urn:uuid:{conference.id}")
    organiser.params["cn"] = _TITLE
    event.add("organizer", organiser)
    invited = icalendar.vCalAddress(f"urn:uuid:{attendee.id}")
    invited.params["rsvp"] = "FALSE"
    event.add("attendee", invited)
    made.add_component(event)
    return bytes(made.to_ical())

"""Sessions as iCalendar (RFC 5545, RFC 5546): of one enrolment, and of the public agenda.

No person stands in either, but in what is mailed: there the address that it is mailed to, as RFC 5546 wants it.
"""

from collections.abc import Iterable
from datetime import UTC

import icalendar

from schakel.core import region, time
from schakel.training.kinds import SessionState
from schakel.training.models import Session

FILE_NAME = "afspraak.ics"


def calendar_of(
    sessions: Iterable[Session],
    method: str = "PUBLISH",
    *,
    shows_link: bool = False,
    is_tentative: bool = False,
    attendee: str = "",
) -> str:
    """The sessions as a calendar file; a method of CANCEL takes all of them out of somebody's calendar.

    `shows_link` is for who has a place: where to take part online. `is_tentative` is for who waits for one.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//Schakel//NL")
    made.add("version", "2.0")
    made.add("method", method)
    for session in sessions:
        event = _event(session, "TENTATIVE" if is_tentative else "CONFIRMED", is_off=method == "CANCEL")
        if shows_link and session.link:
            event.add("description", session.link)
        if attendee:
            event.add("attendee", _attendee(attendee))
        made.add_component(event)
    return bytes(made.to_ical()).decode()


def _attendee(address: str) -> icalendar.vCalAddress:
    """Who enrolled has said already that they come."""
    made = icalendar.vCalAddress("mailto:" + address)
    made.params.update({"role": "REQ-PARTICIPANT", "partstat": "ACCEPTED", "rsvp": "FALSE"})
    return made


def _event(session: Session, status: str, *, is_off: bool) -> icalendar.Event:
    is_off = is_off or session.state == SessionState.CANCELLED
    event = icalendar.Event()
    event.add("uid", str(session.id))
    event.add("sequence", session.sequence)
    event.add("dtstamp", time.real_now().astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", session.title)
    event.add("location", session.place or "online")
    event.add("status", "CANCELLED" if is_off else status)
    # Neither a request nor a cancellation is taken from nobody.
    organiser = icalendar.vCalAddress("mailto:" + region.current().email)
    organiser.params["cn"] = region.current().name
    event.add("organizer", organiser)
    return event

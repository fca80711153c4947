"""Sessions as iCalendar (RFC 5545, RFC 5546): of one enrolment, and of the public agenda. No person stands in either."""

from collections.abc import Iterable
from datetime import UTC

import icalendar

from schakel.core import region, time
from schakel.training.kinds import SessionState
from schakel.training.models import Session

FILE_NAME = "afspraak.ics"


def calendar_of(sessions: Iterable[Session], method: str = "PUBLISH", *, shows_link: bool = False) -> str:
    """The sessions as a calendar file; a method of CANCEL takes all of them out of somebody's calendar.

    `shows_link` is for who has a place: where to take part online.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//Schakel//NL")
    made.add("version", "2.0")
    made.add("method", method)
    for session in sessions:
        made.add_component(_event(session, is_off=method == "CANCEL", shows_link=shows_link))
    return bytes(made.to_ical()).decode()


def _event(session: Session, *, is_off: bool, shows_link: bool) -> icalendar.Event:
    is_off = is_off or session.state == SessionState.CANCELLED
    event = icalendar.Event()
    event.add("uid", str(session.id))
    event.add("sequence", session.sequence)
    event.add("dtstamp", time.real_now().astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", session.title)
    event.add("location", session.place or "online")
    if shows_link and session.link:
        event.add("description", session.link)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    # Neither a request nor a cancellation is taken from nobody.
    organiser = icalendar.vCalAddress("mailto:" + region.current().email)
    organiser.params["cn"] = region.current().name
    event.add("organizer", organiser)
    return event

"""Somebody's days as a calendar that other programs fetch (iCalendar, RFC 5545): that there is a term, and in which case."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from uuid import UUID

import icalendar

from schakel.core import time


def calendar_of(days: Iterable[tuple[UUID, str, date]]) -> bytes:
    """The days as whole-day events, each with "Termijn" and the number of the case, and not a word more."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Schakel//Termijnen//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Termijnen")
    # By the hour at most: nothing in it is news.
    made.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    stamp = time.real_now().astimezone(UTC)
    for row_id, number, day in days:
        event = icalendar.Event()
        event.add("uid", f"{row_id}@schakel")
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"Termijn {number}")
        # Nobody is busy all day because something ends on it.
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())

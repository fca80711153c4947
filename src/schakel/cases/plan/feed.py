"""Somebody's days as a calendar that other programs fetch (iCalendar, RFC 5545): a term or a meeting, and in which case."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import icalendar

from schakel.cases.plan.worklist import FeedDay
from schakel.core import time


def calendar_of(days: Iterable[FeedDay]) -> bytes:
    """The days as events, each with "Termijn" or "Overleg" and the number of the case, and not a word more: no place either."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Schakel//Termijnen//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Termijnen")
    # By the hour at most: nothing in it is news.
    made.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    stamp = time.real_now().astimezone(UTC)
    for day in days:
        made.add_component(_event(day, stamp))
    return bytes(made.to_ical())


def _event(day: FeedDay, stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{day.id}@schakel")
    event.add("dtstamp", stamp)
    if day.starts_at is not None:
        begins = day.starts_at.astimezone(UTC)
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=day.minutes))
        event.add("summary", f"Overleg {day.number}")
        return event
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", f"Termijn {day.number}")
    # Nobody is busy all day because something ends on it.
    event.add("transp", "TRANSPARENT")
    return event

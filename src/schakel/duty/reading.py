"""When a report that comes in at a moment will be read: the profile's days and hours, holidays, and closures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schakel.core import region, time

# How far ahead a closure is told, and how far ahead a day on which the centre is open is looked for.
TOLD_AHEAD = timedelta(days=14)
_HORIZON = 400


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included."""

    first_day: date
    last_day: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Reading:
    """When what comes in at a moment is read, and the closure that a visitor should know of, if any."""

    day: date
    is_today: bool
    closure: Span | None = None


def is_open(day: date, closures: Iterable[Span]) -> bool:
    """Whether reports are read on that day at all."""
    return time.is_working_day(day) and not any(day in closure for closure in closures)


def day_of_reading(moment: datetime, closures: Iterable[Span]) -> date:
    """The day on which a report of that moment is read: the same one until the day's end, else the next open day."""
    closures = list(closures)
    local = moment.astimezone(time.REGION_ZONE)
    day = local.date()
    if is_open(day, closures) and f"{local:%H:%M}" < region.current().reading_ends:
        return day
    for _ in range(_HORIZON):
        day += timedelta(days=1)
        if is_open(day, closures):
            return day
    return day


def reading_of(moment: datetime, closures: Iterable[Span]) -> Reading:
    """As a page tells it to somebody who reads it at that moment."""
    closures = list(closures)
    today = moment.astimezone(time.REGION_ZONE).date()
    day = day_of_reading(moment, closures)
    near = [closure for closure in closures if closure.last_day >= today and closure.first_day <= today + TOLD_AHEAD]
    told = min(near, key=lambda closure: closure.first_day, default=None)
    return Reading(day, day == today, told)

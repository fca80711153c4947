"""What day it is for the centre's work, which demo and tests may pin; security uses the real clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from django.conf import settings

from schakel.core import holidays, region

REGION_ZONE = ZoneInfo("Europe/Amsterdam")

_travelled_to: ContextVar[datetime | None] = ContextVar("travelled_to", default=None)


def now() -> datetime:
    """The moment of work, aware, in the region's zone; a pinned day keeps the real time of day."""
    moment = _travelled_to.get()
    if moment is not None:
        return moment
    real = datetime.now(REGION_ZONE)
    pinned: date | None = settings.SCHAKEL_PINNED_DAY
    return real if pinned is None else datetime.combine(pinned, real.timetz())


def today() -> date:
    """The calendar day of `now()` in the region."""
    return now().astimezone(REGION_ZONE).date()


def real_now() -> datetime:
    """The real clock, for audit, sessions and expiry: never pinned."""
    return datetime.now(REGION_ZONE)


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Let `now()` be `to` inside the block, so that a past year can be lived through the real actions."""
    reset = _travelled_to.set(to)
    try:
        yield
    finally:
        _travelled_to.reset(reset)


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """First moment of the year and of the next one, in the region's zone."""
    return datetime(year, 1, 1, tzinfo=REGION_ZONE), datetime(year + 1, 1, 1, tzinfo=REGION_ZONE)


def start_of(day: date) -> datetime:
    """Its midnight in the region: what stands where a moment would say too much."""
    return datetime.combine(day, clock.min, tzinfo=REGION_ZONE)


def sunday_of(day: date) -> date:
    """The day on which its week ends."""
    return day + timedelta(days=7 - day.isoweekday())


def is_working_day(day: date) -> bool:
    """Whether the centre works on that day: one of the profile's days of the week, and no public holiday."""
    profile = region.current()
    return day.isoweekday() in profile.working_days and not holidays.is_holiday(day, profile.holidays)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`, weekends and public holidays left out."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and including `last`; 0 when `last` is not later."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=number)) for number in range(1, days + 1))

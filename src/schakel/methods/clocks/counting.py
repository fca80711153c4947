"""Counting days, working days, weeks, months and years, and moving an end that falls on a free day.

The day of the event is not counted (Regulation 1182/71 art. 3(1); usual for Dutch terms too). A month ends on the day with
the same number, or on the last of the month where there is none: 30 November and three months is 28 or 29 February.
Algemene termijnenwet, article 1: an end on a Saturday, Sunday or public holiday moves to the next day that is none; article
2: a term of three days or more holds at least two days that are none of these; article 4: not for hours, nor for more than
90 days, twelve weeks or three months, nor for years. Regulation 1182/71 says the same in article 3(4) and, from two days
on, in 3(5); hours are never moved here, though a longer count can be defended: too early is safe, too late is not.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from schakel.methods.clocks.terms import Moves, Span, Unit

_DAY = timedelta(days=1)
_SHORTEST_HELPED = {Moves.DUTCH: 3, Moves.EUROPEAN: 2}


@dataclass(frozen=True)
class Calendar:
    """Which days are working days of the centre, which are public holidays by law, and where midnight is."""

    is_working_day: Callable[[date], bool]
    is_holiday: Callable[[date], bool]
    zone: ZoneInfo

    def is_free(self, day: date) -> bool:
        """Whether this is a Saturday, Sunday or public holiday."""
        return day.isoweekday() > 5 or self.is_holiday(day)


def add_months(day: date, months: int) -> date:
    """The day with the same number so many months on, or the last of that month where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(start: date, span: Span, calendar: Calendar) -> date:
    """The last day of a term that an event on `start` begins; hours are no days: `due` counts these."""
    match span.unit:
        case Unit.DAYS:
            return start + span.amount * _DAY
        case Unit.WEEKS:
            return start + 7 * span.amount * _DAY
        case Unit.MONTHS:
            return add_months(start, span.amount)
        case Unit.YEARS:
            return add_months(start, 12 * span.amount)
        case Unit.WORKING_DAYS:
            return _working_days_on(start, span.amount, calendar)
        case Unit.HOURS:
            raise ValueError("a term in hours ends at a moment, not on a day")


def moved(start: date, end: date, moves: Moves, calendar: Calendar) -> date:
    """`end`, or the day to which the law moves the end of a term that began on `start`."""
    if moves is Moves.NOT:
        return end
    if (end - start).days >= _SHORTEST_HELPED[moves]:
        while sum(not calendar.is_free(start + number * _DAY) for number in range(1, (end - start).days + 1)) < 2:
            end += _DAY
    while calendar.is_free(end):
        end += _DAY
    return end


def can_move(span: Span, moves: Moves) -> bool:
    """Whether that law moves terms of this kind at all (Algemene termijnenwet, article 4)."""
    if moves is Moves.NOT:
        return True
    if moves is Moves.EUROPEAN:
        return span.unit is not Unit.HOURS
    most = {Unit.DAYS: 90, Unit.WORKING_DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}
    return span.amount <= most.get(span.unit, -1)


def _working_days_on(day: date, count: int, calendar: Calendar) -> date:
    while count > 0:
        day += _DAY
        count -= calendar.is_working_day(day)
    return day

"""A month as weeks, for a calendar, and which month an address asks for."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from schakel.core import time

_MONTHS = 24  # how far from now an address may look, either way


@dataclass(frozen=True)
class Month:
    """One month, with the ones before and after it."""

    first: date

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.last.day)]

    @property
    def weeks(self) -> list[list[date | None]]:
        """Weeks from Monday on; None for days of another month."""
        shown = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[day if day.month == self.first.month else None for day in week] for week in shown]

    @property
    def earlier(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def later(self) -> date:
        return self.last + timedelta(days=1)


def month_of(day: date) -> Month:
    """The month that a day is in."""
    return Month(day.replace(day=1))


def asked(text: str) -> Month:
    """The month in an address (2026-11), as far as it is one of these years; otherwise this month."""
    today = time.today()
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_of(today)
    away = (first.year - today.year) * 12 + first.month - today.month
    return Month(first) if abs(away) <= _MONTHS else month_of(today)

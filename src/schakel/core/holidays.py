"""The Dutch public holidays on which a centre can be closed, by rule and not from a list that runs out."""

from datetime import date, timedelta
from functools import lru_cache

# What a profile may name. "liberation_day" is 5 May in every fifth year, when most employers give the day.
NAMES = (
    "new_year",
    "good_friday",
    "easter_monday",
    "kings_day",
    "liberation_day",
    "liberation_day_every_year",
    "ascension",
    "whit_monday",
    "christmas",
    "boxing_day",
)
USUAL = (
    "new_year",
    "easter_monday",
    "kings_day",
    "liberation_day",
    "ascension",
    "whit_monday",
    "christmas",
    "boxing_day",
)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus: Meeus, Astronomical Algorithms, chapter 8)."""
    cycle, century, rest = year % 19, year // 100, year % 100
    correction = (century + 8) // 25
    moon = (19 * cycle + century - century // 4 - (century - correction + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (cycle + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=200)
def of_year(year: int, names: tuple[str, ...] = USUAL) -> frozenset[date]:
    """The days of that year on which these holidays fall."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    days = {
        "new_year": date(year, 1, 1),
        "good_friday": sunday - timedelta(days=2),
        "easter_monday": sunday + timedelta(days=1),
        # On a Sunday it is kept the day before (since 2014).
        "kings_day": kings_day if kings_day.weekday() != 6 else kings_day - timedelta(days=1),
        "liberation_day_every_year": date(year, 5, 5),
        "ascension": sunday + timedelta(days=39),
        "whit_monday": sunday + timedelta(days=50),
        "christmas": date(year, 12, 25),
        "boxing_day": date(year, 12, 26),
    }
    if year % 5 == 0:
        days["liberation_day"] = date(year, 5, 5)
    return frozenset(days[name] for name in names if name in days)


def is_holiday(day: date, names: tuple[str, ...] = USUAL) -> bool:
    """Whether one of these holidays falls on that day."""
    return day in of_year(day.year, names)

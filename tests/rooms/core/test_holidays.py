"""The days off of the Netherlands, against dates that others published."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.core import holidays, time

house = settings(max_examples=100, deadline=None, derandomize=True)


# rijksoverheid.nl, "Officiële feestdagen", the pages of these years.
PUBLISHED = {
    2025: ["01-01", "04-21", "04-26", "05-05", "05-29", "06-09", "12-25", "12-26"],
    2026: ["01-01", "04-06", "04-27", "05-14", "05-25", "12-25", "12-26"],
    2027: ["01-01", "03-29", "04-27", "05-06", "05-17", "12-25", "12-26"],
    2028: ["01-01", "04-17", "04-27", "05-25", "06-05", "12-25", "12-26"],
    2030: ["01-01", "04-22", "04-27", "05-05", "05-30", "06-10", "12-25", "12-26"],
    2031: ["01-01", "04-14", "04-26", "05-22", "06-02", "12-25", "12-26"],
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_days_off_are_those_that_were_published(year: int) -> None:
    assert sorted(f"{day:%m-%d}" for day in holidays.of_year(year)) == PUBLISHED[year]


@pytest.mark.parametrize(
    ("year", "month", "day"),
    # The earliest and the latest there can be, the two exceptions of the rule, and some from almanacs.
    [(1818, 3, 22), (2285, 3, 22), (1943, 4, 25), (2038, 4, 25), (1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2024, 3, 31), (2049, 4, 18), (2076, 4, 19)],
)  # fmt: skip
def test_easter_falls_where_the_almanac_has_it(year: int, month: int, day: int) -> None:
    assert holidays.easter(year) == date(year, month, day)


@house
@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    day = holidays.easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@house
@given(st.integers(2014, 2200))
def test_kings_day_is_never_on_a_sunday(year: int) -> None:
    (day,) = holidays.of_year(year, ("kings_day",))
    assert day in {date(year, 4, 26), date(year, 4, 27)}
    assert day.weekday() != 6


def test_a_profile_that_gives_liberation_day_every_year_gets_it() -> None:
    assert not holidays.is_holiday(date(2026, 5, 5))
    assert holidays.is_holiday(date(2025, 5, 5))
    assert holidays.is_holiday(date(2026, 5, 5), ("liberation_day_every_year",))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 4, 2), 1, date(2026, 4, 3)),  # Good Friday is worked, unless the profile says otherwise
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # over Ascension Day
        (date(2026, 12, 24), 3, date(2026, 12, 30)),  # Christmas on Friday and Saturday
        (date(2025, 12, 31), 1, date(2026, 1, 2)),  # over New Year, into another year
    ],
)
def test_working_days_pass_over_days_off(day: date, count: int, expected: date) -> None:
    assert time.add_working_days(day, count) == expected


@house
@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 30))
def test_counting_on_and_counting_between_agree(day: date, count: int) -> None:
    end = time.add_working_days(day, count)
    assert time.working_days_between(day, end) == count
    assert count == 0 or time.is_working_day(end)


@house
@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 12))
def test_who_comes_later_is_never_due_sooner(day: date, count: int) -> None:
    assert time.add_working_days(day, count) <= time.add_working_days(day + timedelta(days=1), count)

"""The centre's day: pinned where demo and tests want it, real where security needs it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.core import time

house = settings(max_examples=100, deadline=None, derandomize=True)


def test_a_pinned_day_keeps_the_real_time_of_day(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = date(2026, 11, 19)
    real = time.real_now()
    assert time.today() == date(2026, 11, 19)
    pinned = time.now()
    assert abs(timedelta(hours=pinned.hour - real.hour, minutes=pinned.minute - real.minute)) < timedelta(minutes=2)


def test_security_never_uses_the_pinned_day(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = date(1999, 1, 1)
    with time.travel(datetime(1998, 1, 1, tzinfo=UTC)):
        assert abs(time.real_now() - datetime.now(UTC)) < timedelta(seconds=10)


def test_without_a_pinned_day_it_is_now(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = None
    assert abs(time.now() - datetime.now(UTC)) < timedelta(seconds=10)


def test_travelling_ends_with_the_block_also_when_it_fails() -> None:
    before = time.today()
    moment = datetime(2024, 2, 29, 12, tzinfo=time.REGION_ZONE)
    seen = []

    def fail_there() -> None:
        with time.travel(moment):
            seen.append(time.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_there()
    assert seen == [moment]
    assert time.today() == before


def test_a_day_begins_at_midnight_in_the_region() -> None:
    with time.travel(datetime(2025, 12, 31, 23, 0, tzinfo=UTC)):
        assert time.today() == date(2026, 1, 1)
    with time.travel(datetime(2025, 12, 31, 22, 59, tzinfo=UTC)):
        assert time.today() == date(2025, 12, 31)


@house
@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  (the zone is added)
def test_every_moment_lies_in_exactly_one_year(moment: datetime) -> None:
    year = moment.astimezone(time.REGION_ZONE).year
    for each in (year - 1, year, year + 1):
        start, end = time.year_bounds(each)
        assert (start <= moment < end) == (each == year)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 19), 1, date(2026, 11, 20)),  # Thursday to Friday
        (date(2026, 11, 19), 3, date(2026, 11, 24)),  # over the weekend
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_working_days_pass_over_the_weekend(day: date, count: int, expected: date) -> None:
    assert time.add_working_days(day, count) == expected


@house
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    end = time.add_working_days(day, count)
    between = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert sum(time.is_working_day(each) for each in between) == count
    assert end.weekday() < 5

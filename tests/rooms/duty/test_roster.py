"""Planning duty: who looks on which day, stand-ins, swaps, absences and closures, and that each change is on record."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.access.actions.accounts import deactivate
from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.core import time
from schakel.duty import actions, queries
from schakel.duty.models import DutyDay
from schakel.duty.reading import Span, day_of_reading, is_open
from tests.personas import recorded

pytestmark = pytest.mark.django_db
house = settings(max_examples=60, deadline=None, derandomize=True)
# The day of these tests is Thursday 19 November 2026.
THURSDAY, FRIDAY, MONDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)


def test_days_of_the_week_are_planned_for_weeks_and_pass_over_days_off(sanne: User) -> None:
    given_days, kept = actions.plan(
        person=sanne, first_day=date(2026, 12, 14), weekdays=[1, 5], every=1, weeks=3, by=sanne
    )
    assert given_days == [
        date(2026, 12, 14),
        date(2026, 12, 18),
        date(2026, 12, 21),
        date(2026, 12, 28),
    ]  # not Christmas
    assert kept == []
    (event,) = recorded("duty:planned")
    assert event.detail["days"] == ["2026-12-14", "2026-12-18", "2026-12-21", "2026-12-28"]


def test_every_other_week_leaves_the_weeks_between(sanne: User) -> None:
    given_days, _ = actions.plan(person=sanne, first_day=FRIDAY, weekdays=[1, 5], every=2, weeks=4, by=sanne)
    assert given_days == [FRIDAY, date(2026, 11, 30), date(2026, 12, 4)]


def test_who_has_duty_already_keeps_it(sanne: User, tarik: User) -> None:
    actions.give(day=FRIDAY, person=tarik, by=tarik)
    given_days, kept = actions.plan(person=sanne, first_day=THURSDAY, weekdays=[4, 5], by=sanne)
    assert (given_days, kept) == ([THURSDAY], [FRIDAY])
    assert queries.on_duty(FRIDAY) == tarik


def around(monkeypatch: pytest.MonkeyPatch, method: str, *, before: Any = None, after: Any = None) -> None:
    """Somebody else writes just before, or just after, what a query of this name does; once."""
    really, waiting = getattr(QuerySet, method), [before or after]

    def do(rows: Any, *given: Any, **options: Any) -> Any:
        other = waiting.pop() if waiting and rows.model is DutyDay else None
        if other and before:
            other()
        try:
            return really(rows, *given, **options)
        finally:
            if other and after:
                other()

    monkeypatch.setattr(QuerySet, method, do)


def test_a_day_that_somebody_gets_while_others_are_planned_is_kept(
    sanne: User, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    around(monkeypatch, "bulk_create", before=DutyDay(day=FRIDAY, person=tarik).save)
    found = actions.plan(person=sanne, first_day=THURSDAY, weekdays=[4, 5], by=sanne)
    assert found == ([THURSDAY], [FRIDAY])
    assert queries.on_duty(FRIDAY) == tarik


def test_of_two_who_give_one_day_at_once_the_last_stands_in(
    sanne: User, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for read in ("get", "first"):
        around(monkeypatch, read, after=lambda: DutyDay.objects.bulk_create([DutyDay(day=FRIDAY, person=tarik)]))
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    turn = queries.turn_on(FRIDAY)
    assert (turn.reader, turn.instead_of) == (sanne, tarik)


def test_who_took_the_day_over_meanwhile_is_not_cleared_unseen(sanne: User, tarik: User) -> None:
    actions.give(day=FRIDAY, person=tarik, by=sanne)
    with pytest.raises(NotPossible, match="Intussen heeft Tarik"):
        actions.clear(day=FRIDAY, by=sanne, shown=str(sanne.pk))
    actions.clear(day=FRIDAY, by=sanne, shown=str(tarik.pk))
    assert queries.on_duty(FRIDAY) is None


def test_a_stand_in_is_shown_with_whose_turn_it_was_until_that_person_is_back(
    sanne: User, tarik: User, petra: User
) -> None:
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    actions.give(day=FRIDAY, person=tarik, by=sanne)
    assert (queries.turn_on(FRIDAY).reader, queries.turn_on(FRIDAY).instead_of) == (tarik, sanne)
    actions.give(day=FRIDAY, person=petra, by=sanne)
    assert (queries.turn_on(FRIDAY).reader, queries.turn_on(FRIDAY).instead_of) == (petra, sanne)
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    assert (queries.turn_on(FRIDAY).reader, queries.turn_on(FRIDAY).instead_of) == (sanne, None)
    assert len(recorded("duty:given")) == 3


def test_two_people_swap_days(sanne: User, tarik: User) -> None:
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    actions.give(day=MONDAY, person=tarik, by=sanne)
    actions.swap(one=FRIDAY, other=MONDAY, by=tarik)
    assert (queries.on_duty(FRIDAY), queries.on_duty(MONDAY)) == (tarik, sanne)
    assert recorded("duty:swapped")[0].detail["days"] == ["2026-11-20", "2026-11-23"]


def test_a_swap_takes_two_days_of_two_people(sanne: User) -> None:
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    for other in (FRIDAY, MONDAY):
        with pytest.raises(NotPossible, match="twee dagen"):
            actions.swap(one=FRIDAY, other=other, by=sanne)
    actions.give(day=MONDAY, person=sanne, by=sanne)
    with pytest.raises(NotPossible, match="op beide dagen"):
        actions.swap(one=FRIDAY, other=MONDAY, by=sanne)


def test_whoever_is_away_has_no_duty_and_the_empty_day_is_told(sanne: User, otto: User) -> None:
    actions.plan(person=sanne, first_day=THURSDAY, weekdays=[1, 2, 3, 4, 5], weeks=2, by=sanne)
    assert queries.empty_days(otto) == []
    absence = actions.be_away(person=sanne, first_day=FRIDAY, last_day=MONDAY, by=sanne)
    assert queries.empty_days(otto) == [FRIDAY, MONDAY]
    assert queries.on_duty(FRIDAY) is None
    actions.be_back(absence=absence, by=sanne)
    assert queries.empty_days(otto) == []
    assert [len(recorded(tag)) for tag in ("duty:absent", "duty:absence_ended")] == [1, 1]


def test_a_closed_day_is_not_empty_and_not_planned(sanne: User) -> None:
    actions.plan(person=sanne, first_day=THURSDAY, weekdays=[4], by=sanne)
    actions.close(first_day=FRIDAY, last_day=date(2026, 11, 25), by=sanne)
    assert queries.empty_days(sanne) == []
    with pytest.raises(NotPossible, match="leest het centrum geen meldingen"):
        actions.plan(person=sanne, first_day=FRIDAY, weekdays=[5], by=sanne)


def test_saturdays_report_is_read_on_monday_by_who_has_duty_then(sanne: User, tarik: User) -> None:
    saturday = datetime(2026, 11, 21, 22, tzinfo=time.REGION_ZONE)
    actions.give(day=MONDAY, person=tarik, by=sanne)
    turn = queries.readers_of([saturday])[saturday]
    assert (turn.day, turn.reader) == (MONDAY, tarik)
    actions.close(first_day=MONDAY, last_day=MONDAY, by=sanne)
    turn = queries.readers_of([saturday])[saturday]
    assert (turn.day, turn.reader) == (date(2026, 11, 24), None)


def test_only_who_reads_reports_can_have_duty(sanne: User, bram: User, otto: User) -> None:
    for person in (bram, otto):
        with pytest.raises(NotPossible, match="kan geen dienst hebben"):
            actions.give(day=FRIDAY, person=person, by=sanne)
    with pytest.raises(NotAllowed):
        actions.give(day=FRIDAY, person=sanne, by=bram)
    actions.give(day=FRIDAY, person=sanne, by=otto)  # the administrator keeps the roster going
    with pytest.raises(NotAllowed):
        actions.wish(is_on=True, by=otto)


def test_what_is_over_stays_as_it_was(sanne: User) -> None:
    yesterday = THURSDAY - timedelta(days=1)
    DutyDay.objects.create(day=yesterday, person=sanne)
    with pytest.raises(NotPossible, match="al voorbij"):
        actions.clear(day=yesterday, by=sanne)
    with pytest.raises(NotPossible, match="al voorbij"):
        actions.close(first_day=yesterday, last_day=yesterday, by=sanne)
    assert DutyDay.objects.filter(day=yesterday).exists()


@pytest.mark.parametrize("with_successor", [True, False])
def test_a_leavers_days_go_to_the_successor_or_stand_empty(
    with_successor: bool,  # noqa: FBT001
    sanne: User,
    tarik: User,
    otto: User,
) -> None:
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    deactivate(user=sanne, successor=tarik if with_successor else None, by=otto)
    assert queries.on_duty(FRIDAY) == (tarik if with_successor else None)


_MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2031, 1, 1), timezones=st.just(time.REGION_ZONE))  # noqa: DTZ001
_SPANS = st.lists(
    st.builds(
        lambda first, length: Span(first, first + timedelta(days=length)),
        st.dates(date(2025, 1, 1), date(2030, 12, 1)),
        st.integers(0, 20),
    ),
    max_size=3,
)


@house
@given(_MOMENTS, _SPANS)
def test_a_report_is_read_on_the_first_open_day_and_never_in_the_past(moment: datetime, closures: list[Span]) -> None:
    day, came = day_of_reading(moment, closures), moment.date()
    assert day >= came
    assert is_open(day, closures)
    assert not any(is_open(came + timedelta(days=number), closures) for number in range(1, (day - came).days))


@house
@given(_MOMENTS, _SPANS, st.integers(0, 10_000))
def test_who_reports_later_is_never_read_sooner(moment: datetime, closures: list[Span], minutes: int) -> None:
    later = moment + timedelta(minutes=minutes)
    assert day_of_reading(moment, closures) <= day_of_reading(later, closures)

"""Terms: examples from the law's text and from guidance counted by hand, and what must hold for every start."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.core import holidays
from schakel.methods import clocks
from schakel.methods.clocks import Calendar, Moves, RulesError, Span, State, Unit

ZONE = ZoneInfo("Europe/Amsterdam")
# Algemene termijnenwet, article 3.
BY_LAW = (
    "new_year", "good_friday", "easter_monday", "kings_day", "liberation_day_every_year", "ascension", "whit_monday",
    "christmas", "boxing_day",
)  # fmt: skip


def is_holiday(day: date) -> bool:
    return holidays.is_holiday(day, BY_LAW)


CALENDAR = Calendar(lambda day: day.isoweekday() < 6 and not is_holiday(day), is_holiday, ZONE)
RULES = clocks.load()
DAYS = st.dates(min_value=date(2025, 3, 1), max_value=date(2060, 1, 1))
IN_FORCE = [rule for rule in RULES if rule.until is None]


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def ends(rule_id: str, start: date, *, variant: str = "", is_extended: bool = False) -> clocks.Due:
    rule = clocks.rule_for(RULES, rule_id, started=start, variant=variant)
    return clocks.due(rule, at(start), CALENDAR, is_extended=is_extended)


@pytest.mark.parametrize(
    ("rule_id", "start", "last"),
    [
        # Guidelines 01/2022 of the European data protection board on the right of access: its two examples.
        ("access_request", date(2027, 3, 5), date(2027, 4, 5)),
        ("access_request", date(2027, 8, 31), date(2027, 9, 30)),
        # And its rule: an end in a weekend moves to the next working day (28 February 2026 is a Saturday).
        ("access_request", date(2026, 1, 31), date(2026, 3, 2)),
        # Awb 9:11, Algemene termijnenwet art. 1: six weeks after Friday 13 November 2026 is Christmas, then a Saturday.
        ("complaint", date(2026, 11, 13), date(2026, 12, 28)),
        ("complaint", date(2026, 11, 16), date(2026, 12, 28)),
        # Wmo 5.3.5: 5 May is a public holiday in every year; 2026 has it on a Tuesday.
        ("destruction_request", date(2026, 2, 5), date(2026, 5, 6)),
        # Not moved: 28 February 2027 is a Sunday. Leap years have a day more.
        ("reflection_period", date(2026, 11, 30), date(2027, 2, 28)),
        ("reflection_period", date(2027, 11, 30), date(2028, 2, 29)),
        ("keeping", date(2028, 2, 29), date(2033, 2, 28)),
        # Five working days from the Wednesday before Easter 2026: Good Friday and Easter Monday don't count.
        ("first_contact", date(2026, 4, 1), date(2026, 4, 10)),
        ("staff_safety", date(2026, 11, 28), date(2026, 11, 28)),
    ],
)
def test_terms_end_where_the_law_says(rule_id: str, start: date, last: date) -> None:
    assert ends(rule_id, start).last_day == last


def test_days_that_a_royal_decree_adds_are_free_too() -> None:
    """The longest road (published example, Algemene termijnenwet art. 3(3)): from Saturday 2 May to Monday 11 May.

    Ascension on 7 May, and by decree 4, 6 and 8 May beside the fifth; next in 2043.
    """
    decreed = {date(2043, 5, 4), date(2043, 5, 6), date(2043, 5, 8)}
    calendar = replace(CALENDAR, is_holiday=lambda day: day in decreed or is_holiday(day))
    rule = clocks.rule_for(RULES, "complaint", started=date(2043, 3, 21))
    assert clocks.due(rule, at(date(2043, 3, 21)), calendar).last_day == date(2043, 5, 11)


def test_a_short_term_holds_two_days_on_which_something_can_be_done() -> None:
    """Algemene termijnenwet, article 2: three days from Maundy Thursday 2026 would hold none."""
    rule = replace(clocks.rule_for(RULES, "complaint", started=date(2026, 4, 2)), term=Span(3, Unit.DAYS))
    told = clocks.due(rule, at(date(2026, 4, 2)), CALENDAR)
    assert told.last_day == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("granted", "variant", "last"),
    [
        (date(2023, 5, 18), "dublin", date(2023, 8, 18)),
        (date(2023, 5, 19), "dublin", date(2023, 6, 18)),
        (date(2023, 5, 19), "", date(2023, 8, 19)),
        (date(2026, 11, 24), "dublin", date(2026, 12, 24)),
    ],
)
def test_a_dublin_claimant_gets_thirty_days_when_granted_after_18_may_2023(
    granted: date, variant: str, last: date
) -> None:
    assert ends("reflection_period", granted, variant=variant).last_day == last


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 10, 24, 14, tzinfo=ZONE), datetime(2026, 10, 27, 13, tzinfo=ZONE)),  # summer time ends
        (datetime(2026, 3, 28, 14, tzinfo=ZONE), datetime(2026, 3, 31, 15, tzinfo=ZONE)),  # and begins
        (datetime(2026, 12, 24, 9, tzinfo=ZONE), datetime(2026, 12, 27, 9, tzinfo=ZONE)),  # not moved by Christmas
    ],
)
def test_seventy_two_hours_are_real_hours(start: datetime, end: datetime) -> None:
    told = clocks.due(clocks.rule_for(RULES, "data_breach", started=start.date()), start, CALENDAR)
    assert told.over_at == end
    assert told.over_at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=72)


def test_an_extension_makes_one_longer_term() -> None:
    # One month and two months from 30 November are three months: not by way of a February that cuts it short.
    assert ends("access_request", date(2026, 12, 31), is_extended=True).last_day == date(2027, 3, 31)
    assert ends("complaint", date(2026, 11, 13), is_extended=True).last_day == date(2027, 1, 22)
    with pytest.raises(ValueError, match="allows no extension"):
        ends("reflection_period", date(2026, 11, 13), is_extended=True)


def test_the_derivation_is_told_in_words() -> None:
    assert (
        ends("reflection_period", date(2026, 11, 3)).words
        == "Begonnen op 3 november 2026, drie maanden: t/m 3 februari 2027."
    )
    assert ends("complaint", date(2026, 11, 13)).words == (
        "Begonnen op 13 november 2026, zes weken: t/m 25 december 2026. Dat is een feestdag, dus t/m maandag "
        "28 december 2026 (Algemene termijnenwet)."
    )
    assert "verlengd met twee maanden" in ends("access_request", date(2026, 11, 3), is_extended=True).words
    assert ends("data_breach", date(2026, 11, 3)).words == (
        "Begonnen op 3 november 2026 om 10:00, 72 uur: tot 6 november 2026 om 10:00."
    )


def test_how_a_clock_stands() -> None:
    told = ends("access_request", date(2026, 11, 3))  # through 3 December, due soon ten days before

    def state(day: date, **more: Any) -> State:
        return clocks.state_of(told, now=at(day), **more)

    assert state(date(2026, 11, 22)) is State.RUNNING
    assert state(date(2026, 11, 23)) is State.DUE_SOON
    assert state(date(2026, 12, 3)) is State.DUE_SOON
    assert state(date(2026, 12, 4)) is State.OVERDUE
    assert state(date(2026, 12, 4), is_suspended=True) is State.SUSPENDED
    assert state(date(2026, 12, 4), stopped_at=at(date(2026, 11, 9))) is State.STOPPED
    assert state(date(2026, 12, 4), met_at=at(date(2026, 12, 4))) is State.MET


def test_what_must_be_done_at_once_is_late_at_once() -> None:
    told = ends("missing_child", date(2026, 11, 3))
    assert clocks.state_of(told, now=told.started) is State.DUE_SOON
    assert clocks.state_of(told, now=told.started + timedelta(minutes=1)) is State.OVERDUE


@given(DAYS, st.integers(0, 400), st.sampled_from(IN_FORCE))
def test_who_starts_later_is_never_due_earlier(start: date, later: int, rule: clocks.Rule) -> None:
    first = clocks.due(rule, at(start), CALENDAR)
    second = clocks.due(rule, at(start + timedelta(days=later)), CALENDAR)
    assert first.over_at <= second.over_at


@given(DAYS, st.integers(0, 23), st.sampled_from(IN_FORCE), st.integers(0, 60))
def test_an_end_is_never_before_the_term_is_over(start: date, hour: int, rule: clocks.Rule, still: int) -> None:
    told = clocks.due(rule, at(start, hour), CALENDAR)
    assert told.over_at >= told.started
    assert told.warn_from <= told.last_day
    if rule.term.unit is not Unit.HOURS:
        assert told.last_day >= clocks.last_day(start, rule.term, CALENDAR)
        assert told.over_at.astimezone(ZONE).date() == told.last_day + timedelta(days=1)
        assert told.over_at.astimezone(ZONE).hour == 0
    if rule.moves is not Moves.NOT:
        assert not CALENDAR.is_free(told.last_day)
    assert clocks.due(rule, at(start, hour), CALENDAR, days_suspended=still).over_at >= told.over_at
    if rule.extension is not None:
        assert clocks.due(rule, at(start, hour), CALENDAR, is_extended=True).over_at > told.over_at


@given(DAYS, st.integers(0, 1200))
def test_months_keep_their_day_or_take_the_last_one(day: date, months: int) -> None:
    then = clocks.add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(1, 30))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    last = clocks.last_day(day, Span(count, Unit.WORKING_DAYS), CALENDAR)
    between = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
    assert sum(map(CALENDAR.is_working_day, between)) == count
    assert CALENDAR.is_working_day(last)


CHANGED = """
[[rule]]
id = "example"
name = "Voorbeeld"
starts = "de dag"
[[rule.version]]
number = 1
since = 2020-01-01
until = 2026-06-30
term = "3 maanden"
source = "eerste"
[[rule.version]]
number = 2
since = 2026-07-01
term = "1 maand"
source = "tweede"
"""


def test_a_changed_rule_leaves_running_clocks_alone_unless_it_says_otherwise() -> None:
    rules = clocks.parse(CHANGED, name="x")
    started, today = date(2026, 6, 30), date(2026, 8, 1)
    assert clocks.rule_for(rules, "example", started=started, today=today).version == 1
    assert clocks.rule_for(rules, "example", started=date(2026, 7, 1), today=today).version == 2
    moving = clocks.parse(CHANGED + "applies_to_running = true\n", name="x")
    assert clocks.rule_for(moving, "example", started=started, today=started).version == 1
    assert clocks.rule_for(moving, "example", started=started, today=today).version == 2
    with pytest.raises(KeyError):
        clocks.rule_for(rules, "example", started=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"3 maanden"', '"3 manen"', "is no term"),
        ("until = 2026-06-30", "until = 2026-07-01", "hold on the same day"),
        ("until = 2026-06-30", "until = 2026-06-28", "days without a rule"),
        ("until = 2026-06-30", "untill = 2026-06-30", "unknown key"),
        ('term = "1 maand"', 'term = "72 uur"\nmoves = "Algemene termijnenwet"', "does not apply"),
        ('term = "1 maand"', 'term = "4 maanden"\nmoves = "Algemene termijnenwet"', "does not apply"),
        ("number = 2", "numero = 2", "unknown key"),
    ],
)
def test_a_wrong_rule_is_told_with_its_reason(old: str, new: str, problem: str) -> None:
    with pytest.raises(RulesError, match=problem):
        clocks.parse(CHANGED.replace(old, new), name="x")


def test_a_centre_sets_terms_of_its_own_where_the_law_leaves_room() -> None:
    own = clocks.with_own_terms(RULES, {"complaint": "8 weken", "access_request": "1 maand", "data_breach": "24 uur"})
    rule = clocks.rule_for(own, "complaint", started=date(2026, 11, 13))
    assert clocks.due(rule, at(date(2026, 11, 13)), CALENDAR).last_day == date(2027, 1, 8)
    assert rule.source.startswith("Eigen termijn")
    for wrong in ({"data_breach": "96 uur"}, {"access_request": "30 dagen"}, {"nothing": "1 dag"}, {"triage": "snel"}):
        with pytest.raises(RulesError):
            clocks.with_own_terms(RULES, wrong)


def test_every_rule_names_its_source_and_what_starts_it() -> None:
    for rule in RULES:
        assert rule.name, rule.id
        assert rule.source, rule.id
        assert rule.starts, rule.id
        assert Span.read(rule.term.words.replace("één", "1")) if rule.term.amount in (0, 1) else True
    assert {rule.id for rule in RULES} >= {"triage", "reflection_period", "cosm_stay", "evaluation", "keeping"}

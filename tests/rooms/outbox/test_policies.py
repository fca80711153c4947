"""What the rules of a reporter allow: nothing, unless it was clearly said."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.core import time
from schakel.intake.contact import NOTHING_ALLOWED, ContactRules, Day, DayPart, rules_from_json
from schakel.intake.content import HearBack
from schakel.outbox.contact import Contact
from schakel.outbox.policies import Forbidden, Way, can, check_allowed, check_can, check_moment, next_moment
from tests.rooms.outbox.reached import ADDRESS, ALL, NUMBER, THURSDAY_NIGHT, THURSDAY_NOON, by_mail, by_phone

rules = st.builds(
    ContactRules,
    days=st.lists(st.sampled_from(Day.values), unique=True).map(tuple),
    parts=st.lists(st.sampled_from(DayPart.values), unique=True).map(tuple),
    voicemail=st.booleans(),
    text_message=st.booleans(),
    news=st.booleans(),
)
contacts = st.builds(
    Contact, channel=st.sampled_from(HearBack.values), address=st.sampled_from(["", NUMBER, ADDRESS]), rules=rules
)
FIRST = datetime(2026, 1, 1, tzinfo=time.REGION_ZONE)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize(
    "contact",
    [
        Contact(),
        Contact(HearBack.PHONE, NUMBER),
        Contact(HearBack.EMAIL, ADDRESS),
        Contact(HearBack.PHONE, "", ALL),
        by_phone(days=()),
        by_phone(parts=()),
    ],
)
def test_what_was_not_said_is_forbidden(contact: Contact, way: Way) -> None:
    with pytest.raises(Forbidden):
        check_allowed(contact, way)


@pytest.mark.parametrize(
    ("contact", "allowed"),
    [
        (by_phone(), {Way.CALL, Way.VOICEMAIL, Way.TEXT, Way.NEWS}),
        (by_phone(voicemail=False, text_message=False, news=False), {Way.CALL}),
        (by_phone(text_message=False), {Way.CALL, Way.VOICEMAIL, Way.NEWS}),
        (by_mail(), {Way.EMAIL, Way.NEWS}),
        (by_mail(news=False), {Way.EMAIL}),
    ],
)
def test_each_way_needs_its_own_yes(contact: Contact, allowed: set[Way]) -> None:
    assert {way for way in Way if can(check_allowed, contact, way)} == allowed


@pytest.mark.parametrize(
    ("days", "parts", "at", "is_safe"),
    [
        (("thu",), ("afternoon",), THURSDAY_NOON, True),
        (("thu",), ("morning",), THURSDAY_NOON, False),
        (("fri",), ("afternoon",), THURSDAY_NOON, False),
        (("every",), ("afternoon",), THURSDAY_NOON, True),
        (("every",), tuple(DayPart.values), THURSDAY_NIGHT, False),
        (("thu",), ("evening",), datetime(2026, 11, 19, 20, 59, tzinfo=time.REGION_ZONE), True),
        (("thu",), ("evening",), datetime(2026, 11, 19, 21, 0, tzinfo=time.REGION_ZONE), False),
    ],
)
def test_the_day_and_the_time_of_day_are_the_reporters(
    days: tuple[str, ...], parts: tuple[str, ...], at: datetime, *, is_safe: bool
) -> None:
    assert can(check_moment, by_phone(days=days, parts=parts), at) == is_safe


def test_the_refusal_says_when_it_is_safe() -> None:
    with pytest.raises(Forbidden, match="alleen veilig op maandag, donderdag: avond"):
        check_can(by_phone(days=("thu", "mon"), parts=("evening",)), Way.CALL, at=THURSDAY_NOON)


def test_another_clock_is_read_in_the_time_of_the_region() -> None:
    contact = by_phone(days=("thu",), parts=("morning",))
    utc = datetime.fromisoformat("2026-11-19T08:30:00+00:00")  # half past nine here
    assert can(check_moment, contact, utc)
    assert not can(check_moment, contact, utc - timedelta(hours=1))


@settings(deadline=None)
@given(contact=contacts, after=moments)
def test_the_next_moment_is_safe_and_no_earlier_one_is(contact: Contact, after: datetime) -> None:
    found = next_moment(contact, after)
    assert (found is not None) == contact.rules.has_moments
    if found is None:
        return
    assert found >= after
    assert can(check_moment, contact, found)
    between = after
    while between < found:
        assert not can(check_moment, contact, between)
        between += timedelta(hours=1)


@settings(deadline=None)
@given(contact=contacts, way=st.sampled_from(list(Way)), at=moments)
def test_taking_a_yes_away_never_allows_more(contact: Contact, way: Way, at: datetime) -> None:
    if can(check_can, contact, way, at=at):
        return
    for less in ("voicemail", "text_message", "news"):
        stricter = replace(contact, rules=replace(contact.rules, **{less: False}))
        assert not can(check_can, stricter, way, at=at)
    for less in ("days", "parts"):
        stricter = replace(contact, rules=replace(contact.rules, **{less: ()}))
        assert not can(check_can, stricter, way, at=at)


def test_rules_that_are_not_understood_allow_nothing() -> None:
    odd = {"days": ["thu", "altijd"], "parts": ["night"], "voicemail": "ja", "news": 1, "later": True}
    assert rules_from_json(odd) == ContactRules(days=("thu",))
    assert rules_from_json({}) == NOTHING_ALLOWED

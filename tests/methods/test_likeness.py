"""Which reports may be about one event: the reasons, and that comparing is the same both ways round."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.likeness import Told, compare, digits_of, words_of

house = settings(max_examples=100, deadline=None, derandomize=True)
DAY = date(2026, 11, 19)
_TEXTS = st.text(alphabet="abcdefg ", max_size=60)
_TOLD = st.builds(
    Told,
    received=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    municipality=st.sampled_from(["", "GM0153", "GM0164"]),
    names=st.frozensets(st.sampled_from(["ana bos", "eva vos"])),
    numbers=st.frozensets(st.sampled_from(["612345678", "600000000"])),
    words=_TEXTS.map(words_of),
)


@house
@given(_TOLD, _TOLD)
def test_it_is_the_same_both_ways_round(one: Told, other: Told) -> None:
    assert compare(one, other) == compare(other, one)


def test_a_town_alone_is_no_reason_and_nothing_in_common_is_none() -> None:
    one = Told(DAY, "GM0153", words=words_of("Zij werkt in de kwekerij zonder loon"))
    other = Told(DAY, "GM0153", words=words_of("Jongens verkopen spullen achter het station"))
    assert not compare(one, other).is_worth_a_look
    assert not compare(Told(DAY, ""), Told(DAY, "")).same_town


@pytest.mark.parametrize("days", [0, 14, 200])
def test_the_same_number_is_a_reason_however_far_apart(days: int) -> None:
    one = Told(DAY, "", numbers=digits_of(["06 12345678"]))
    other = Told(DAY + timedelta(days=days), "", numbers=digits_of(["+31 (0)6-1234 5678"]))
    assert compare(one, other).same_number
    assert compare(one, other).is_worth_a_look


def test_a_short_number_says_too_little() -> None:
    assert digits_of(["112", "0900-8844", ""]) == frozenset()


def test_the_same_story_in_one_town_is_worth_a_look_and_two_common_words_are_not() -> None:
    story = "Achter de bakkerij slapen vier mannen die zonder loon werken"
    one, other = Told(DAY, "GM0153", words=words_of(story)), Told(DAY, "GM0153", words=words_of(story + " elke nacht"))
    assert compare(one, other).is_worth_a_look
    few = Told(DAY, "GM0153", words=words_of("Achter bakkerij"))
    assert not compare(few, few).same_words

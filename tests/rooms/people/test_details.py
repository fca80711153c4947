"""What is known of a person: how descriptions combine, and how old that makes somebody on a day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.intake.content import Gender, PersonDescription
from schakel.people import details as described
from schakel.people.details import PersonDetails, VictimStatus, age_range, combine, is_minor, known_age

house = settings(max_examples=80, deadline=None, derandomize=True)
DAY = date(2026, 6, 15)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
ages = st.integers(0, 120)
names = st.sampled_from(["", "Ana", "Bo"])


@st.composite
def descriptions(draw: st.DrawFn) -> PersonDetails:
    """A description with at most one kind of age, as `from_description` makes them."""
    stated_on = draw(days)
    kind = draw(st.sampled_from(["nothing", "birth date", "birth year", "exact", "guess"]))
    age: dict[str, object] = {}
    if kind == "birth date":
        birth = draw(st.dates(date(1930, 1, 1), stated_on))
        age = {"birth_date": birth, "birth_year": birth.year}
    elif kind == "birth year":
        age = {"birth_year": draw(st.integers(1930, stated_on.year))}
    elif kind == "exact":
        exact = draw(ages)
        age = {"low": exact, "high": exact}
    elif kind == "guess":
        low, high = sorted((draw(ages), draw(ages)))
        age = {"low": low, "high": draw(st.sampled_from([high, None]))}
    return PersonDetails(
        stated_on,
        name=draw(names),
        nickname=draw(names),
        gender=draw(st.sampled_from(Gender.values)),
        phone=draw(names),
        address=draw(names),
        status=draw(st.sampled_from(VictimStatus.values)),
        **age,  # type: ignore[arg-type]  # each kind of age has fields of its own
    )


@house
@given(descriptions())
def test_a_description_survives_being_stored(details: PersonDetails) -> None:
    assert described.from_json(described.to_json(details)) == details


@house
@given(descriptions())
def test_one_description_combines_to_itself(details: PersonDetails) -> None:
    assert combine([details]) == details


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(descriptions(), min_size=2, max_size=4, unique_by=lambda each: each.stated_on))
def test_combining_does_not_depend_on_the_order_and_loses_no_fact(several: list[PersonDetails]) -> None:
    whole = combine(several)
    assert all(combine(list(order)) == whole for order in permutations(several))
    assert whole.age_precision == max(each.age_precision for each in several)
    for fact in ("name", "nickname", "phone", "address"):
        said = [getattr(each, fact) for each in sorted(several, key=lambda each: each.stated_on) if getattr(each, fact)]
        assert getattr(whole, fact) == (said[0] if said else "")


def test_the_most_precise_age_wins_and_among_equals_the_earliest() -> None:
    guess = PersonDetails(DAY, low=18, high=22)
    year = PersonDetails(DAY + timedelta(1), birth_year=2007)
    birth = PersonDetails(DAY + timedelta(2), birth_date=date(2007, 1, 5), birth_year=2007)
    later = PersonDetails(DAY + timedelta(3), birth_date=date(2009, 1, 5), birth_year=2009)
    assert combine([guess, year]).known_birth_year == 2007
    assert combine([later, guess, birth, year]).birth_date == date(2007, 1, 5)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("possible", "confirmed"), "confirmed"),
        (("confirmed", "not_a_victim"), "not_a_victim"),
        (("not_a_victim", "possible"), "not_a_victim"),
        (("possible", "possible"), "possible"),
    ],
)
def test_not_a_victim_beats_confirmed_and_confirmed_beats_possible(statuses: tuple[str, str], expected: str) -> None:
    assert combine([PersonDetails(DAY, status=status) for status in statuses]).status == expected


def test_a_known_gender_beats_an_unknown_one_that_came_first() -> None:
    assert combine([PersonDetails(DAY), PersonDetails(DAY, gender=Gender.MAN)]).gender == Gender.MAN


def test_nothing_can_not_be_combined() -> None:
    with pytest.raises(ValueError, match="nothing"):
        combine([])


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        (PersonDetails(DAY, birth_date=date(2008, 6, 16)), True),  # turns 18 tomorrow
        (PersonDetails(DAY, birth_date=date(2008, 6, 15)), False),  # turns 18 today
        (PersonDetails(DAY, birth_date=date(2008, 2, 29)), False),
        (PersonDetails(DAY, birth_year=2009), True),
        (PersonDetails(DAY, birth_year=2008), None),  # 17 or 18, by the birthday
        (PersonDetails(DAY, birth_year=2007), False),
        (PersonDetails(DAY, low=17, high=17), True),
        (PersonDetails(DAY, low=18, high=18), False),
        (PersonDetails(DAY, low=16, high=20), None),
        (PersonDetails(DAY, low=0, high=17), True),
        (PersonDetails(DAY, low=18), False),
        (PersonDetails(DAY, low=15), None),
        (PersonDetails(DAY), None),
    ],
)
def test_a_minor_is_under_18_on_the_day_and_unknown_when_a_range_spans_it(
    details: PersonDetails,
    expected: bool | None,  # noqa: FBT001
) -> None:
    assert is_minor(details, DAY) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 15), (17, 17)),
        (date(2026, 6, 16), (17, 18)),  # the birthday may have been that very day
        (date(2027, 6, 14), (17, 18)),
        (date(2027, 6, 16), (18, 19)),
        (date(2026, 6, 14), (16, 17)),
        (date(2025, 6, 16), (16, 17)),
        (date(2025, 6, 14), (15, 16)),
    ],
)
def test_a_stated_age_moves_along_with_the_days(day: date, expected: tuple[int, int]) -> None:
    assert age_range(PersonDetails(DAY, low=17, high=17), day) == expected


@house
@given(st.dates(date(1930, 1, 1), date(2024, 1, 1)), days, days)
def test_the_true_age_lies_within_every_way_of_stating_it(birth: date, stated_on: date, day: date) -> None:
    def age(on: date) -> int:
        return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))

    for details in (
        PersonDetails(stated_on, birth_date=birth, birth_year=birth.year),
        PersonDetails(stated_on, birth_year=birth.year),
        PersonDetails(stated_on, low=age(stated_on), high=age(stated_on)),
        PersonDetails(stated_on, low=max(age(stated_on) - 2, 0), high=age(stated_on) + 2),
        PersonDetails(stated_on, low=age(stated_on)),
    ):
        ages = age_range(details, day)
        assert ages is not None
        assert ages[0] <= age(day) <= ages[1]
        assert is_minor(details, day) in (None, age(day) < 18)


@house
@given(descriptions(), days)
def test_an_age_is_never_below_zero_and_a_guess_counts_in_no_average(details: PersonDetails, day: date) -> None:
    ages = age_range(details, day)
    known = known_age(details, day)
    assert ages is None or 0 <= ages[0] <= ages[1]
    assert (known is not None) == (details.age_precision >= 2)
    if known is not None and ages is not None:
        assert ages[0] <= known <= ages[1]


def test_words_about_age_are_understood_and_kept() -> None:
    details = described.from_description(PersonDescription(name="Ana", age="ongeveer 20", gender=""), on=DAY)
    assert (details.low, details.high, details.age_words, details.gender) == (18, 22, "ongeveer 20", Gender.UNKNOWN)


def test_impossible_words_about_age_stay_words() -> None:
    details = described.from_description(PersonDescription(age="150 jaar"), on=DAY)
    assert (details.age_precision, details.age_words) == (0, "150 jaar")


def test_what_somebody_is_called_on_a_page() -> None:
    nameless = PersonDetails(DAY)
    assert replace(nameless, name="Ana", nickname="Rooie").display_name == "Ana"
    assert replace(nameless, nickname="Rooie").display_name == "“Rooie”"
    assert nameless.display_name == "naam onbekend"

"""What may be published: an attacker with everything that is shown learns no small group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schakel.figures.counting import YearFigures
from schakel.figures.disclosure import protect
from schakel.publications.factsheet import Figures

MINIMUM = 3  # small, so that every possible year can be tried
GENDERS = ("woman", "man", "other")
REPORTERS = ("care", "municipality", "police", "victim", "comensha", "other")
FORMS = ("sexual", "criminal", "labour", "organ")
ADULT, OLDEST = 18, 130


@dataclass(frozen=True)
class Somebody:
    """One person of a year. Of somebody whose age is not known it may still be known that they are a minor."""

    gender: str
    reporter: str
    forms: frozenset[str]
    age: int | None
    said_to_be_minor: bool | None

    @property
    def is_minor(self) -> bool | None:
        return self.said_to_be_minor if self.age is None else self.age < ADULT


def year_of(people: Sequence[Somebody]) -> YearFigures:
    """The year of these people, counted here and not by the code under test."""
    ages = [person.age for person in people if person.age is not None]
    minors = [person.is_minor for person in people]
    return YearFigures(
        year=2026,
        persons=len(people),
        reports=len(people),
        minors=minors.count(True),
        adults=minors.count(False),
        age_unknown=minors.count(None),
        gender={name: sum(person.gender == name for person in people) for name in GENDERS},
        reporters={name: sum(person.reporter == name for person in people) for name in REPORTERS},
        average_age=int(sum(ages) / len(ages) + 0.5) if ages else None,
        average_age_unknown=len(people) - len(ages),
        forms={name: sum(name in person.forms for person in people) for name in FORMS}
        | {"unknown": sum(not person.forms for person in people)},
        municipalities={"GM0153": len(people)},
    )


somebody = st.builds(
    Somebody,
    st.sampled_from(GENDERS),
    st.sampled_from(REPORTERS),
    st.frozensets(st.sampled_from(FORMS)),
    st.sampled_from([None, 3, 17, 18, 95]) | st.integers(0, 120),
    st.sampled_from([True, False, None]),
)
years = st.lists(somebody, min_size=1, max_size=11).map(year_of)
TODDLERS = year_of([Somebody("woman", "other", frozenset(), 3, None)] * MINIMUM)
AGED = year_of([Somebody("man", "care", frozenset({"labour"}), 118, None)] * MINIMUM)
exemptions = st.frozensets(st.sampled_from(["reporters", "age_unknown"]))
house = settings(max_examples=80, deadline=None, derandomize=True)


@house
@given(years, exemptions)
def test_no_small_number_about_victims_is_shown(counted: YearFigures, exempt: frozenset[str]) -> None:
    shown, _ = protect(counted, minimum=MINIMUM, exempt=exempt)
    cells = [*(shown.gender or {}).values(), *(shown.forms or {}).values()]
    # Whoever knows how many have a form knows how many have not.
    cells += [shown.persons - cell for cell in (shown.forms or {}).values()]
    cells += [] if "reporters" in exempt else (shown.reporters or {}).values()
    cells += [number for number in (shown.minors, shown.adults) if number is not None]
    assert all(cell >= MINIMUM for cell in cells)
    if "age_unknown" not in exempt:
        assert all(
            number in (None, 0) or number >= MINIMUM for number in (shown.age_unknown, shown.average_age_unknown)
        )


@house
@given(years, exemptions)
def test_what_is_shown_is_what_was_counted(counted: YearFigures, exempt: frozenset[str]) -> None:
    shown, _ = protect(counted, minimum=MINIMUM, exempt=exempt)
    for name in vars(shown):
        assert getattr(shown, name) in (None, getattr(counted, name))


@house
@given(years)
def test_every_table_that_is_withheld_has_a_sentence_that_says_so(counted: YearFigures) -> None:
    shown, findings = protect(counted, minimum=MINIMUM, exempt=())
    withheld = [shown.gender, shown.reporters, shown.forms, shown.minors, shown.average_age].count(None)
    assert len(findings) == withheld
    assert not any(finding.blocks for finding in findings)


@house
@example(TODDLERS, frozenset())
@example(AGED, frozenset({"age_unknown"}))
@given(years, exemptions)
def test_no_small_age_group_can_be_derived(counted: YearFigures, exempt: frozenset[str]) -> None:
    """Every year that could have given these numbers is tried: a small group must not be the same in all of them."""
    shown, _ = protect(counted, minimum=MINIMUM, exempt=exempt)
    possible = [ages for ages in every_age_division(counted.persons) if ages.gives(shown)]
    for group in ("minors", "adults"):
        values = {getattr(ages, group) for ages in possible}
        assert getattr(counted, group) in values
        assert len(values) > 1 or min(values) >= MINIMUM


@house
@given(years, exemptions)
def test_no_small_gender_group_can_be_derived(counted: YearFigures, exempt: frozenset[str]) -> None:
    shown, _ = protect(counted, minimum=MINIMUM, exempt=exempt)
    divisions = [
        cells for cells in product(range(shown.persons + 1), repeat=3)
        if sum(cells) == shown.persons and (
            # The attacker knows the rule too: a table is withheld because one of its groups is small.
            min(cells) < MINIMUM if shown.gender is None else cells == tuple(shown.gender[name] for name in GENDERS)
        )
    ]  # fmt: skip
    for place in range(3):
        values = {cells[place] for cells in divisions}
        assert len(values) > 1 or min(values) >= MINIMUM


@pytest.mark.parametrize("reporters", [{"reporters": "regionaal"}, ["reporters"]])
def test_an_exempt_variable_is_shown_with_its_small_cells(reporters: object) -> None:
    counted = year_of([Somebody("woman", "comensha", frozenset(), None, None)] * 8)
    assert protect(counted, minimum=5, exempt=())[0].reporters is None
    shown = protect(counted, minimum=5, exempt=reporters)[0].reporters  # type: ignore[arg-type]  # a mapping's keys do
    assert shown is not None
    assert shown["comensha"] == 8


def test_nobody_is_a_small_group_too() -> None:
    women_alone = year_of([Somebody("woman", "other", frozenset(FORMS), 30, None)] * 20)
    shown, _ = protect(women_alone, minimum=5, exempt=())
    assert (shown.gender, shown.forms, shown.minors) == (None, None, None)


def test_the_published_year_2025_is_shown_as_it_was_published() -> None:
    counted = YearFigures(
        2025, 178, 240, 41, 137, 0, {"woman": 115, "man": 49, "other": 14},
        dict(zip(REPORTERS, (7, 26, 11, 8, 3, 123), strict=True)), 27, 6,
        {"sexual": 90, "criminal": 40, "labour": 30, "organ": 5, "unknown": 20}, {},
    )  # fmt: skip
    shown, findings = protect(counted, minimum=5, exempt={"reporters", "age_unknown"})
    assert findings == []
    assert (shown.persons, shown.minors, shown.average_age, sum((shown.reporters or {}).values())) == (178, 41, 27, 178)


@dataclass(frozen=True)
class Ages:
    """How a year's persons may divide over the age groups, and how many of each have a known age."""

    minors: int
    adults: int
    unknown: int
    known_minors: int
    known_adults: int

    def gives(self, shown: Figures) -> bool:
        """Whether the published numbers could have come out of this year."""
        if shown.minors is not None and (self.minors, self.adults, self.unknown) != (
            shown.minors, shown.adults, shown.age_unknown,
        ):  # fmt: skip
            return False
        known = self.known_minors + self.known_adults
        if shown.average_age_unknown is not None and shown.persons - known != shown.average_age_unknown:
            return False
        if shown.average_age is None:
            return True
        lowest = ADULT * self.known_adults
        highest = (ADULT - 1) * self.known_minors + OLDEST * self.known_adults
        # Rounded half up: the sum of ages lies from a - 1/2 up to a + 1/2, times the number of ages.
        return 2 * highest >= (2 * shown.average_age - 1) * known and 2 * lowest < (2 * shown.average_age + 1) * known


def every_age_division(persons: int) -> Iterator[Ages]:
    for minors in range(persons + 1):
        for adults in range(persons + 1 - minors):
            for known_minors, known_adults in product(range(minors + 1), range(adults + 1)):
                yield Ages(minors, adults, persons - minors - adults, known_minors, known_adults)


def test_how_many_have_more_than_one_form_is_a_group_too() -> None:
    plain = [Somebody("woman", "other", frozenset({form}), 30, None) for form in FORMS for _ in range(2 * MINIMUM)]
    nobody_knows = [Somebody("man", "other", frozenset(), 30, None)] * MINIMUM
    one_with_two = [Somebody("woman", "other", frozenset({"sexual", "criminal"}), 30, None)]
    shown, _ = protect(year_of(plain + nobody_knows), minimum=MINIMUM, exempt=())
    assert shown.forms is not None
    shown, _ = protect(year_of(plain + nobody_knows + one_with_two), minimum=MINIMUM, exempt=())
    assert shown.forms is None
    shown, _ = protect(year_of(plain + nobody_knows + MINIMUM * one_with_two), minimum=MINIMUM, exempt=())
    assert shown.forms is not None

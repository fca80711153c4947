"""What stands out among weekly counts: what must, what must not, and the rule against values worked out by hand."""

import random

import pytest

from schakel.methods.attention import Usual, Week, standing_out, usual

LEAST = {"cases": 10, "nights": 6, "outside": 8}
# What an ordinary week holds, on average, by role.
ORDINARY = {
    "intake": {"cases": 4, "nights": 0.3, "outside": 2},
    "coordinator": {"cases": 15, "nights": 1, "outside": 0.5},
}


def poisson(draw: random.Random, mean: float) -> int:
    """How many of what comes independently, at this mean (Knuth)."""
    count, left = 0, draw.expovariate(1)
    while left < mean:
        count, left = count + 1, left + draw.expovariate(1)
    return count


def quarter(seed: int) -> list[Week]:
    """Thirteen weeks of four intake workers and four coordinators, some of them away for a week or two."""
    draw = random.Random(seed)
    return [
        Week(f"{role} {number}", role, week, {name: poisson(draw, mean) for name, mean in means.items()})
        for role, means in ORDINARY.items()
        for number in range(4)
        for week in range(13)
        if draw.random() > 0.1
    ]


def with_count(weeks: list[Week], person: str, week: int, **counts: int) -> list[Week]:
    kept = [one for one in weeks if (one.person, one.week) != (person, week)]
    return [*kept, Week(person, person.split(maxsplit=1)[0], week, {"cases": 4, "nights": 0, "outside": 2} | counts)]


@pytest.mark.parametrize("seed", range(25))
def test_an_ordinary_quarter_asks_for_nothing(seed: int) -> None:
    assert standing_out(quarter(seed), LEAST) == []


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(
    ("figure", "count"),
    [("cases", 40), ("nights", 15), ("outside", 20)],
    ids=["many cases opened", "at night", "outside own work"],
)
def test_what_does_not_fit_stands_out_alone(seed: int, figure: str, count: int) -> None:
    marks = standing_out(with_count(quarter(seed), "intake 2", 12, **{figure: count}), LEAST)
    assert [(mark.week.person, mark.week.week, mark.figure, mark.count) for mark in marks] == [
        ("intake 2", 12, figure, count)
    ]
    assert marks[0].against_own is not None
    assert marks[0].against_others is not None


@pytest.mark.parametrize("seed", range(25))
def test_a_busy_week_does_not_stand_out(seed: int) -> None:
    # A Monday with twelve reports on top of an ordinary week.
    assert standing_out(with_count(quarter(seed), "intake 1", 9, cases=4 + 9, outside=5), LEAST) == []


def test_who_always_looks_at_more_stands_out_against_colleagues_only() -> None:
    weeks = [one for one in quarter(1) if one.person != "intake 3"]
    weeks += [Week("intake 3", "intake", week, {"cases": 45, "nights": 0, "outside": 2}) for week in range(13)]
    marks = standing_out(weeks, LEAST)
    assert {(mark.week.person, mark.figure) for mark in marks} == {("intake 3", "cases")}
    assert all(mark.against_own is None and mark.against_others is not None for mark in marks)


def test_one_wild_week_does_not_hide_the_next() -> None:
    weeks = with_count(with_count(quarter(2), "intake 0", 11, cases=60), "intake 0", 12, cases=60)
    assert [mark.week.week for mark in standing_out(weeks, LEAST)] == [12, 11]


def test_too_few_weeks_say_nothing() -> None:
    weeks = [Week("a", "intake", week, {"cases": count}) for week, count in enumerate([1, 1, 1, 90])]
    assert standing_out(weeks, {"cases": 10}) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Median 4; deviations 2 1 0 1 2, of which the median is 1: 1.4826 < sqrt(4) = 2; 4 + 5 * 2.
        ([2, 3, 4, 5, 6], Usual(4, 14)),
        # Median 0 and no deviation: a spread of 1.
        ([0, 0, 0, 0, 9], Usual(0, 5)),
        # Median 16, deviation 8: 1.4826 * 8 = 11.8608 > sqrt(16); 16 + 5 * 11.8608.
        ([8, 8, 16, 24, 24], Usual(16, pytest.approx(75.304))),
        ([1, 2, 3], None),
    ],
)
def test_the_rule_by_hand(counts: list[int], expected: Usual | None) -> None:
    assert usual(counts, fewest=4, least=3) == expected

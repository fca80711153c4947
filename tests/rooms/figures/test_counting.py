"""The arithmetic of the counting rules, on plain values."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.figures.counting import Fact, behind, count, gender_group
from schakel.intake.content import Form, ReporterCategory

CODES = ("GM0153", "GM0141", "elsewhere", "unknown")
uuids = st.uuids(version=4)
facts_ = st.lists(
    st.builds(
        Fact,
        identity=uuids,
        first_reported_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
        reporter=st.sampled_from(ReporterCategory.values),
        minor=st.sampled_from([True, False, None]),
        age=st.none() | st.integers(0, 120),
        gender=st.sampled_from(["woman", "man", "other"]),
        municipality=st.sampled_from(CODES),
        forms=st.frozensets(st.sampled_from(Form.values)),
        reports=st.frozensets(st.integers(1, 5).map(lambda number: UUID(int=number)), min_size=1),
        people=st.frozensets(uuids, min_size=1, max_size=2),
    ),
    max_size=5,
)
house = settings(max_examples=40, deadline=None, derandomize=True)


def aged(*ages: int | None) -> list[Fact]:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    nothing = frozenset[UUID]()
    return [
        Fact(UUID(int=number), moment, "other", None, age, "other", "unknown", frozenset(), nothing, nothing)
        for number, age in enumerate(ages)
    ]


@pytest.mark.parametrize(
    ("ages", "average"),
    [
        ((), None),
        ((None, None), None),
        ((20,), 20),
        ((20, 21), 21),  # 20.5: half up
        ((20, 20, 21), 20),  # 20.33
        ((20, 21, 21), 21),  # 20.67
        ((0, 1), 1),
        ((0, 0, 1), 0),
        ((26, None, 28), 27),
    ],
)
def test_the_average_is_in_whole_years_half_up_over_known_ages(
    ages: tuple[int | None, ...], average: int | None
) -> None:
    figures = count(2026, aged(*ages), CODES)
    assert figures.average_age == average
    assert figures.average_age_unknown == ages.count(None)


@pytest.mark.parametrize(
    ("gender", "group"), [("woman", "woman"), ("man", "man"), ("other", "other"), ("unknown", "other"), ("", "other")]
)
def test_other_holds_everything_that_is_neither_woman_nor_man(gender: str, group: str) -> None:
    assert gender_group(gender) == group


@house
@given(facts_)
def test_tables_that_divide_all_persons_add_up_to_them(facts: list[Fact]) -> None:
    figures = count(2026, facts, CODES)
    assert figures.persons == len(facts)
    for table in (figures.gender, figures.reporters, figures.municipalities):
        assert sum(table.values()) == figures.persons
    assert figures.minors + figures.adults + figures.age_unknown == figures.persons
    assert all(cell <= figures.persons for cell in figures.forms.values())
    assert sum(figures.forms.values()) >= figures.persons


@house
@given(facts_)
def test_every_number_opens_exactly_the_persons_it_counts(facts: list[Fact]) -> None:
    figures = count(2026, facts, CODES)
    tables = {
        "persons": {"all": figures.persons},
        "minor": {"minors": figures.minors, "adults": figures.adults, "unknown": figures.age_unknown},
        "gender": figures.gender,
        "reporters": figures.reporters,
        "forms": figures.forms,
        "municipalities": figures.municipalities,
        "average_age": {"unknown": figures.average_age_unknown, "known": figures.persons - figures.average_age_unknown},
    }
    for variable, table in tables.items():
        for value, number in table.items():
            assert len(behind(facts, variable, value)) == number


def test_every_category_is_there_with_zero_for_known_none() -> None:
    figures = count(2026, [], CODES)
    assert set(figures.reporters) == set(ReporterCategory.values)
    assert set(figures.forms) == {*Form.values, "unknown"}
    assert set(figures.municipalities) == set(CODES)
    assert {*figures.reporters.values(), *figures.forms.values(), *figures.gender.values()} == {0}


def test_a_report_about_several_people_is_one_report() -> None:
    one, other = UUID(int=1), UUID(int=2)
    facts = aged(20, 30)
    shared = [
        Fact(**{**vars(facts[0]), "reports": frozenset({one})}),
        Fact(**{**vars(facts[1]), "reports": frozenset({one, other})}),
    ]
    assert count(2026, shared, CODES).reports == 2


def test_there_is_no_list_behind_a_number_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="no figure called height"):
        behind([], "height", "tall")

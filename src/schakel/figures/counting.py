"""The counting rules of the factsheet, on plain values (domain.md §3)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schakel.intake.content import Form, Gender, ReporterCategory


@dataclass(frozen=True)
class Fact:
    """One person of one year: who was reported, when first, by whom, and what was known then."""

    identity: UUID
    first_reported_at: datetime
    reporter: str
    minor: bool | None
    age: int | None
    gender: str  # woman, man or other (other, non-binary, unknown)
    municipality: str
    forms: frozenset[str]
    reports: frozenset[UUID]
    people: frozenset[UUID]
    # Each report with the municipality that it names itself, which may be another one than the first report's.
    towns: frozenset[tuple[UUID, str]] = frozenset()


@dataclass(frozen=True)
class YearFigures:
    """A counted year, in persons except for `reports`. Every category is present, with 0 for "known none"."""

    year: int
    persons: int
    reports: int
    minors: int
    adults: int
    age_unknown: int
    gender: dict[str, int]
    reporters: dict[str, int]
    average_age: int | None
    average_age_unknown: int
    forms: dict[str, int]
    municipalities: dict[str, int]


# The groups every number opens: a name and a value select the persons behind it.
VARIABLES = ("minor", "gender", "reporters", "forms", "municipalities")


def gender_group(gender: str) -> str:
    """Woman and man as such; everything else, unknown included, is "other" (domain.md §3.3)."""
    return gender if gender in (Gender.WOMAN, Gender.MAN) else "other"


def count(year: int, facts: Sequence[Fact], municipality_codes: Iterable[str]) -> YearFigures:
    """The figures of a year. Average age in whole years, half up, over those whose age is known."""
    ages = [fact.age for fact in facts if fact.age is not None]
    minors = Counter(fact.minor for fact in facts)
    forms = Counter(form for fact in facts for form in fact.forms or {"unknown"})
    return YearFigures(
        year=year,
        persons=len(facts),
        reports=len(frozenset[UUID]().union(*(fact.reports for fact in facts))),
        minors=minors[True],
        adults=minors[False],
        age_unknown=minors[None],
        gender=_table((fact.gender for fact in facts), ("woman", "man", "other")),
        reporters=_table((fact.reporter for fact in facts), ReporterCategory.values),
        average_age=(2 * sum(ages) + len(ages)) // (2 * len(ages)) if ages else None,
        average_age_unknown=len(facts) - len(ages),
        forms={form: forms[form] for form in (*Form.values, "unknown")},
        municipalities=_table((fact.municipality for fact in facts), tuple(municipality_codes)),
    )


def by_municipality(facts: Sequence[Fact], codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Persons and reports per municipality; every person and every report is in one of them, or in none of `codes`.

    A person counts where their first report of the year says, a report where it says itself.
    """
    persons = Counter(fact.municipality for fact in facts)
    reports = Counter(dict(frozenset[tuple[UUID, str]]().union(*(fact.towns for fact in facts))).values())
    return {code: (persons[code], reports[code]) for code in codes}


def behind(facts: Iterable[Fact], variable: str, value: str) -> list[Fact]:
    """The persons behind one number of the year page. Raises ValueError for a number that is not there."""
    for name, test in _TESTS:
        if name == variable:
            return [fact for fact in facts if test(fact, value)]
    raise ValueError(f"there is no figure called {variable}")


_AGE_GROUPS = {True: "minors", False: "adults", None: "unknown"}
_TESTS: tuple[tuple[str, Callable[[Fact, str], bool]], ...] = (
    ("persons", lambda _fact, _value: True),
    ("minor", lambda fact, value: _AGE_GROUPS[fact.minor] == value),
    ("gender", lambda fact, value: fact.gender == value),
    ("reporters", lambda fact, value: fact.reporter == value),
    ("forms", lambda fact, value: value in (fact.forms or {"unknown"})),
    ("municipalities", lambda fact, value: fact.municipality == value),
    ("average_age", lambda fact, value: (fact.age is not None) == (value == "known")),
)


def _table(values: Iterable[str], categories: Sequence[str]) -> dict[str, int]:
    counted = Counter(values)
    return {category: counted[category] for category in categories}

"""The frozen factsheet: everything that a published year says, as plain values that check themselves.

A frozen factsheet is kept and approved as its canonical JSON, so two equal factsheets always have
equal bytes, and a hash of those bytes stands for exactly what was approved.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Self

GENDERS = ("woman", "man", "other")
REPORTERS = ("care", "municipality", "police", "victim", "comensha", "other")
FORMS = ("sexual", "criminal", "labour", "organ", "unknown")

CORE_TASK_COUNT = 6
EXPLAINED_FORM_COUNT = 4
OLDEST_AGE = 130


@dataclass(frozen=True)
class Centre:
    """How the centre is named and reached; website and phone hours may be empty.

    Raises:
        ValueError: a field is not text, or a field that must be filled is empty.
    """

    name: str
    region: str
    phone: str
    phone_hours: str
    email: str
    website: str

    def __post_init__(self) -> None:
        for field in fields(self):
            optional = field.name in {"phone_hours", "website"}
            _check_text(getattr(self, field.name), f"centre.{field.name}", optional=optional)


@dataclass(frozen=True)
class Figures:
    """The counted year, in persons except for ``reports``; None means withheld, which is not zero.

    ``gender`` and ``reporters`` count every person once and add up to ``persons``. ``forms`` counts
    persons per form; a person can have several forms, so it has no sum. ``minors``, ``adults`` and
    ``age_unknown`` add up to ``persons``; minors are withheld only together with adults.
    ``average_age`` is in whole years over the persons whose age is known, and is also None when
    nobody's age is known; ``average_age_unknown`` counts the persons whose age is not known.

    Raises:
        ValueError: a value is of the wrong kind, a category is missing or invented, or sums disagree.

    Source: the counting rules of the domain description, §3.
    """

    persons: int
    reports: int
    minors: int | None
    adults: int | None
    age_unknown: int | None
    gender: Mapping[str, int] | None
    reporters: Mapping[str, int] | None
    average_age: int | None
    average_age_unknown: int | None
    forms: Mapping[str, int] | None

    def __post_init__(self) -> None:
        for name, categories in (("gender", GENDERS), ("reporters", REPORTERS), ("forms", FORMS)):
            table = getattr(self, name)
            if table is not None:
                # A frozen object may not share a dictionary that somebody can still write to.
                object.__setattr__(self, name, _frozen_table(table, categories, f"figures.{name}"))
        self._check_totals()
        self._check_ages()

    def _check_totals(self) -> None:
        _check_count(self.persons, "figures.persons")
        _check_count(self.reports, "figures.reports")
        if self.persons > 0 and self.reports == 0:
            raise ValueError("figures: there are persons, but there is no report about them.")
        for name, table in (("gender", self.gender), ("reporters", self.reporters)):
            if table is not None:
                _check_sum(table.values(), self.persons, f"figures.{name}")
        if self.forms is not None and max(self.forms.values()) > self.persons:
            raise ValueError("figures.forms: a form counts more persons than there are.")

    def _check_ages(self) -> None:
        if (self.minors is None) != (self.adults is None):
            raise ValueError("figures: minors and adults are withheld together or not at all.")
        if self.age_unknown is None and self.minors is not None:
            raise ValueError("figures: age_unknown is withheld, but can be derived from minors and adults.")
        for name in ("minors", "adults", "age_unknown", "average_age", "average_age_unknown"):
            value = getattr(self, name)
            if value is not None:
                _check_count(
                    value,
                    f"figures.{name}",
                    most=OLDEST_AGE if name == "average_age" else self.persons,
                )
        if self.minors is not None and self.adults is not None and self.age_unknown is not None:
            _check_sum(
                (self.minors, self.adults, self.age_unknown),
                self.persons,
                "figures: minors, adults and unknown",
            )
        if self.average_age is not None and self.average_age_unknown == self.persons:
            raise ValueError("figures.average_age: there is an average, but nobody's age is known.")


@dataclass(frozen=True)
class Factsheet:
    """One published year in one revision.

    ``core_tasks`` has six entries; ``forms_explained`` has four pairs of a name and a sentence.
    ``correction`` says what changed since the revision before, and is empty for revision 1 only.

    Raises:
        ValueError: a value is of the wrong kind or shape; the sentence names the field.
    """

    year: int
    revision: int
    correction: str
    demo: bool
    centre: Centre
    introduction: str
    core_tasks: tuple[str, ...]
    definition: str
    not_smuggling: str
    forms_explained: tuple[tuple[str, str], ...]
    figures: Figures
    achievements: tuple[str, ...]
    approved_on: date

    def __post_init__(self) -> None:
        _check_count(self.year, "year", least=2000, most=2999)
        _check_count(self.revision, "revision", least=1)
        _check_text(self.correction, "correction", optional=True)
        if (self.revision == 1) != (self.correction == ""):
            raise ValueError("correction: revision 1 has none, every later revision says what changed.")
        if not isinstance(self.demo, bool):
            raise ValueError("demo: must be true or false.")
        if not isinstance(self.centre, Centre) or not isinstance(self.figures, Figures):
            raise ValueError("centre and figures: must be a Centre and Figures.")
        # A datetime is a date to isinstance, but would not survive the round trip through JSON.
        if type(self.approved_on) is not date:
            raise ValueError("approved_on: must be a date.")
        self._check_words()

    def _check_words(self) -> None:
        for name in ("introduction", "definition", "not_smuggling"):
            _check_text(getattr(self, name), name)
        _check_texts(self.core_tasks, "core_tasks")
        _check_texts(self.achievements, "achievements")
        if len(self.core_tasks) != CORE_TASK_COUNT:
            raise ValueError(f"core_tasks: must be {CORE_TASK_COUNT}, but there are {len(self.core_tasks)}.")
        if not isinstance(self.forms_explained, tuple) or len(self.forms_explained) != EXPLAINED_FORM_COUNT:
            raise ValueError(f"forms_explained: must be a tuple of {EXPLAINED_FORM_COUNT}.")
        for pair in self.forms_explained:
            _check_texts(pair, "forms_explained")
            if len(pair) != 2:
                raise ValueError("forms_explained: each must be a name and a sentence.")

    def to_json(self) -> str:
        """The canonical text: sorted keys, no spaces, characters as they are (to be stored as UTF-8)."""
        return json.dumps(_plain(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what ``to_json`` wrote.

        Raises:
            ValueError: the text is no JSON, has missing or unknown fields, or a value is refused.
        """
        try:
            content: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError("factsheet: this is not readable JSON.") from error
        values = _named_values(content, cls, "factsheet")
        values["centre"] = Centre(**_named_values(values["centre"], Centre, "centre"))
        values["figures"] = Figures(**_named_values(values["figures"], Figures, "figures"))
        for name in ("core_tasks", "achievements", "forms_explained"):
            values[name] = _as_tuple(values[name], name)
        values["forms_explained"] = tuple(_as_tuple(pair, "forms_explained") for pair in values["forms_explained"])
        try:
            values["approved_on"] = date.fromisoformat(values["approved_on"])
        except (TypeError, ValueError) as error:
            raise ValueError("approved_on: must be a date written as 2026-01-31.") from error
        return cls(**values)


def _check_text(value: object, name: str, *, optional: bool = False) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{name}: must be text.")
    if not optional and not value.strip():
        raise ValueError(f"{name}: must not be empty.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: holds half a character, which cannot be stored.") from error


def _check_texts(values: object, name: str) -> None:
    if not isinstance(values, tuple):
        raise ValueError(f"{name}: must be a tuple of texts.")
    for value in values:
        _check_text(value, name)


def _check_count(value: object, name: str, *, least: int = 0, most: int | None = None) -> None:
    # True and False are whole numbers to Python; a count is never one of them.
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name}: must be a whole number.")
    if value < least or (most is not None and value > most):
        upper = "or more" if most is None else f"to {most}"
        raise ValueError(f"{name}: must be {least} {upper}, but is {value}.")


def _check_sum(parts: Iterable[int], persons: int, name: str) -> None:
    total = sum(parts)
    if total != persons:
        raise ValueError(f"{name}: adds up to {total}, but there are {persons} persons.")


def _frozen_table(table: object, categories: tuple[str, ...], name: str) -> Mapping[str, int]:
    if not isinstance(table, Mapping) or set(table) != set(categories):
        raise ValueError(f"{name}: must have exactly the categories {', '.join(categories)}.")
    for category in categories:
        _check_count(table[category], f"{name}.{category}")
    return MappingProxyType({category: table[category] for category in categories})


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _named_values(content: object, kind: type[Any], name: str) -> dict[str, Any]:
    expected = {field.name for field in fields(kind)}
    if not isinstance(content, dict) or set(content) != expected:
        raise ValueError(f"{name}: must have exactly the fields {', '.join(sorted(expected))}.")
    return dict(content)


def _as_tuple(content: object, name: str) -> tuple[Any, ...]:
    if not isinstance(content, list):
        raise ValueError(f"{name}: must be a list.")
    return tuple(content)

"""The frozen factsheet: what it refuses, and that its canonical JSON brings back exactly the same."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from schakel.publications.factsheet import FORMS, Centre, Factsheet, Figures
from tests.rooms.publications.invented import CENTRE, FACTSHEET, FIGURES

filled = some.text(min_size=1, max_size=30).filter(lambda text: text.strip() != "")
anything = some.text(max_size=30)
centres = some.builds(Centre, filled, filled, filled, anything, filled, anything)
counts = some.integers(min_value=0, max_value=10_000)


@some.composite
def figures(draw: some.DrawFn) -> Figures:
    """Any consistent year: tables that add up, each of them withheld now and then."""
    woman, man, other = draw(some.tuples(counts, counts, counts))
    persons = woman + man + other
    minors = draw(some.integers(0, persons))
    adults = draw(some.integers(0, persons - minors))
    care = draw(some.integers(0, persons))
    ages_shown = draw(some.booleans())
    unknown_ages = draw(some.integers(0, persons))
    none_yet = dict.fromkeys(("municipality", "police", "victim", "comensha"), 0)
    return Figures(
        persons=persons,
        reports=draw(some.integers(1, 20_000)),
        minors=minors if ages_shown else None,
        adults=adults if ages_shown else None,
        age_unknown=persons - minors - adults if ages_shown else None,
        gender=draw(some.sampled_from([None, {"woman": woman, "man": man, "other": other}])),
        reporters=draw(some.sampled_from([None, none_yet | {"care": care, "other": persons - care}])),
        average_age=draw(some.integers(0, 130)) if unknown_ages < persons else None,
        average_age_unknown=unknown_ages,
        forms=draw(some.none() | some.fixed_dictionaries(dict.fromkeys(FORMS, some.integers(0, persons)))),
    )


@some.composite
def factsheets(draw: some.DrawFn) -> Factsheet:
    """Any factsheet, with any characters in its texts."""
    revision = draw(some.integers(1, 3))
    return Factsheet(
        year=draw(some.integers(2000, 2999)),
        revision=revision,
        correction="" if revision == 1 else draw(filled),
        demo=draw(some.booleans()),
        centre=draw(centres),
        introduction=draw(filled),
        core_tasks=draw(some.tuples(*[filled] * 6)),
        definition=draw(filled),
        not_smuggling=draw(filled),
        forms_explained=draw(some.tuples(*[some.tuples(filled, filled)] * 4)),
        figures=draw(figures()),
        achievements=tuple(draw(some.lists(filled, max_size=4))),
        approved_on=draw(some.dates()),
    )


@given(factsheets())
def test_json_brings_back_the_same_factsheet_and_the_same_bytes(factsheet: Factsheet) -> None:
    text = factsheet.to_json()
    again = Factsheet.from_json(text)
    assert again == factsheet
    assert again.to_json().encode() == text.encode()


def test_json_is_canonical() -> None:
    turned = replace(FIGURES, gender={"other": 14, "man": 49, "woman": 115})
    text = replace(FACTSHEET, figures=turned).to_json()
    assert text == FACTSHEET.to_json()
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert "088 – 000 00 00" in text


def test_a_frozen_table_does_not_follow_the_dictionary_it_came_from() -> None:
    gender = {"woman": 115, "man": 49, "other": 14}
    frozen = replace(FIGURES, gender=gender)
    gender["woman"] = 0
    assert frozen.gender is not None
    assert frozen.gender["woman"] == 115
    with pytest.raises(TypeError):
        frozen.gender["woman"] = 0  # type: ignore[index]  # the point of the test: it refuses


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"persons": -1}, "figures.persons: must be 0 or more"),
        ({"persons": True}, "figures.persons: must be a whole number"),
        ({"persons": 178.0}, "figures.persons: must be a whole number"),
        ({"reports": 0}, "no report about them"),
        ({"gender": {"woman": 115, "man": 49}}, "exactly the categories woman, man, other"),
        ({"gender": {"woman": 115, "man": 49, "other": 13}}, "adds up to 177"),
        ({"gender": [115, 49, 14]}, "exactly the categories"),
        ({"reporters": dict(FIGURES.reporters or {}, care=8)}, "adds up to 179"),
        ({"forms": dict(FIGURES.forms or {}, sexual=179)}, "more persons than there are"),
        ({"minors": None}, "withheld together"),
        ({"age_unknown": None}, "can be derived"),
        ({"adults": 132}, "adds up to 179"),
        ({"average_age": 131}, "figures.average_age: must be 0 to 130"),
        ({"average_age_unknown": 179}, "must be 0 to 178"),
        ({"average_age_unknown": 178}, "nobody's age is known"),
    ],
)
def test_figures_that_cannot_be_are_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(FIGURES, **change)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": 25}, "year: must be 2000"),
        ({"revision": 0}, "revision: must be 1 or more"),
        ({"correction": "Iets."}, "revision 1 has none"),
        ({"revision": 2}, "every later revision says what changed"),
        ({"demo": 1}, "demo: must be true or false"),
        ({"centre": None}, "must be a Centre"),
        ({"introduction": " \n"}, "introduction: must not be empty"),
        ({"introduction": None}, "introduction: must be text"),
        ({"introduction": "half \ud83d"}, "half a character"),
        ({"core_tasks": ("Meldpunt",)}, "core_tasks: must be 6, but there are 1"),
        ({"core_tasks": ["Meldpunt"] * 6}, "core_tasks: must be a tuple"),
        ({"forms_explained": ()}, "must be a tuple of 4"),
        ({"forms_explained": (("één",),) * 4}, "a name and a sentence"),
        ({"achievements": ("",)}, "achievements: must not be empty"),
        ({"approved_on": "2026-02-12"}, "approved_on: must be a date"),
    ],
)
def test_a_factsheet_of_the_wrong_shape_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(FACTSHEET, **change)


def test_a_centre_needs_a_name_but_no_website() -> None:
    assert replace(CENTRE, website="").website == ""
    with pytest.raises(ValueError, match=r"centre\.name: must not be empty"):
        replace(CENTRE, name="")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not readable JSON"),
        ("[" * 100_000, "not readable JSON"),
        ("9" * 10_000, "not readable JSON"),
        ("[]", "factsheet: must have exactly the fields"),
        (FACTSHEET.to_json().replace('"demo":true,', ""), "factsheet: must have exactly the fields"),
        (FACTSHEET.to_json().replace('"demo"', '"dеmo"'), "factsheet: must have exactly the fields"),
        (FACTSHEET.to_json().replace('"2026-02-12"', '"12 februari"'), "written as 2026-01-31"),
        (FACTSHEET.to_json().replace('"2026-02-12"', "20260212"), "written as 2026-01-31"),
        (FACTSHEET.to_json().replace('"persons":178', '"persons":NaN'), "must be a whole number"),
        (FACTSHEET.to_json().replace('"core_tasks":[', '"core_tasks":"x","x":['), "exactly the fields"),
        (FACTSHEET.to_json().replace('"figures":{', '"figures":{"x":1,'), "figures: must have exactly"),
    ],
)
def test_json_that_is_no_factsheet_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Factsheet.from_json(text)

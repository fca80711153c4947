"""An age under 18 in somebody's own words: what is recognised, and what is no age at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.core.minor_words import may_be_minor, says_minor

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben 16 en ik mag niet weg.",
        "ik ben pas 15.",
        "Mijn dochter van 14 is weg",
        "Een meisje, 17 jaar, werkt daar.",
        "Er is een kind van 5 jaar oud bij",
        "een 16-jarig meisje",
        "Zij is minderjarig.",
        "geboren op 12-3-2010",
        "geb. 2011",
        "I am 16 and I need help",
        "I'm 15.",
        "a 17 year old boy",
        "she is 12 years old",
        "Mam 16 lat i muszę pracować",
        "Am 16 ani",
        "Fata are 15 ani",
        "Аз съм на 16 години",
        "момиче на 15 години",
        "16 éves vagyok",
        "Мені 16 років",
        "16-річна дівчина",
        "Tengo 16 años",
        "mi hija tiene 14 años",
        "Tenho 16 anos",
        "عمري 16 سنة",
        "عمري ١٦ سنة",
        "Es menor de edad",
    ],
)
def test_an_age_under_18_is_recognised(text: str) -> None:
    assert says_minor(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ik ben 19 en ik mag niet weg.",
        "Ik werk hier al 10 jaar.",
        "Ik werk hier 5 jaar.",
        "Sinds 16 maanden woon ik hier.",
        "Om 17 uur moet ik werken.",
        "Er slapen 12 mensen in dat huis.",
        "Op nummer 16 wonen zij.",
        "Hij gaf mij 15 euro.",
        "sinds 12-3-2024",
        "geboren op 12-3-1990",
        "geboren in 1985",
        "She is 25 years old",
        "Mam 30 lat",
        "Pracuję tu od 10 lat",
        "Bel 0900-8844 of 06 12 34 56 78",
        "Ik ben 16.30 uur gekomen",
        "kamer 17, 16:30",
    ],
)
def test_what_is_no_age_under_18_is_let_be(text: str) -> None:
    assert not says_minor(text, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("16", True),
        ("17", True),
        ("18", False),
        ("16 of 18", True),
        ("tiener", True),
        ("ongeveer 20", False),
        ("20-11-2008", True),
        ("19-11-2008", False),
        ("2008", True),
        ("2007", False),
        ("zeventien", False),
        ("130", False),
        ("", False),
        ("Mam 16 lat", True),
    ],
)
def test_an_answer_to_how_old_leaves_room_for_a_minor(typed: str, expected: bool) -> None:  # noqa: FBT001
    assert may_be_minor(typed, today=TODAY) == expected


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert says_minor(text, today=TODAY) in (True, False)
    assert may_be_minor(text, today=TODAY) in (True, False)

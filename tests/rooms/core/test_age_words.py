"""Ages in words: what is understood, what stays words, and what is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.core.age_words import NOT_UNDERSTOOD, AgeStatement, parse

TODAY = date(2026, 11, 19)
BORN = AgeStatement(birth_date=date(2001, 3, 12), birth_year=2001)
days = st.dates(TODAY - timedelta(days=119 * 365), TODAY)


@pytest.mark.parametrize(
    "words",
    [
        *("12-3-2001", "12/03/2001", "12.3.2001", "2001-03-12", "12-3-01", " 12 - 3 - 2001 "),
        *("12 maart 2001", "12 Mrt 2001", "12 March 2001", "geboren op 12-3-2001", "١٢-٣-٢٠٠١"),
    ],
)
def test_a_birth_date_in_any_writing(words: str) -> None:
    assert parse(words, today=TODAY) == BORN


@pytest.mark.parametrize("words", ["2001", "geboren in 2001", "Born in 2001", "31-2-2001"])
def test_a_year_of_birth(words: str) -> None:
    assert parse(words, today=TODAY) == AgeStatement(birth_year=2001)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("17", 17, 17),
        ("17 jaar", 17, 17),
        ("17 jaar oud", 17, 17),
        ("17 years old", 17, 17),
        ("2", 2, 2),
        ("6 maanden", 0, 0),
        ("18 maanden", 1, 1),
        ("ongeveer 20", 18, 22),
        ("Rond de 20", 18, 22),
        ("±20", 18, 22),
        ("about 20", 18, 22),
        ("ongeveer 1", 0, 3),
        ("ongeveer 119 jaar", 117, 120),
        ("tussen 16 en 20", 16, 20),
        ("tussen de 20 en 16 jaar", 16, 20),
        ("16-20", 16, 20),
        ("16 of 17", 16, 17),
        ("begin twintig", 20, 23),
        ("midden veertig", 44, 46),
        ("eind dertig", 37, 39),
        ("late thirties", 37, 39),
        ("twintiger", 20, 29),
        ("in de twintig", 20, 29),
        ("in her twenties", 20, 29),
        ("tiener", 13, 19),
        ("minderjarig", 0, 17),
        ("onder de 18", 0, 17),
        ("volwassen", 18, None),
        ("18+", 18, None),
    ],
)
def test_ages_and_guesses(words: str, low: int, high: int | None) -> None:
    assert parse(words, today=TODAY) == AgeStatement(low=low, high=high)


@pytest.mark.parametrize(
    "words", ["", "jong", "weet ik niet", "12-13-14-15", "drie", "20ish", "12-foo-2001", "begin met werken", "😀"]
)
def test_other_words_stay_words(words: str) -> None:
    assert parse(words, today=TODAY) == NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "words",
    [
        "121",
        "130 jaar",
        "-1",
        "ongeveer 130",
        "16-121",
        "999999999999",
        "2027",
        "1905",
        "20-11-2026",
        "1-1-1900",
        "9999",
    ],
)
def test_impossible_ages_are_asked_again(words: str) -> None:
    with pytest.raises(ValueError, match=r"^Klopt .*\?"):
        parse(words, today=TODAY)


@given(st.integers(0, 120))
def test_an_exact_age_is_exact(age: int) -> None:
    assert parse(f"{age} jaar", today=TODAY) == AgeStatement(low=age, high=age)


@given(days)
def test_every_writing_of_a_day_is_the_same_day(day: date) -> None:
    expected = AgeStatement(birth_date=day, birth_year=day.year)
    for words in (f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%Y}", day.isoformat()):
        assert parse(words, today=TODAY) == expected


@given(st.text(max_size=60))
def test_any_words_are_understood_or_not_or_kindly_asked_again(words: str) -> None:
    try:
        said = parse(words, today=TODAY)
    except ValueError as error:
        assert str(error).startswith("Klopt ")  # noqa: PT017  (either outcome is right)
        return
    assert said.birth_date is None or (said.birth_date <= TODAY and said.birth_year == said.birth_date.year)
    assert said.birth_year is None or TODAY.year - 120 <= said.birth_year <= TODAY.year
    assert said.low is None or 0 <= said.low <= (120 if said.high is None else said.high) <= 120


@given(
    st.integers(0, 120), st.integers(0, 120), st.sampled_from(["{}-{}", "tussen {} en {}", "{} tot {} jaar", "{} à {}"])
)
def test_a_range_has_its_smaller_age_first(one: int, other: int, writing: str) -> None:
    said = parse(writing.format(one, other), today=TODAY)
    assert (said.low, said.high) == (min(one, other), max(one, other))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "17 lat",
            "17 ani",
            "17 de ani",
            "17 години",
            "17 éves",
            "17 років",
            "17 años",
            "17 anos",
            "١٧ سنة",
            "17 عامًا",
        ),
        *("17 años de edad", "17 anos de idade", "17-річна"),
    ],
)
def test_an_age_in_the_other_languages(words: str) -> None:
    assert parse(words, today=TODAY) == AgeStatement(low=17, high=17)


@pytest.mark.parametrize(
    "words",
    [
        *("około 20", "aproximativ 20 de ani", "около 20 години", "kb. 20", "körülbelül 20 éves", "приблизно 20"),
        *("unos 20 años", "cerca de 20 anos", "حوالي 20 سنة"),
    ],
)
def test_a_guess_in_the_other_languages(words: str) -> None:
    assert parse(words, today=TODAY) == AgeStatement(low=18, high=22)

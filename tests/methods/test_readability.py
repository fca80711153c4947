"""Syllables of words everybody can clap, and the figure of texts counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods import readability
from schakel.methods.readability import Readability, measure, sentences, syllables

@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[(word, 1) for word in "ik je hulp werk geld mag nooit huis schuld vriend mooi haai boei nieuw eeuw ruw jou blauw vrij thuis".split()],
        *[(word, 2) for word in "melding gevaar paspoort dwingen mensen praten kamer woning advies dokter nodig boeien geluid bureau geeuwen beoog geïnd".split()],
        *[(word, 3) for word in "politie gemeente uitbuiting aangifte telefoon bedenktijd advocaat geïnde beantwoord".split()],
        *[(word, 4) for word in "mensenhandel mensensmokkel slachtofferhulp minderjarig geïndiceerd medewerker materiaal".split()],
        *[(word, 5) for word in "organisatie verblijfsvergunning arbeidsinspectie".split()],
        ("z'n", 1), ("foto's", 2), ("BSN", 3), ("hm", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_figure_counted_by_hand() -> None:
    found = measure("Je mag hier weg. Bel de politie!")
    assert (found.sentences, found.words, found.syllables) == (2, 7, 9)
    assert found.flesch_douma == pytest.approx(206.84 - 0.77 * (9 / 7 * 100) - 0.93 * 3.5)


def test_plain_words_read_more_easily_than_officials_words() -> None:
    plain = "Je hoeft niet naar de politie. Wij helpen je ook zonder aangifte."
    official = (
        "Het doen van aangifte is geen noodzakelijke voorwaarde voor het verkrijgen van hulpverlening door of namens de organisatie."
    )
    assert measure(plain).flesch_douma > 80
    assert measure(official).flesch_douma < 40


def test_a_line_is_a_sentence_and_numbers_are_no_words() -> None:
    assert sentences("Kop\n\nBel 112. Dag en nacht: gratis.\n- een\n- twee") == ["Kop", "Bel 112", "Dag en nacht", "gratis", "- een", "- twee"]
    assert readability.words("Bel 0900-8844, foto's van z'n huis") == ["Bel", "foto's", "van", "z'n", "huis"]


def test_nothing_has_no_figure() -> None:
    empty = measure("112 …")
    assert (empty.words_per_sentence, empty.syllables_per_word) == (0, 0)
    with pytest.raises(ValueError, match="without words"):
        _ = empty.flesch_douma


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    found = measure(text)
    assert found.syllables >= found.words >= found.sentences >= 0


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 100))
def test_longer_words_and_longer_sentences_lower_the_figure(sentence: int, word: int, more: int) -> None:
    text = Readability(sentence, sentence * word, sentence * word + more)
    assert Readability(sentence, sentence * word, sentence * word + more + 1).flesch_douma < text.flesch_douma

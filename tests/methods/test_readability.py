"""Syllables of words everybody can clap, and the figure of texts counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods import readability
from schakel.methods.readability import Readability, measure, sentences, syllables

CLAPPED = {
    1: "ik je hulp werk geld mag nooit huis schuld vriend mooi haai boei nieuw eeuw ruw jou blauw vrij thuis hm z'n",
    2: "melding gevaar paspoort dwingen mensen praten kamer woning advies dokter nodig boeien geluid bureau geïnd foto's",
    3: "politie gemeente uitbuiting aangifte telefoon bedenktijd advocaat geïnde beantwoord BSN",
    4: "mensenhandel mensensmokkel slachtofferhulp minderjarig geïndiceerd medewerker materiaal",
    5: "organisatie verblijfsvergunning arbeidsinspectie",
}


@pytest.mark.parametrize(("count", "words"), CLAPPED.items())
def test_syllables(count: int, words: str) -> None:
    assert [(word, syllables(word)) for word in words.split()] == [(word, count) for word in words.split()]


def test_a_figure_counted_by_hand() -> None:
    found = measure("Je mag hier weg. Bel de politie!")
    assert (found.sentences, found.words, found.syllables) == (2, 7, 9)
    assert found.flesch_douma == pytest.approx(206.84 - 0.77 * (9 / 7 * 100) - 0.93 * 3.5)


def test_plain_words_read_more_easily_than_officials_words() -> None:
    plain = "Je hoeft niet naar de politie. Wij helpen je ook zonder aangifte."
    official = "Het doen van aangifte is geen noodzakelijke voorwaarde voor het verkrijgen van hulpverlening door of namens de organisatie."
    assert measure(plain).flesch_douma > 80
    assert measure(official).flesch_douma < 40


def test_a_line_is_a_sentence_and_numbers_are_no_words() -> None:
    assert sentences("Kop\n\nBel 112. Dag en nacht: gratis.\n- een\n- twee") == [
        "Kop",
        "Bel 112",
        "Dag en nacht",
        "gratis",
        "- een",
        "- twee",
    ]
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

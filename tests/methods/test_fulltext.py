"""Words of any script, found by how they begin, and the piece of text around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.fulltext import as_list, fragment, matches, wanted_of, words_of


def stands_in(text: str, typed: str) -> bool:
    return matches(as_list(words_of(text)), wanted_of(typed))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Zij kent mishandeling al jaren.", "mishand"),
        ("Łukasz Wójcik werkt in Rijssen", "lukasz wojcik"),
        ("Zij heet Ноеми", "Noemi"),
        ("سارة belde", "سارة"),
        ("Bel op +31 6 1234 5678, na vijven", "0612345678"),
        ("Bel op 06-12345678", "+31612345678"),
        ("Bel op 0612345678", "06 1234 5678"),
        ("Bel 06 – 55 00 12 34", "0655001234"),
        ("Bel 0655001234", "06 – 55 00 12 34"),
        ("06-12345678 / 06-87654321", "0687654321"),
        ("Gebeld 12-11-2026 06-12345678", "0612345678"),
        ("kamer 12 06 12 34 56 78", "06 12345678"),
        ("0031 (0)6 12345678", "0612345678"),
        ("Casus K-2026-0089", "K-2026-0089"),
        ("Op 12-11-2026 om 9 uur", "12-11-2026"),
        ("café Élan", "CAFE elan"),
    ],
)
def test_it_is_found_however_it_was_written(text: str, typed: str) -> None:
    assert stands_in(text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Zij kent mishandeling", "handeling"),
        ("Ana Bos", "ana daal"),
        ("Bel 0612345678", "0612345679"),
        ("kat", "katten"),
    ],
)
def test_what_does_not_stand_there_is_not_found(text: str, typed: str) -> None:
    assert not stands_in(text, typed)


@given(st.text(max_size=300), st.integers(0, 300))
def test_every_word_of_a_text_finds_it(text: str, place: int) -> None:
    said = sorted(words_of(text))
    if said:
        word = said[place % len(said)]
        assert matches(as_list(said), [word])
        pieces = fragment(text, [word])
        assert any(piece.is_hit for piece in pieces)
        shown = "".join(piece.text for piece in pieces)
        assert shown.removeprefix("… ").removesuffix(" …") in text


def test_a_fragment_marks_what_was_looked_for_and_cuts_no_word() -> None:
    text = (
        "Eerst een lange aanloop. " * 10
        + "Zij geeft haar loon af aan een man."
        + " Daarna volgt er nog veel meer." * 10
    )
    pieces = fragment(text, ["loon", "man"])
    assert [piece.text for piece in pieces if piece.is_hit] == ["loon", "man"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
    assert set("".join(piece.text for piece in pieces[1:-1]).split()) <= set(text.split())


def test_where_nothing_stands_there_is_no_fragment() -> None:
    assert fragment("Ana Bos", ["daal"]) == []
    assert fragment("", ["daal"]) == []
    assert wanted_of("? a -") == []
